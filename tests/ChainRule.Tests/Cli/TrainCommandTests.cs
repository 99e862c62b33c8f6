using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;
using ChainRule.Tests.Training;

namespace ChainRule.Tests.Cli;

public class TrainCommandTests : CommandLine
{
    private static readonly string Iris = Repository.Path("data", "iris.csv");

    private static JsonElement Json(params string[] args) => JsonDocument.Parse(Run([.. args, "--format", "json"]).Text).RootElement;

    /// <summary>A line through noise of a known deviation: y = 30x + 100.</summary>
    private string Line(double noise)
    {
        var x = Made.Uniform(1, 300, -1, 1);
        return Table(x, Made.Noisy(1, x, v => 30 * v + 100, noise));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public void Iris_is_told_apart(string seed) =>
        Assert.InRange(Json("train", Iris, "--target", "species", "--seed", seed).GetProperty("test").GetProperty("accuracy").GetDouble(),
            0.9, 1);

    [Fact]
    public void Digits_are_told_apart() =>
        Assert.InRange(
            Json("train", Repository.Path("data", "digits.csv.gz"), "--target", "digit", "--epochs", "30")
                .GetProperty("test")
                .GetProperty("accuracy")
                .GetDouble(), 0.96, 1);

    [Fact]
    public void The_json_has_all_there_is_to_know()
    {
        var json = Json("train", Iris, "--target", "species", "--epochs", "3");
        Assert.Equal("classification", json.GetProperty("task").GetString());
        Assert.Equal(3, json.GetProperty("epochs").GetInt32());
        Assert.Equal("""["setosa","versicolor","virginica"]""", JsonSerializer.Serialize(json.GetProperty("classes")));
        Assert.Equal("""["sepal_length","sepal_width","petal_length","petal_width"]""",
            JsonSerializer.Serialize(json.GetProperty("columns")));
        Assert.Equal("""{"train":102,"validation":18,"test":30,"without_target":0}""", JsonSerializer.Serialize(json.GetProperty("rows")));
        var confusion = json
            .GetProperty("confusion")
            .EnumerateArray()
            .Select(row => row.EnumerateArray().Select(count => count.GetInt32()).ToArray())
            .ToArray();
        // 50 flowers of each kind are split alike; the diagonal is what is told right.
        Assert.All(confusion, row => Assert.Equal(10, row.Sum()));
        Assert.Equal(confusion.Select((row, i) => row[i]).Sum() / 30.0, json.GetProperty("test").GetProperty("accuracy").GetDouble(),
            1e-12);
    }

    [Fact]
    public void The_text_has_all_there_is_to_know()
    {
        var text = Run("train", Iris, "--target", "species", "--epochs", "3").Text;
        foreach (var part in new[] { "species from sepal_length", "150 rows of",
            "classification into 3 classes (setosa, versicolor, virginica), since species holds categories",
            "102 to train, 18 to validate, 30 to test", "test accuracy", "epochs", "time", "versicolor " })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_seed_gives_the_same_output_and_another_one_does_not()
    {
        string[] command = ["train", Iris, "--target", "species", "--epochs", "3", "--format", "json", "--seed"];
        Assert.Equal(Run([.. command, "7"]).Text, Run([.. command, "7"]).Text);
        Assert.NotEqual(Run([.. command, "7"]).Text, Run([.. command, "8"]).Text);
    }

    [Fact]
    public void A_number_is_predicted_in_its_own_unit()
    {
        var json = Json("train", Line(2), "--target", "y");
        Assert.Equal("regression", json.GetProperty("task").GetString());
        // The noise alone leaves a root mean square of 2, give or take the luck of 60 rows; a line of slope 30 over −1 to 1 varies by 300.
        Assert.InRange(json.GetProperty("test").GetProperty("rmse").GetDouble(), 1.4, 3);
        Assert.InRange(json.GetProperty("test").GetProperty("mae").GetDouble(), 1, 2.4);
        Assert.InRange(json.GetProperty("test").GetProperty("r2").GetDouble(), 0.97, 1);
    }

    [Fact]
    public void Missing_cells_are_told_and_filled_and_rows_without_a_target_left_out()
    {
        var rows = Enumerable
            .Range(0, 60)
            .Select(i =>
                string.Create(CultureInfo.InvariantCulture,
                    $"{(i is 3 or 8 ? "" : $"{i}")},note {i} of many,{(i == 5 ? "NA" : i % 2 == 0 ? "even" : "odd")}"));
        var data = Write("gaps.csv", "x,note,kind\n" + string.Join('\n', rows) + "\n");
        var json = Json("train", data, "--target", "kind", "--epochs", "2");
        Assert.Equal("""{"x":{"count":2,"lines":[5,10]}}""", JsonSerializer.Serialize(json.GetProperty("missing")));
        Assert.Equal(1, json.GetProperty("rows").GetProperty("without_target").GetInt32());
        Assert.True(json.GetProperty("left_out").TryGetProperty("note", out _));
        var text = Run("train", data, "--target", "kind", "--epochs", "2").Text;
        foreach (var part in new[] { "2 cells of x are missing (line 5, 10)", "left out 1 row without kind", "left out note: " })
            Assert.Contains(part, text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_task_can_be_said()
    {
        var data = Write("digits.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 2}\n")));
        Assert.Equal("classification", Json("train", data, "--target", "y", "--epochs", "1").GetProperty("task").GetString());
        Assert.Equal("regression",
            Json("train", data, "--target", "y", "--epochs", "1", "--task", "regression").GetProperty("task").GetString());
    }

    [Fact]
    public void The_loss_is_drawn()
    {
        var plot = PathOf("plot.svg");
        Run("train", Iris, "--target", "species", "--epochs", "3", "--plot", plot);
        var svg = XDocument.Load(plot);
        Assert.Equal("svg", svg.Root!.Name.LocalName);
        Assert.Equal(2,
            svg
                .Descendants()
                .Count(element =>
                    element.Name.LocalName == "path" && element.Attribute("d")!.Value.Count(letter => letter is 'M' or 'L') == 3));
        foreach (var word in new[] { "training", "validation", "epoch" }) Assert.Contains(word, svg.Root.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_training_goes_on_to_the_same_end()
    {
        var (saved, data) = (PathOf("run.safetensors"), Line(2));
        string[] command = ["train", data, "--target", "y", "--epochs", "4", "--format", "json"];
        var whole = Run(command).Text;
        Assert.Equal(whole, Run([.. command, "--checkpoint", saved]).Text);
        Assert.Equal(whole, Run([.. command, "--checkpoint", saved]).Text);
        File.WriteAllText(saved, "no training");
        Assert.Contains("run.safetensors", Mistake(Run([.. command, "--checkpoint", saved])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_saved_training_is_not_continued_with_other_data()
    {
        var (saved, model) = (PathOf("run.safetensors"), PathOf("model.safetensors"));
        string[] command = ["train", Line(2), "--target", "y", "--epochs", "2", "--checkpoint", saved, "--out", model];
        Run(command);
        var before = File.ReadAllBytes(model);
        Line(3);
        var mistake = Mistake(Run(command));
        Assert.StartsWith($"error: --checkpoint: {saved}: the training in it does not go on with other settings or data", mistake,
            StringComparison.Ordinal);
        Assert.EndsWith($"to begin anew, delete {saved} or give --checkpoint another file\n", mistake, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(model));
        File.Delete(saved);
        Assert.Equal(0, Run(command).Code);
    }

    [Theory]
    [InlineData("--checkpoint")]
    [InlineData("--out")]
    [InlineData("--plot")]
    public void A_file_that_cannot_be_written_is_a_mistake(string option)
    {
        Assert.SkipUnless(Directory.Exists("/proc/self"), "needs a folder in which no file can be made");
        Assert.StartsWith($"error: {option}: /proc/no-file cannot be written: ",
            Mistake(Run("train", Line(2), "--target", "y", "--epochs", "1", option, "/proc/no-file")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e308")]
    [InlineData("-1e308")]
    [InlineData("1e200")]
    [InlineData("-1.5e76")]
    public void Numbers_that_are_too_large_are_named(string number)
    {
        var rows = Enumerable.Range(0, 40).Select(i => $"{i},{i * i},{i % 2}");
        var data = Write("large.csv", "a,b,y\n" + string.Join('\n', rows) + $"\n7,{number},1\n");
        var expected = $"large.csv:42:2: column b: '{number}' is too large to compute with; numbers up to 1E+75 can be";
        Assert.Contains(expected, Mistake(Run("train", data, "--target", "y", "--epochs", "1")), StringComparison.Ordinal);
        Assert.Contains(expected, Mistake(Run("train", data, "--target", "b", "--epochs", "1")), StringComparison.Ordinal);
        Assert.Contains(expected, Mistake(Run("fit", "w*b", data, "--target", "y")), StringComparison.Ordinal);
        Assert.Contains(expected, Mistake(Run("fit", "w*a", data, "--target", "b")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1e308", "is too large to compute with")]
    [InlineData("-1e200", "is too large to compute with")]
    [InlineData("1e40", "is too far from the training rows to compute with: ")]
    public void A_prediction_of_numbers_that_are_too_large_is_a_mistake(string number, string expected)
    {
        var data = Write("small.csv",
            "a,b,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 3}.5,{(i % 2 == 0 ? "yes" : "no")}\n")));
        Run("train", data, "--target", "y", "--epochs", "1", "--out", PathOf("model"));
        var outcome = Run("predict", PathOf("model"), Write("new.csv", $"b,a\n1,2\n3,{number}\n"));
        Assert.Contains($"new.csv:3:2: column a: '{number}' {expected}", Mistake(outcome), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interrupted_training_leaves_no_file()
    {
        var outcome = Run(new Settings(Cancellation: new CancellationToken(canceled: true)), "train", Line(2), "--target", "y", "--out",
            PathOf("model.safetensors"), "--plot", PathOf("plot.svg"));
        Assert.Equal((130, "", "interrupted\n"), (outcome.Code, outcome.Out, outcome.Error));
        Assert.Equal(["data.csv"], Directory.GetFiles(Path.GetDirectoryName(PathOf("x"))!).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("--hidden takes the sizes", "--hidden", "0")]
    [InlineData("--hidden takes the sizes", "--hidden", "8,,8")]
    [InlineData("--test takes a share", "--test", "1.5")]
    [InlineData("--test takes a share", "--test", "0")]
    [InlineData("are left to train", "--test", "0.999")]
    [InlineData("--epochs takes a number from 1", "--epochs", "0")]
    [InlineData("--plot: there is no directory", "--plot", "/nowhere/at/all/plot.svg")]
    [InlineData("cannot be predicted as a number", "--task", "regression")]
    [InlineData("'guess'", "--task", "guess")]
    public void Says_what_is_wrong(string expected, params string[] options) =>
        Assert.Contains(expected, Mistake(Run(["train", Iris, "--target", "species", .. options])), StringComparison.Ordinal);

    [Fact]
    public void Says_what_is_wrong_with_the_table()
    {
        Assert.Contains("did you mean species?", Mistake(Run("train", Iris, "--target", "specis")), StringComparison.Ordinal);
        Assert.Contains("10 or more are needed", Mistake(Run("train", Table([1], [2]), "--target", "y")), StringComparison.Ordinal);
        Assert.Contains("empty.csv", Mistake(Run("train", Write("empty.csv", ""), "--target", "y")), StringComparison.Ordinal);
        Assert.Contains("does not exist", Mistake(Run("train", PathOf("none.csv"), "--target", "y")), StringComparison.Ordinal);
        Assert.Contains("named for two things", Mistake(Run("train", Line(1), "--target", "y", "--out", PathOf("data.csv"))),
            StringComparison.Ordinal);
    }
}

using System.Text.Json;
using ChainRule.Tests.Training;

namespace ChainRule.Tests.Cli;

public class FitCommandTests : CommandLine
{
    private static JsonElement Json(params string[] args) => JsonDocument.Parse(Run([.. args, "--format", "json"]).Text).RootElement;

    private static double Parameter(JsonElement json, string name) => json.GetProperty("parameters").GetProperty(name).GetDouble();

    [Theory]
    [InlineData("w*x")]
    [InlineData("y = w*x")]
    [InlineData("y = w*x", "--optimizer", "sgd", "--rate", "0.1")]
    [InlineData("y = w*x", "--optimizer", "momentum", "--rate", "0.05")]
    [InlineData("y = w*x", "--optimizer", "adam", "--rate", "0.1", "--epochs", "3000")]
    [InlineData("y = w*x", "--loss", "mae")]
    [InlineData("y = w*x", "--loss", "huber")]
    [InlineData("y = w*x", "--init", "w=5")]
    [InlineData("y(x) = w·x")]
    [InlineData("½(w·x + w·x)")]
    public void Finds_the_lecture_s_weight(string formula, params string[] options)
    {
        var json = Json(["fit", formula, Write("lecture.csv", "x,y\n1,2\n"), "--target", "y", .. options]);
        Assert.Equal(2, Parameter(json, "w"), 1e-4);
        Assert.InRange(json.GetProperty("loss").GetDouble(), 0, 1e-4);
        Assert.Equal(JsonValueKind.Null, json.GetProperty("metrics").GetProperty("r2").ValueKind);
    }

    [Fact]
    public void Results_that_are_too_large_are_refused()
    {
        var table = Write("large.csv", "x,y\n1,2\n");
        Assert.StartsWith("error: this result has 3,200,000,000 bytes (shape [20000, 20000]), and at most 268,435,456 are allowed",
            Mistake(Run("fit", "sum(broadcast_to(w, shape=[20000,20000]))*x", table, "--target", "y")), StringComparison.Ordinal);
        Assert.StartsWith("error: this result has 80 bytes",
            Mistake(Run("fit", "w*x + sum(broadcast_to(w, shape=[10]))", table, "--target", "y", "--max-memory", "79")),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_has_all_there_is_to_know()
    {
        var text = Run("fit", "w*x + b", Table([1, 2, 3, 4], [3.1, 4.9, 7.2, 8.8]), "--target", "y", "--optimizer", "sgd", "--rate",
            "0.01").Text;
        foreach (var part in new[] { "y from x: 4 rows of", "  w  1.9", "  b  1.1", "loss", "R²       0.99", "epochs   1000",
            "stopped  all 1000 epochs", "time", "loss by epoch", "█" })
            Assert.Contains(part, text, StringComparison.Ordinal);
        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 110 && !line.EndsWith(' '), line));
    }

    [Fact]
    public void Reads_what_people_write_and_says_so()
    {
        var table = Write("data.csv", "x,exp,e,y\n1,2,2,7\n2,1,3,10\n3,5,1,6\n");
        var text = Run("fit", "2a·x + b", table, "--target", "y").Text;
        Assert.Contains("read as 2*a*x + b\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("2*a*x + b", Json("fit", "2a·x + b", table, "--target", "y").GetProperty("readAs").GetString());
        Assert.Contains("y from exp:", Run("fit", "a*exp", table, "--target", "y").Text, StringComparison.Ordinal); // a column, no function
        Assert.Contains("y from e:", Run("fit", "a*e^1", table, "--target", "y").Text, StringComparison.Ordinal);
        Assert.Contains("if wx means w*x, write it so", Mistake(Run("fit", "wx + b", table, "--target", "y")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_goes_through_a_link_and_not_over_the_data()
    {
        var data = Table([1, 2], [2, 4]);
        File.CreateSymbolicLink(PathOf("result"), PathOf("file"));
        Run("fit", "w*x", data, "--target", "y", "--out", PathOf("result"));
        Assert.Equal(PathOf("file"), new FileInfo(PathOf("result")).LinkTarget);
        Assert.Contains("w  2", File.ReadAllText(PathOf("file")), StringComparison.Ordinal);
        File.CreateSymbolicLink(PathOf("link"), data);
        foreach (var output in new[] { data, PathOf("link") })
            Assert.Contains("is read by this command and would be written over",
                Mistake(Run("fit", "w*x", data, "--target", "y", "--out", output)), StringComparison.Ordinal);
    }

    [Fact]
    public void Two_kinds_of_iris_are_told_apart()
    {
        var rows = File.ReadLines(Repository.Path("data", "iris.csv")).Where(row => !row.EndsWith(",setosa", StringComparison.Ordinal));
        var json = Json("fit", "a*petal_length + b*petal_width + c", Write("iris.csv", string.Join('\n', rows)), "--target", "species",
            "--loss", "logistic");
        // The maximum of the likelihood, found by Newton's method elsewhere.
        Assert.Equal(5.7545, Parameter(json, "a"), 1e-3);
        Assert.Equal(10.4467, Parameter(json, "b"), 1e-3);
        Assert.Equal(-45.2723, Parameter(json, "c"), 1e-2);
        Assert.Equal(0.94, json.GetProperty("metrics").GetProperty("accuracy").GetDouble(), 1e-9);
        Assert.Equal("""["versicolor","virginica"]""", JsonSerializer.Serialize(json.GetProperty("classes")));
        Assert.Contains("counts as 0 for versicolor and as 1 for virginica",
            Run("fit", "a*petal_width + c", PathOf("iris.csv"), "--target", "species", "--loss", "logistic").Text,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_decay_with_noise(int seed)
    {
        var x = Made.Uniform(seed, 300, 0, 8);
        var json = Json("fit", "a*exp(-k*x) + c", Table(x, Made.Noisy(seed, x, v => 4 * Math.Exp(-0.9 * v) + 0.5, 0.05)), "--target", "y");
        Assert.Equal(4, Parameter(json, "a"), 0.1);
        Assert.Equal(0.9, Parameter(json, "k"), 0.05);
        Assert.Equal(0.5, Parameter(json, "c"), 0.05);
        Assert.Equal("converged", json.GetProperty("stopped").GetString());
        Assert.InRange(json.GetProperty("metrics").GetProperty("r2").GetDouble(), 0.99, 1);
    }

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(1, 7.3)]
    [InlineData(2, 40)]
    public void A_sine_of_unknown_frequency_and_phase(int seed, double frequency)
    {
        var x = Made.Uniform(seed, 200, 0, 10);
        var json = Json("fit", "a*sin(f*x + p) + c", Table(x, Made.Noisy(seed, x, v => 2 * Math.Sin(frequency * v + seed) + 1, 0.1)),
            "--target", "y");
        Assert.Equal(frequency, Math.Abs(Parameter(json, "f")), 0.03);
        Assert.Equal(1, Parameter(json, "c"), 0.05);
    }

    [Fact]
    public void The_same_command_gives_the_same_output()
    {
        var x = Made.Uniform(1, 100, 0, 10);
        string[] command = ["fit", "a*sin(f*x + p)", Table(x, Made.Noisy(1, x, Math.Sin, 0.1)), "--target", "y", "--format", "json",
            "--seed", "7"];
        Assert.Equal(Run(command).Text, Run(command).Text);
    }

    [Fact]
    public void Batches_and_seeds_reach_the_fit()
    {
        var x = Made.Uniform(1, 100, -1, 1);
        string[] command = ["fit", "w*x + b", Table(x, Made.Noisy(1, x, v => 2 * v + 1, 0.1)), "--target", "y", "--optimizer", "adam",
            "--rate", "0.05", "--batch", "16", "--epochs", "60"];
        var (one, other) = (Json([.. command, "--seed", "1"]), Json([.. command, "--seed", "2"]));
        Assert.Equal(2, Parameter(one, "w"), 0.1);
        Assert.NotEqual(Parameter(one, "w"), Parameter(other, "w"));
        Assert.Equal("epochs", one.GetProperty("stopped").GetString());
        Assert.Equal(60, one.GetProperty("epochs").GetInt32());
    }

    [Fact]
    public void Reads_the_formula_from_standard_input() =>
        Assert.Contains("  w  2", Run(new Settings("w*x\n"), "fit", "-", Table([1, 2], [2, 4]), "--target", "y").Text,
            StringComparison.Ordinal);

    [Fact]
    public void Writes_to_a_file_that_is_there_whole_or_not_at_all()
    {
        var data = Table([1, 2], [2, 4]);
        var file = Write("out.json", "old");
        Assert.Equal("", Run("fit", "w*x", data, "--target", "y", "--format", "json", "--out", file).Text);
        Assert.Equal(2, Parameter(JsonDocument.Parse(File.ReadAllText(file)).RootElement, "w"), 1e-9);
        Assert.Equal(["data.csv", "out.json"], Directory.GetFiles(Path.GetDirectoryName(file)!).Select(Path.GetFileName).Order());
        Assert.Contains("no directory", Mistake(Run("fit", "w*x", data, "--target", "y", "--out", PathOf("nowhere/out.json"))),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_diverges_fails_and_says_what_to_change()
    {
        var outcome = Run("fit", "w*x", Table([1, 2], [2, 4]), "--target", "y", "--optimizer", "sgd", "--rate", "10");
        Assert.Equal((1, ""), (outcome.Code, outcome.Out));
        Assert.Matches(@"^error: the loss grew to .* in epoch \d+; it was least, .* in epoch 1 with w=1; a smaller rate than 10 ",
            outcome.Error);
    }

    [Fact]
    public void An_interrupted_run_has_the_code_of_an_interrupt()
    {
        var outcome = Run(new Settings(Cancellation: new CancellationToken(canceled: true)), "fit", "w*x", Table([1, 2], [2, 4]),
            "--target", "y");
        Assert.Equal((130, "", "interrupted\n"), (outcome.Code, outcome.Out, outcome.Error));
    }

    [Theory]
    [InlineData("there is no column z for --target", "w*x", "z")]
    [InlineData("did you mean y?", "w*x", "yy")]
    [InlineData("reads y, which it is to predict", "(w*x - y)^2", "y")]
    [InlineData("the names are w, u, the columns x, y", "w*u", "y")]
    [InlineData("no parameter to find", "2*x", "y")]
    [InlineData("goes on to z", "y = w*x; z = y^2", "y")]
    [InlineData("--init: w begins with one number", "w*x", "y", "--init", "w=[1]")]
    [InlineData("the formula has no parameter v; its parameter is w", "w*x", "y", "--init", "v=1")]
    [InlineData("w is given twice", "w*x", "y", "--init", "w=1,w=2")]
    [InlineData("--rate is for sgd", "w*x", "y", "--rate", "1")]
    [InlineData("--batch is for sgd", "w*x", "y", "--batch", "1")]
    [InlineData("--rate takes a number above 0", "w*x", "y", "--optimizer", "sgd", "--rate", "-1")]
    [InlineData("--epochs takes a number from 1", "w*x", "y", "--epochs", "0")]
    [InlineData("--batch takes a number from 1", "w*x", "y", "--optimizer", "adam", "--batch", "0")]
    [InlineData("'newton'", "w*x", "y", "--optimizer", "newton")]
    [InlineData("brings rows together", "w*x - mean(w*x)", "y", "--optimizer", "adam", "--batch", "1")]
    [InlineData("one number a row", "w*[1, 2]*mean(x)", "y")]
    [InlineData("^", "w*frob(x)", "y")]
    public void Says_what_is_wrong(string expected, string formula, string target, params string[] options)
    {
        var data = Table([1, 2, 3], [2, 4, 6]);
        Assert.Contains(expected, Mistake(Run(["fit", formula, data, "--target", target, .. options])), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_is_required() => Assert.Contains("--target", Mistake(Run("fit", "w*x", "data.csv")), StringComparison.Ordinal);
}

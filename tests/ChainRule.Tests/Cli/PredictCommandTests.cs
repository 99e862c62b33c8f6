using System.Globalization;
using ChainRule.Tests.Training;
using ChainRule.Training;

namespace ChainRule.Tests.Cli;

public class PredictCommandTests : CommandLine
{
    private static readonly string Iris = Repository.Path("data", "iris.csv");

    /// <summary>A model of iris flowers.</summary>
    private string Model(string epochs = "40")
    {
        var file = PathOf("model.safetensors");
        Assert.Contains(file, Run("train", Iris, "--target", "species", "--epochs", epochs, "--out", file).Text, StringComparison.Ordinal);
        return file;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    [Fact]
    public void Classes_come_with_probabilities_and_the_truth_with_a_score()
    {
        var outcome = Run("predict", Model(), Iris);
        var lines = Lines(outcome.Out);
        Assert.Equal((0, "prediction,probability_setosa,probability_versicolor,probability_virginica"), (outcome.Code, lines[0]));
        var truth = File.ReadLines(Iris).Skip(1).Select(line => line.Split(',')[^1]).ToList();
        var right = lines.Skip(1).Zip(truth).Count(row => row.First.StartsWith(row.Second + ",", StringComparison.Ordinal));
        Assert.InRange(right, 135, 150);
        Assert.Contains($"species is known in 150 rows: accuracy {(right / 150.0).ToString("G4", CultureInfo.InvariantCulture)}",
            outcome.Error, StringComparison.Ordinal);
        Assert.All(lines.Skip(1),
            line => Assert.Equal(1, line.Split(',').Skip(1).Sum(cell => double.Parse(cell, CultureInfo.InvariantCulture)), 1e-5));
    }

    [Fact]
    public void Columns_may_come_in_any_order_without_the_target()
    {
        var model = Model("3");
        var rows = File.ReadLines(Iris).Select(line => line.Split(',')).ToList();
        var reordered = Write("reordered.csv",
            string.Concat(rows.Select((row, i) => $"{row[3]},{(i == 0 ? "extra" : "1")},{row[1]},{row[0]},{row[2]}\n")));
        Assert.Equal(Run("predict", model, Iris).Out, Run("predict", model, reordered).Text);
    }

    [Fact]
    public void Numbers_come_in_their_own_unit()
    {
        var x = Made.Uniform(1, 200, -1, 1);
        var (data, model) = (Table(x, [.. x.Select(v => 1000 * v + 5000)]), PathOf("line.safetensors"));
        Run("train", data, "--target", "y", "--out", model);
        var lines = Lines(Run("predict", model, Write("new.csv", "x\n-0.5\n0.5\n")).Text);
        Assert.Equal("prediction", lines[0]);
        Assert.Equal(4500, double.Parse(lines[1], CultureInfo.InvariantCulture), 60.0);
        Assert.Equal(5500, double.Parse(lines[2], CultureInfo.InvariantCulture), 60.0);
    }

    [Fact]
    public void Writes_to_a_file()
    {
        var (model, file) = (Model("1"), PathOf("out.csv"));
        Assert.Equal("", Run("predict", model, Iris, "--out", file).Out);
        Assert.Equal(Run("predict", model, Iris).Out, File.ReadAllText(file));
    }

    [Fact]
    public void What_it_reads_is_not_written_over()
    {
        var model = Model("1");
        var before = File.ReadAllBytes(model);
        Assert.Contains("is read by this command", Mistake(Run("predict", model, Iris, "--out", model)), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(model));
    }

    [Fact]
    public void Missing_columns_and_unknown_categories_are_mistakes()
    {
        Assert.Contains("sepal_width", Mistake(Run("predict", Model("1"), Write("few.csv", "sepal_length,petal_length\n1,2\n"))),
            StringComparison.Ordinal);
        var (data, model) = (
            Write("colours.csv",
                "colour,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "red" : "blue")},{i % 2}.5\n"))),
                PathOf("colours.safetensors"));
        Run("train", data, "--target", "y", "--epochs", "1", "--out", model);
        Assert.Contains("'green' is not known; known are blue, red",
            Mistake(Run("predict", model, Write("green.csv", "colour\nred\ngreen\n"))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_damaged_model_is_refused()
    {
        var bytes = File.ReadAllBytes(Model("1"));
        var file = PathOf("damaged.safetensors");
        for (var kept = 0; kept < bytes.Length; kept += 97)
        {
            File.WriteAllBytes(file, bytes[..kept]);
            Assert.Contains("damaged.safetensors", Mistake(Run("predict", file, Iris)), StringComparison.Ordinal);
        }
        for (var changed = 0; changed < bytes.Length; changed += 89)
        {
            File.WriteAllBytes(file, [.. bytes[..changed], (byte)(bytes[changed] ^ 1), .. bytes[(changed + 1)..]]);
            Assert.Contains("damaged.safetensors", Mistake(Run("predict", file, Iris)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void What_is_no_model_is_refused()
    {
        Assert.Contains("there is no model", Mistake(Run("predict", PathOf("none"), Iris)), StringComparison.Ordinal);
        Assert.Contains("iris.csv", Mistake(Run("predict", Iris, Iris)), StringComparison.Ordinal);
        var other = PathOf("other.safetensors");
        Checkpoint.Save(other, new ChainRule.Networks.Linear(2, 1));
        Assert.Contains("is not a model of chainrule train", Mistake(Run("predict", other, Iris)), StringComparison.Ordinal);
    }
}

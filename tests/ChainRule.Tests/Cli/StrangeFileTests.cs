using ChainRule.Formulas;

namespace ChainRule.Tests.Cli;

/// <summary>Files that are no ordinary ones: pipes, directories, long names, characters that command a terminal.</summary>
public class StrangeFileTests : CommandLine
{
    private static readonly string Rows = string.Concat(Enumerable.Range(0, 40).Select(i => FormattableString.Invariant($"{i},{2 * i}\n")));

    [Fact]
    public void A_formula_on_standard_input_is_read_no_further_than_it_may_be_long()
    {
        using var endless = new Endless();
        using StringWriter output = new(), error = new();
        Assert.Equal(2, ChainRule.Cli.App.Run(["explain", "-"], new(endless, output, error), TestContext.Current.CancellationToken));
        Assert.Contains("a formula may be at most 1,000,000 characters long, this one is longer", $"{error}", StringComparison.Ordinal);
        Assert.InRange(endless.Given, FormulaLimits.MaxLength + 1, 2 * FormulaLimits.MaxLength);
    }

    [Fact]
    public async Task A_model_is_no_directory_and_no_pipe()
    {
        var data = Write("data.csv", "x,y\n" + Rows);
        Directory.CreateDirectory(PathOf("folder"));
        Assert.Contains("folder is a directory; give a file", Mistake(Run("predict", PathOf("folder"), data)), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var pipe = folder.Special("p");
        var writing = Task.Run(() => File.WriteAllBytes(pipe, [1, 2, 3]), TestContext.Current.CancellationToken);
        Assert.Contains("it is a pipe or a device; give a file", Mistake(Run("predict", pipe, data)), StringComparison.Ordinal);
        await Task.WhenAny(writing, Task.Delay(10_000, TestContext.Current.CancellationToken)); // a writer without a reader may fail
        Assert.True(writing.IsCompleted);
    }

    [Fact]
    public void A_name_that_no_file_can_have_is_refused_before_the_work()
    {
        var data = Write("data.csv", "x,y\n" + Rows);
        var name = new string('n', 300);
        Assert.Contains($"--out: the name {new string('n', 29)}… is too long: it has 300 bytes, and at most 217 are allowed",
            Mistake(Run("fit", "w*x", data, "--target", "y", "--out", PathOf(name))), StringComparison.Ordinal);
        Assert.Equal(0, Run("fit", "w*x", data, "--target", "y", "--out", PathOf(name[..217])).Code);
    }

    [Fact]
    public void Texts_of_a_table_command_no_terminal()
    {
        var data = Write("data.csv",
            "x,\e[31mred,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 2},\e]0;{i % 2}\a\n")));
        var model = PathOf("model");
        var train = Run("train", data, "--target", "y", "--epochs", "1", "--out", model);
        Assert.Equal(0, train.Code);
        var predict = Run("predict", model, Write("other.csv", "x,\e[31mred\n1,\n"));
        foreach (var text in new[] { train.Out, train.Error, predict.Error })
            Assert.DoesNotContain(text, character => char.IsControl(character) && character != '\n');
        Assert.Contains("\uFFFD[31mred", train.Out, StringComparison.Ordinal);
        Assert.Contains("1 cell of \uFFFD[31mred is missing (line 2) and filled with the training rows' mean", predict.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_of_other_epochs_is_resumed_with_a_remark()
    {
        var data = Write("data.csv", "x,y\n" + Rows);
        Outcome Train(string epochs) =>
            Run("train", data, "--target", "y", "--task", "regression", "--checkpoint", PathOf("run"), "--epochs", epochs);
        Assert.DoesNotContain("resumed", Train("2").Error, StringComparison.Ordinal);
        Assert.Contains("resumed a training of 2 epochs for 4", Train("4").Error, StringComparison.Ordinal);
        Assert.DoesNotContain("resumed", Train("4").Error, StringComparison.Ordinal);
    }

    /// <summary>A formula without an end.</summary>
    private sealed class Endless : TextReader
    {
        public long Given { get; private set; }

        public override int Read()
        {
            Given++;
            return 'a';
        }

        public override int Read(char[] buffer, int index, int count)
        {
            Array.Fill(buffer, 'a', index, count);
            Given += count;
            return Given < 10 * FormulaLimits.MaxLength ? count : 0;
        }
    }
}

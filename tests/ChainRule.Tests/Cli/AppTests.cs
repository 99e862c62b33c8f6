using ChainRule.Cli;

namespace ChainRule.Tests.Cli;

public class AppTests : CommandLine
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    public void Help_lists_the_commands(params string[] args)
    {
        var text = Run(args).Text;
        Assert.Contains("explain", text, StringComparison.Ordinal);
        Assert.Contains("fit", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_of_a_command_lists_its_options()
    {
        foreach (var option in new[] { "--target", "--init", "--loss", "--optimizer", "--rate", "--epochs", "--batch", "--seed", "--format",
            "--out" })
            Assert.Contains(option, Run("fit", "--help").Text, StringComparison.Ordinal);
        foreach (var option in new[] { "--wrt", "--step", "--format", "--color", "--ascii" })
            Assert.Contains(option, Run("explain", "--help").Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Has_a_version() => Assert.Matches(@"^\d+\.\d+\.\d+\s*$", Run("--version").Text);

    [Fact]
    public void An_unknown_command_is_a_mistake() => Assert.Contains("frobnicate", Mistake(Run("frobnicate")), StringComparison.Ordinal);

    [Theory]
    [InlineData("fit", "a*x", "data.csv", "--target", "y", "--out", "")]
    [InlineData("train", "data.csv", "--target", "y", "--out", "")]
    [InlineData("train", "data.csv", "--target", "y", "--checkpoint", "")]
    [InlineData("train", "data.csv", "--target", "y", "--plot", "")]
    [InlineData("predict", "model", "data.csv", "--out", "")]
    [InlineData("train", "", "--target", "y")]
    [InlineData("train", "", "--target", "y", "--out", "model")]
    [InlineData("fit", "a*x", "", "--target", "y")]
    [InlineData("predict", "", "data.csv")]
    public void An_empty_name_of_a_file_is_a_mistake(params string[] args) =>
        Assert.Contains("error: ", Mistake(Run(args)), StringComparison.Ordinal);

    [Fact]
    public void What_nobody_expected_is_one_line_without_a_trace()
    {
        using var error = new StringWriter();
        var code = App.Run(["explain", "-", "w=1"], new Terminal(new BrokenReader(), TextWriter.Null, error),
            TestContext.Current.CancellationToken);
        Assert.Equal(1, code);
        Assert.Equal("internal error: InvalidOperationException: it broke; please report it", error.ToString().Trim());
    }

    private sealed class BrokenReader : StringReader
    {
        public BrokenReader() : base("") { }

        public override int ReadBlock(Span<char> buffer) => throw new InvalidOperationException("it\nbroke");
    }
}

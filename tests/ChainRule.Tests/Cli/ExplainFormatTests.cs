namespace ChainRule.Tests.Cli;

public class ExplainFormatTests : CommandLine
{
    private const string Lecture = "yhat = w*x; s = yhat - y; loss = s^2";

    [Theory]
    [InlineData("text", "forward ")]
    [InlineData("json", "{\"version\":2,\"output\":")]
    [InlineData("markdown", "# How the gradient of L comes about")]
    [InlineData("latex", "\\paragraph{Forward}")]
    [InlineData("mathml", "<math xmlns=\"http://www.w3.org/1998/Math/MathML\"")]
    [InlineData("dot", "digraph derivation {")]
    [InlineData("mermaid", "flowchart LR")]
    [InlineData("worksheet", "<!doctype html>")]
    [InlineData("worksheet-key", "<!doctype html>")]
    [InlineData("csharp", "#:package ChainRule@")]
    [InlineData("pytorch", "# Prints a value and its gradients.")]
    public void Each_format_begins_as_it_should(string format, string start)
    {
        var text = Run("explain", Lecture, "w=1", "x=1", "y=2", "--format", format).Text;
        Assert.StartsWith(start, text, StringComparison.Ordinal);
        Assert.Equal(format == "text", text.Contains("are data;", StringComparison.Ordinal));
        Assert.True(text.EndsWith('\n') && !text.EndsWith("\n\n", StringComparison.Ordinal));
    }

    [Fact]
    public void A_seed_gives_a_worksheet_and_its_key_other_numbers()
    {
        string Given(string format, string seed)
        {
            var page = Run("explain", Lecture, "w=1", "x=1", "y=2", "--format", format, "--seed", seed).Text;
            return page[page.IndexOf("<h2>Given", StringComparison.Ordinal)..].Split("</p>")[0];
        }
        Assert.Contains("w = 1, x = 1, y = 2", Given("worksheet", "0"), StringComparison.Ordinal);
        Assert.Equal(Given("worksheet", "7"), Given("worksheet-key", "7"));
        Assert.NotEqual(Given("worksheet", "7"), Given("worksheet", "8"));
    }

    [Fact]
    public void Another_format_is_refused_with_those_there_are()
    {
        var outcome = Run("explain", "w", "w=1", "--format", "pdf");
        Assert.Equal(2, outcome.Code);
        Assert.Contains("'markdown'", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Mistakes_are_said_as_in_any_format() =>
        Assert.Equal(Run("explain", "w*", "w=1").Error, Run("explain", "w*", "w=1", "--format", "latex").Error);
}

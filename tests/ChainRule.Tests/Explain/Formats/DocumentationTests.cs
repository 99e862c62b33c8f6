using System.Text.RegularExpressions;

namespace ChainRule.Tests.Explanations;

public class DocumentationTests : Cli.CommandLine
{
    /// <summary>The excerpts in docs/explain-formats.md are what the command writes, but for lines left out.</summary>
    [Theory]
    [InlineData("markdown")]
    [InlineData("latex")]
    [InlineData("mathml")]
    [InlineData("dot")]
    [InlineData("mermaid")]
    [InlineData("csharp")]
    [InlineData("pytorch")]
    public void Excerpts_are_real(string format)
    {
        var page = File.ReadAllText(Repository.Path("docs", "explain-formats.md"));
        var excerpt = Regex.Match(page, $"\n## {format}\n.*?\n(````?)\\w+\n(?<text>.*?)\n\\1\n",
            RegexOptions.Singleline).Groups["text"].Value;
        var text = Run("explain", "yhat = w*x; s = yhat - y; loss = s^2", "w=1", "x=1", "y=2", "--format", format).Text;
        Assert.NotEmpty(excerpt);
        Assert.All(excerpt.Split("…\n", StringSplitOptions.RemoveEmptyEntries),
            part => Assert.Contains(part.TrimEnd('…'), text, StringComparison.Ordinal));
    }
}

using Microsoft.CodeAnalysis;

namespace ChainRule.Tests;

/// <summary>
/// Numbers are written and read by the invariant culture, whatever the user's. Interpolated strings are invariant by
/// src/Shared; the SDK's analyzers refuse most of the rest (CA1304, CA1305, CA1310, CA1311), and <see cref="CultureRule"/> what they let
/// pass.
/// </summary>
public class CultureTests
{
    private const string GeneratedElsewhere = "CS8795"; // regular expressions, which a source generator writes

    /// <summary>The page is left out: its runtime is published without cultures.</summary>
    private static readonly string[] Projects = ["Shared", "ChainRule", "ChainRule.Board", "ChainRule.Data", "ChainRule.Cli"];

    [Fact]
    public void No_code_leaves_text_to_the_culture()
    {
        var trees = Projects
            .SelectMany(SourceCode.Files)
            .Where(file => Path.GetFileName(file) != "Program.cs")
            .Select(file => SourceCode.Parse(File.ReadAllText(file), file));
        var compilation = SourceCode.Compile(trees, "Usings.cs");
        Assert.Empty(
            compilation
                .GetDiagnostics(TestContext.Current.CancellationToken)
                .Where(d => d.Severity == DiagnosticSeverity.Error && d.Id != GeneratedElsewhere)
                .Take(5));
        Assert.Equal("", string.Join('\n', CultureRule.Violations(compilation)));
    }

    [Theory]
    [InlineData("n + \"\"")]
    [InlineData("t += x")]
    [InlineData("\"a\" + t.Length")]
    [InlineData("(n, x).ToString()")]
    [InlineData("new StringBuilder().Append($\"{n}\")")]
    [InlineData("$\"{new R(n)}\"")]
    [InlineData("new R(n).ToString()")]
    [InlineData("((double?)x).ToString()")]
    [InlineData("string.Join(',', new[] { n })")]
    [InlineData("string.Join(\",\", t.Select(c => (int)c))")]
    [InlineData("string.Join(\",\", n, x)")]
    [InlineData("string.Concat(n, x)")]
    [InlineData("new StringBuilder().Append(n)")]
    [InlineData("new StringBuilder().AppendJoin(',', new[] { x })")]
    [InlineData("Console.Out.Write(x)")]
    [InlineData("double.TryParse(t, out x)")]
    [InlineData("names.Order()")]
    [InlineData("names.OrderBy(name => name)")]
    [InlineData("names.OrderBy(name => (name.Length, name))")]
    [InlineData("names.Max()")]
    [InlineData("names.Sort()")]
    [InlineData("new SortedSet<string>()")]
    public void Text_that_is_left_to_the_culture_is_found(string code) => Assert.Single(CultureRule.Violations(Snippet(code)));

    [Theory]
    [InlineData("$\"{n} {x:G3}\"")]
    [InlineData("$\"{(n, x)} {(int?)n}\"")]
    [InlineData("t + 'c' + t")]
    [InlineData("string.Join(',', names)")]
    [InlineData("string.Join(',', names.Select(name => $\"{name.Length}\"))")]
    [InlineData("new StringBuilder().Append('a', n)")]
    [InlineData("new StringBuilder().Append(CultureInfo.InvariantCulture, $\"{n}\")")]
    [InlineData("double.TryParse(t, NumberStyles.Float, CultureInfo.InvariantCulture, out x)")]
    [InlineData("names.Order(StringComparer.Ordinal)")]
    [InlineData("names.OrderBy(name => name.Length)")]
    [InlineData("names.Max(name => name.Length)")]
    [InlineData("new SortedSet<string>(StringComparer.Ordinal)")]
    public void Text_that_is_the_same_everywhere_is_left_alone(string code) => Assert.Empty(CultureRule.Violations(Snippet(code)));

    private static Microsoft.CodeAnalysis.CSharp.CSharpCompilation Snippet(string code) => SourceCode.Compile(
        [SourceCode.Parse(
            $"using System.Globalization; using System.Text; record R(int A); class C {{ void M(int n, double x, string t, List<string> "
            + $"names) {{ {code}; }} }}", "Snippet.cs")], "Usings.cs");
}

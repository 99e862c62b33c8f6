using ChainRule.Explanations;

namespace ChainRule.Cli.Commands;

/// <summary>The formats of <c>explain --format</c>: a row each.</summary>
internal static class ExplainFormats
{
    /// <summary>For a terminal: what is written where nothing is said.</summary>
    public const string Text = "text";

    private static readonly (string Name, Func<Explanation, string> Write)[] Rows =
    [
        (Text, explanation => explanation.ToString()),
        ("json", explanation => explanation.ToJson()),
        ("markdown", explanation => explanation.ToMarkdown()),
        ("latex", explanation => explanation.ToLatex()),
        ("mathml", explanation => explanation.ToMathML()),
        ("dot", explanation => explanation.ToDot()),
        ("mermaid", explanation => explanation.ToMermaid()),
        ("csharp", explanation => explanation.ToCSharp()),
        ("pytorch", explanation => explanation.ToPyTorch()),
    ];

    public static IEnumerable<string> Names => Rows.Select(row => row.Name);

    public static string Write(Explanation explanation, string format) => Array.Find(Rows, row => row.Name == format).Write(explanation);
}

using ChainRule.Board;
using ChainRule.Board.Drawing;
using ChainRule.Explanations;

namespace ChainRule.Cli.Commands;

/// <summary>The formats of <c>explain --format</c>: a row each.</summary>
internal static class ExplainFormats
{
    /// <summary>For a terminal: what is written where nothing is said.</summary>
    public const string Text = "text";

    private static readonly (string Name, Func<Problem, ExplainOptions, int, string> Write)[] Rows =
    [
        (Text, Explained(explanation => explanation.ToString())),
        ("json", Explained(explanation => explanation.ToJson())),
        ("markdown", Explained(explanation => explanation.ToMarkdown())),
        ("latex", Explained(explanation => explanation.ToLatex())),
        ("mathml", Explained(explanation => explanation.ToMathML())),
        ("dot", Explained(explanation => explanation.ToDot())),
        ("mermaid", Explained(explanation => explanation.ToMermaid())),
        ("svg", Drawn(lesson => BoardSvg.Render(lesson.At(int.MaxValue), lesson.Layout))),
        ("html", Drawn(BoardHtml.Render)),
        ("worksheet", (problem, options, seed) => Worksheet.Sheet(problem, Worksheet.AllNumbers, seed, options.LearningRate)),
        ("worksheet-key", (problem, options, seed) => Worksheet.Key(problem, Worksheet.AllNumbers, seed, options.LearningRate)),
        ("csharp", Explained(Program(explanation => explanation.ToCSharp()))),
        ("pytorch", Explained(Program(explanation => explanation.ToPyTorch()))),
    ];

    public static IEnumerable<string> Names => Rows.Select(row => row.Name);

    /// <summary>The problem in a format; the seed chooses the variant of a worksheet.</summary>
    public static string Write(Problem problem, ExplainOptions options, string format, int seed) =>
        Array.Find(Rows, row => row.Name == format).Write(problem, options, seed);

    private static Func<Problem, ExplainOptions, int, string> Explained(Func<Explanation, string> write) =>
        (problem, options, _) => write(problem.Explain(options));

    /// <summary>What no program can be written of is the user's to change.</summary>
    private static Func<Explanation, string> Program(Func<Explanation, string> write) => explanation =>
    {
        try
        {
            return write(explanation);
        }
        catch (NotSupportedException e)
        {
            throw new UserException(e.Message);
        }
    };

    private static Func<Problem, ExplainOptions, int, string> Drawn(Func<Lesson, string> write) =>
        (problem, options, _) => write(Lesson.Of(problem, options.LearningRate));
}

using System.Globalization;
using System.Text;
using ChainRule.Board.Drawing;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Pages to print: a derivation with blanks to fill in, and its key as a page of its own.</summary>
/// <example><code>
/// File.WriteAllText("worksheet.html", Worksheet.Sheet(problem, BoardParts.Local | BoardParts.Chain, seed: 3));
/// File.WriteAllText("key.html", Worksheet.Key(problem, BoardParts.Local | BoardParts.Chain, seed: 3));
/// </code></example>
public static class Worksheet
{
    /// <summary>What a sheet leaves blank where nobody says: all numbers.</summary>
    public const BoardParts AllNumbers = BoardParts.Values | BoardParts.Local | BoardParts.Chain;

    private const string Css = """
        body{font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}pre{font:15px/1.5 ui-monospace,monospace;white-space:pre-wrap;margin:.4rem 0}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.35rem .6rem;text-align:left;vertical-align:top}td{overflow-wrap:anywhere}.no,td:first-child{white-space:nowrap}
        .forward{color:var(--cr-forward)}.local{color:var(--cr-local)}.chain{color:var(--cr-chain)}.blank{display:inline-block;min-width:7rem;border-bottom:1.5px solid #111}.name{min-width:16rem}.no{color:#595959;font-size:.85em}
        .graph svg{max-width:100%;height:auto}tr,li,.graph{break-inside:avoid}li{margin:.5rem 0;line-height:2}@media print{body{margin:0;max-width:none}}
        """;

    /// <summary>
    /// The sheet, which needs nothing else: what is given, the graph and the tables with blanks, and the question of the step.
    /// </summary>
    /// <param name="problem">What is derived.</param>
    /// <param name="hide">What is left blank.</param>
    /// <param name="seed">
    /// The variant: it chooses the numbers (<see cref="Variants"/>), and which are left blank where there are many. The same seed gives the
    /// same page.
    /// </param>
    /// <param name="rate">The learning rate of the step that is asked for.</param>
    /// <exception cref="BoardException">The graph is too large to be drawn.</exception>
    public static string Sheet(Problem problem, BoardParts hide, int seed = 0, double rate = 0.1)
    {
        var (lesson, explanation, quiz) = Of(problem, hide, seed, rate);
        var writer = new SheetWriter(lesson.Problem, explanation, quiz);
        return Page($"worksheet {Number(seed)}", "<p>Name: <span class=\"blank name\"></span></p>"
            + writer.Given()
            + $"<h2>The graph: fill it in</h2><div class=\"graph\">{SheetGraph.Svg(lesson, quiz, hide)}</div>"
            + writer.Tables()
            + new SheetStep(explanation).Questions());
    }

    /// <summary>The key to the sheet of the same arguments: each answer and how it is found.</summary>
    /// <inheritdoc cref="Sheet"/>
    public static string Key(Problem problem, BoardParts hide, int seed = 0, double rate = 0.1)
    {
        var (lesson, explanation, quiz) = Of(problem, hide, seed, rate);
        var answers = SheetWriter.Table(["", "asked for", "answer", "how"], quiz.Questions.Select(question => new[]
        {
            $"({question.Number})", question.Label, FormulaNotation.Pretty.Number(question.Cell.Answer),
            string.Join("; ", quiz.Hints(question).SkipLast(1)),
        }.Select(XmlText.Encode)));
        return Page($"key to worksheet {Number(seed)}",
            new SheetWriter(lesson.Problem, explanation, quiz).Given() + answers + new SheetStep(explanation).Answers());
    }

    private static (Lesson Lesson, Explanation Explanation, Quiz Quiz) Of(Problem problem, BoardParts hide, int seed, double rate)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var lesson = Lesson.Of(Variants.Of(problem, seed), rate);
        var explanation = lesson.Derivation.Explain(new ExplainOptions { LearningRate = rate });
        return (lesson, explanation, Quiz.Of(explanation, hide, seed));
    }

    private static string Page(string title, string body) => new StringBuilder(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
        .Append($"<title>Back-propagation, {title}</title>")
        .Append($"<style>{SvgStyle.Colors(BoardTheme.Light, ":root")}{Css}</style></head><body>")
        .Append($"<main><h1>Back-propagation, {title}</h1>{body}</main></body></html>\n")
        .ToString();

    private static string Number(int seed) => seed.ToString(CultureInfo.InvariantCulture);
}

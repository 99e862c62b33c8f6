using System.Globalization;
using System.Text;
using ChainRule.Board.Drawing;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>A page to print: a derivation with blanks, and its key on a page of its own.</summary>
/// <example><code>
/// File.WriteAllText("worksheet.html", Worksheet.Html(problem, BoardParts.Local | BoardParts.Chain, seed: 3));
/// </code></example>
public static class Worksheet
{
    private const string Css = """
        body{font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff;max-width:46rem;margin:2rem auto;padding:0 1rem}
        h1{font-size:1.5rem}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}pre{font:15px/1.5 ui-monospace,monospace;white-space:pre-wrap;margin:.4rem 0}
        table{border-collapse:collapse;width:100%}th,td{border:1px solid #888;padding:.35rem .6rem;text-align:left;vertical-align:top}td{overflow-wrap:anywhere}
        .forward{color:var(--cr-forward)}.local{color:var(--cr-local)}.chain{color:var(--cr-chain)}.blank{display:inline-block;min-width:7rem;border-bottom:1.5px solid #111}.no{color:#595959;font-size:.85em}
        .key{break-before:page;border-top:2px solid #111;margin-top:3rem;padding-top:1rem}tr{break-inside:avoid}@media print{body{margin:0;max-width:none}.key{border:0;margin:0}}
        """;

    /// <summary>The page, which needs nothing else.</summary>
    /// <param name="problem">What is derived, with the values that it has now.</param>
    /// <param name="hide">What is left blank.</param>
    /// <param name="seed">Which numbers are left blank where there are many; the same seed gives the same page.</param>
    /// <param name="key">Whether the key follows on a second page.</param>
    public static string Html(Problem problem, BoardParts hide, int seed = 0, bool key = true)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var explanation = problem.Derive().Explain();
        var quiz = Quiz.Of(explanation, hide, seed);
        var number = seed.ToString(CultureInfo.InvariantCulture);
        var html = new StringBuilder(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append($"<title>Back-propagation, "
                + $"worksheet {number}</title><style>{SvgStyle.Colors(BoardTheme.Light, ":root")}{Css}</style></head><body>")
            .Append(
                $"<main><h1>Back-propagation, worksheet {number}</h1><p>Name: <span class=\"blank\" style=\"min-width:16rem\"></span></p>")
            .Append(new SheetWriter(problem, explanation, quiz).Tables()).Append("</main>");
        if (key) html.Append($"<section class=\"key\"><h1>Key to worksheet {number}</h1>").Append(Key(quiz)).Append("</section>");
        return html.Append("</body></html>\n").ToString();
    }

    private static string Key(Quiz quiz) => SheetWriter.Table(["", "asked for", "answer", "how"], quiz.Questions.Select(question => new[]
    {
        $"({question.Number})", question.Prompt, FormulaNotation.Pretty.Number(question.Cell.Answer),
        string.Join("; ", quiz.Hints(question).SkipLast(1)),
    }.Select(XmlText.Encode)));
}

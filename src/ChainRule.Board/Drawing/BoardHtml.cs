using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>
/// Writes a lesson as one HTML file that needs nothing else: the graph at every step in one drawing, the ledger, the sentences, and a few
/// lines of script that show and hide. Its policy lets no other script run, and nothing be loaded.
/// </summary>
public static class BoardHtml
{
    /// <summary>The file.</summary>
    public static string Render(Lesson lesson)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        List<BoardView> views = [.. Enumerable.Range(0, lesson.Count).Select(step => lesson.At(step))];
        var end = views[^1];
        var (style, script) = (HtmlStyle.Sheet.ReplaceLineEndings("\n"), HtmlStyle.Script.ReplaceLineEndings("\n"));
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{XmlText.Encode(Measures.Fit(end.Formula.ReplaceLineEndings("; "), 80))}</title>
            <style>{style}</style>
            </head>
            <body>
            <main>
            <h1>Back-propagation, step by step</h1>
            <code>{XmlText.Encode(end.Formula)}</code>
            <div class="graph" id="graph" tabindex="0" role="region" aria-label="The graph">{Graph(views, lesson.Layout)}</div>
            <nav aria-label="Steps">
            <button id="back" type="button">Previous</button><button id="play" type="button">Play</button><button id="next" type="button">Next</button>
            <input id="range" type="range" min="0" value="0" aria-label="Step"><span id="count"></span>
            </nav>
            <p id="line" role="status" aria-live="polite"></p>
            <p id="why"></p>
            {HtmlProducts.Write(views)}
            <h2>All in a table</h2>
            <div class="ledger">{HtmlLedger.Write(end)}</div>
            {string.Concat(end.Notes.Select(note => $"<p>{XmlText.Encode(note)}</p>"))}
            <details open><summary>All steps</summary>
            <ol id="steps" start="0">{string.Concat(lesson.Steps.Select(Item))}</ol>
            </details>
            </main>
            <script>{script}</script>
            </body>
            </html>

            """;
    }

    private static string Item(LessonStep step) =>
        $"<li><span>{XmlText.Encode(step.Line)}</span>{(step.Why is { } why ? $" <small>{XmlText.Encode(why)}</small>" : "")}</li>\n";

    private static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    /// <summary>Without the script the last step shows.</summary>
    private static string Graph(List<BoardView> views, BoardLayout layout)
    {
        var timeline = new Timeline();
        foreach (var view in views) timeline.Add(BoardSvg.Groups(view, layout));
        var text = new StringBuilder();
        BoardSvg.Open(text, views[^1], layout);
        foreach (var group in timeline.Groups)
        {
            text.Append(CultureInfo.InvariantCulture,
                $"<g class=\"{group.Style}\" {group.Attributes} data-on=\"{string.Join(' ', group.Current.Select(step => $"{step}"))}\">");
            foreach (var span in group.Slots.SelectMany(slot => slot)) Append(text, span, views.Count - 1);
            text.Append("</g>\n");
        }
        return text.Append("</svg>").ToString();
    }

    private static void Append(StringBuilder text, Span span, int last)
    {
        if (span.From == 0 && span.To == last) text.Append(span.Markup);
        else
            text.Append(CultureInfo.InvariantCulture,
                $"<g data-from=\"{span.From}\" data-to=\"{span.To}\"{(span.To < last ? " class=\"off\"" : "")}>{span.Markup}</g>");
    }
}

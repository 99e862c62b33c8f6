using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>Writes the ledger as a table: forward, local, upstream × local.</summary>
internal static class HtmlLedger
{
    /// <summary>The ledger of the last step; each cell has the step from which it shows.</summary>
    public static string Write(BoardView view)
    {
        var text = new StringBuilder(
            "<table><thead><tr><th scope=\"col\" class=\"forward\">forward</th><th scope=\"col\" class=\"local\">local</th><th "
            + "scope=\"col\" class=\"chain\">upstream × local</th></tr></thead><tbody>\n");
        foreach (var row in view.Ledger)
        {
            Row(text, $"data-node=\"{row.Node}\"", Span(row.Formula) + Span(row.Numbers) + Span(row.Value),
                row.Locals.Count > 0 ? row.Locals[0] : null);
            foreach (var local in row.Locals.Skip(1)) Row(text, $"data-edge=\"{local.Edge}\"", "", local);
        }
        return text.Append("</tbody></table>").ToString();
    }

    private static void Row(StringBuilder text, string id, string forward, LedgerLocal? local) => text.Append(
        $"<tr {id} tabindex=\"0\"><td class=\"forward\">{forward}</td><td "
        + $"class=\"local\">{(local is null ? "" : Span(local.Formula) + Span(local.Numbers))}</td><td "
        + $"class=\"chain\">{(local is null ? "" : Span(local.Product))}</td></tr>\n");

    private static string Span(LedgerCell cell) =>
        cell.Text.Length == 0 ? "" : $"<span data-from=\"{cell.From}\">{cell.MathMl ?? XmlText.Encode(cell.Text)} </span>";
}

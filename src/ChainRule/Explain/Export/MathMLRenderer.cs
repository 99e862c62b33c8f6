using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as one MathML element: a table with a row for each line.</summary>
internal static class MathMLRenderer
{
    public static string Render(Explanation explanation)
    {
        var table = new StringBuilder("<mtable columnalign=\"right left\">\n");
        foreach (var block in new DerivationMath(explanation, Markup.MathML).Blocks())
        {
            if (block.Rows.Count == 0) continue;
            table.Append(Words(block.Title));
            foreach (var row in block.Rows) table.Append(Row(row));
        }
        table.Append(Words("Meaning"));
        foreach (var line in MeaningLines.Of(explanation, Style.Pretty)) table.Append(Words(line));
        return MathMLMarkup.Element(table.Append("</mtable>").ToString(), isDisplayed: true) + "\n";
    }

    private static string Row(MathRow row)
    {
        var sides = string.Concat(row.Sides.Select((side, i) => $"<mo>{(i == 0 ? row.Relation : "=")}</mo><mrow>{side}</mrow>"));
        var note = row.Note.Length == 0 ? "" : Markup.MathML.Text($"({row.Note})");
        return $"<mtr><mtd><mrow>{row.Left}</mrow></mtd><mtd><mrow>{sides}{note}</mrow></mtd></mtr>\n";
    }

    private static string Words(string text) => $"<mtr><mtd columnspan=\"2\">{Markup.MathML.Text(text)}</mtd></mtr>\n";
}

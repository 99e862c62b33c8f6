using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as one MathML element: a table with a row for each line.</summary>
internal static class MathMLFormat
{
    public static string Write(Explanation explanation)
    {
        var table = new StringBuilder("<mtable>\n");
        foreach (var block in new MathLines(explanation, Markup.MathML).Blocks().Where(block => block.Lines.Count > 0))
            table.Append(Words(block.Title)).AppendJoin("", block.Lines.Select(Row));
        table.Append(Words("Meaning"));
        foreach (var (label, sentence) in new MeaningText(new(explanation.Derivation, FormulaNotation.Pretty), explanation).Lines())
            table.Append(Words($"{label}: {sentence}"));
        return MathMLMarkup.Element(table.Append("</mtable>").ToString(), isDisplayed: true) + "\n";
    }

    private static string Row(MathLine row)
    {
        var sides = string.Concat(row.Sides.Select((side, i) => $"<mo>{(i == 0 ? row.Relation : "=")}</mo><mrow>{side}</mrow>"));
        var note = row.Note.Length == 0 ? "" : Markup.MathML.Text($"({row.Note})");
        return $"<mtr><mtd style=\"text-align:right\"><mrow>{row.Left}</mrow></mtd>"
            + $"<mtd style=\"text-align:left\"><mrow>{sides}{note}</mrow></mtd></mtr>\n";
    }

    private static string Words(string text) =>
        $"<mtr><mtd columnspan=\"2\" style=\"text-align:left\">{Markup.MathML.Text(text)}</mtd></mtr>\n";
}

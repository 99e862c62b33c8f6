using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as the body of a LaTeX document that loads amsmath.</summary>
internal static class LatexFormat
{
    public static string Write(Explanation explanation)
    {
        var text = new StringBuilder();
        foreach (var block in new MathLines(explanation, Markup.Latex).Blocks().Where(block => block.Lines.Count > 0))
            text.Append($"\\paragraph{{{LatexMarkup.Encode(block.Title)}}}\n\\begin{{align*}}\n")
                .Append($"{string.Join(" \\\\\n", block.Lines.Select(Line))}\n\\end{{align*}}\n\n");
        text.Append("\\paragraph{Meaning}\n\\begin{itemize}\n");
        foreach (var (label, sentence) in new MeaningText(new(explanation.Derivation, FormulaNotation.Pretty), explanation).Lines())
            text.Append($"  \\item {LatexMarkup.Encode($"{label}: {sentence}")}\n");
        return text.Append("\\end{itemize}\n").ToString();
    }

    private static string Line(MathLine row)
    {
        var first = row.Relation == "+=" ? @"\mathrel{+}=" : "=";
        var sides = string.Concat(row.Sides.Select((side, i) => i == 0 ? $" &{first} {side}" : $" &&= {side}"));
        var note = row.Note.Length == 0 ? "" : $" & {Markup.Latex.Text($"({row.Note})")}";
        return $"  {row.Left}{sides}{note}";
    }
}

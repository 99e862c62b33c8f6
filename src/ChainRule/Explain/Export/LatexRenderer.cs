using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as the body of a LaTeX document that loads amsmath.</summary>
internal static class LatexRenderer
{
    public static string Render(Explanation explanation)
    {
        var text = new StringBuilder();
        foreach (var block in new DerivationMath(explanation, Markup.Latex).Blocks())
            if (block.Rows.Count > 0)
                text.Append(
                    $"\\paragraph{{{LatexMarkup.Encode(block.Title)}}}\n\\begin{{align*}}\n{string.Join(" \\\\\n", block.Rows.Select(Line))}\n\\end{{align*}}\n\n");
        text.Append("\\paragraph{Meaning}\n\\begin{itemize}\n");
        foreach (var line in MeaningLines.Of(explanation, Style.Pretty)) text.Append($"  \\item {LatexMarkup.Encode(line)}\n");
        return text.Append("\\end{itemize}\n").ToString();
    }

    private static string Line(MathRow row)
    {
        var first = row.Relation == "+=" ? @"\mathrel{+}=" : "=";
        var sides = string.Concat(row.Sides.Select((side, i) => i == 0 ? $" &{first} {side}" : $" &&= {side}"));
        var note = row.Note.Length == 0 ? "" : $" & {Markup.Latex.Text($"({row.Note})")}";
        return $"  {row.Left}{sides}{note}";
    }
}

using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as Markdown with GitHub's tables.</summary>
internal sealed class MarkdownFormat(Explanation explanation)
{
    private readonly RowFormulas formulas = new(explanation.Derivation, FormulaNotation.Pretty);
    private readonly StringBuilder text = new();

    public string Write()
    {
        var (derivation, equations, passes) = (explanation.Derivation, new Equations(formulas), new PassesText(formulas, explanation));
        text.Append($"# How the gradient of {Encode(formulas.Name(derivation.Output))} comes about\n");
        Table("Forward", ["result", "formula", "numbers", "value"], derivation.Results
            .Select(result => equations.Forward(result, explanation))
            .Select(row => new[] { row.Left, row.Formula, row.Numbers, row.Value }));
        Table("Local derivatives", ["derivative", "formula", "in numbers"], derivation.Steps.Select(passes.Local));
        Table("Upstream × local", ["gradient", "", "product"], derivation.Steps
            .Select(step => equations.Product(step, explanation))
            .Select(row => new[] { row.Left, row.Relation, $"{row.Formula} = {row.Value}" }));
        var chain = explanation.Parameters.SelectMany(new ChainText(formulas).Lines);
        text.Append($"\n## Chain rule\n\n```text\n{string.Join('\n', chain.Select(OneLine))}\n```\n\n## Meaning\n\n");
        foreach (var (label, sentence) in new MeaningText(formulas, explanation).Lines())
            text.Append($"- {Encode($"{label}: {sentence}")}\n");
        return text.ToString();
    }

    private void Table(string title, string[] heads, IEnumerable<string[]> rows)
    {
        text.Append($"\n## {title}\n\n{Row(heads, heads.Length)}{Row([.. heads.Select(_ => "---")], heads.Length)}");
        foreach (var cells in rows) text.Append(Row([.. cells.Select(Encode)], heads.Length));
    }

    private static string Row(string[] cells, int width) =>
        $"| {string.Join(" | ", cells.Concat(Enumerable.Repeat("", width - cells.Length)))} |\n";

    /// <summary>Text that stands for itself, on one line.</summary>
    private static string Encode(string text) =>
        string.Concat(
            OneLine(text).Select(
                c =>
                    char.IsAscii(c)
                    && (char.IsPunctuation(c) || char.IsSymbol(c))
                    && !"=()/.,:;+-'\"%".Contains(c, StringComparison.Ordinal)
                        ? $"\\{c}"
                        : c.ToString()));

    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}

using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as Markdown with GitHub's tables.</summary>
internal sealed class MarkdownRenderer(Explanation explanation)
{
    private static readonly Style Style = Style.Pretty;

    private readonly Derivation derivation = explanation.Derivation;
    private readonly PassesText passes = new(explanation.Derivation, Style);
    private readonly StringBuilder text = new();

    public string Render()
    {
        var output = derivation.Names.In(Style, derivation.Output);
        text.Append($"# How the gradient of {Encode(output)} comes about\n");
        Table("Forward", ["result", "formula", "numbers", "value"], derivation.Results.Select(passes.Forward));
        Table("Local derivatives", ["derivative", "formula", "in numbers"], derivation.Edges.Select(passes.Local));
        Table("Upstream × local", ["gradient", "", "product"], derivation.Edges.Select(passes.Product));
        text.Append($"\n## Chain rule\n\n```text\n{string.Join('\n', new ChainText(explanation, Style).Lines().Select(OneLine))}\n```\n");
        text.Append("\n## Meaning\n\n");
        foreach (var line in MeaningLines.Of(explanation, Style)) text.Append($"- {Encode(line)}\n");
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

using System.Text;

namespace ChainRule.Explanations;

/// <summary>The explanation as text for a terminal: the passes in columns, the chain, and what its sign means.</summary>
internal sealed class TextFormat(Explanation explanation, ExplainOptions options)
{
    private const string Gap = "    ";

    private readonly RowFormulas formulas = new(explanation.Derivation, options.Ascii ? FormulaNotation.Ascii : FormulaNotation.Pretty);
    private readonly StringBuilder text = new();

    public string Write()
    {
        WritePasses(new PassesText(formulas, explanation).Blocks());
        foreach (var line in explanation.Parameters.SelectMany(new ChainText(formulas).Lines)) WriteLine(line, Role.Chain);
        var label = "";
        foreach (var line in new MeaningText(formulas, explanation).Lines())
        {
            WriteLine($"{(line.Label == label && label != "note" ? "" : line.Label),-8}{line.Text}", null);
            label = line.Label;
        }
        return text.ToString();
    }

    /// <summary>The blocks side by side if there is room; else below each other, and the backward ones from the output back.</summary>
    private void WritePasses(IReadOnlyList<PassBlock> blocks)
    {
        if (blocks[0].Lines.Count == 0) return;
        int[] widths = [.. blocks.Select(block => block.Lines.Append(block.Title).Max(DisplayWidth.Of))];
        if (widths.Sum() + Gap.Length * (blocks.Count - 1) <= options.Width)
        {
            WriteRow(blocks, widths, block => block.Title);
            for (var i = 0; i < blocks[0].Lines.Count; i++) WriteRow(blocks, widths, block => block.Lines[i]);
            text.Append('\n');
            return;
        }
        foreach (var block in blocks)
        {
            WriteLine(block.Title, block.Role);
            var lines = block.Lines.Where(line => line.Length > 0);
            foreach (var line in block.Role == Role.Forward ? lines : lines.Reverse()) WriteLine(line, block.Role);
            text.Append('\n');
        }
    }

    private void WriteRow(IReadOnlyList<PassBlock> blocks, int[] widths, Func<PassBlock, string> cell)
    {
        var last = blocks.Count - 1;
        while (last > 0 && cell(blocks[last]).Length == 0) last--;
        for (var i = 0; i <= last; i++)
        {
            var line = cell(blocks[i]);
            text.Append(Painter.Paint(line, blocks[i].Role, options.Colors));
            if (i < last) text.Append(' ', widths[i] - DisplayWidth.Of(line)).Append(Gap);
        }
        text.Append('\n');
    }

    private void WriteLine(string line, Role? role) =>
        text.Append(role is { } painted ? Painter.Paint(line, painted, options.Colors) : line).Append('\n');
}

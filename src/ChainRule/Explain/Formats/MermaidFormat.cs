using System.Text;

namespace ChainRule.Explanations;

/// <summary>The graph as a Mermaid flowchart, with a title and a description for those who do not see it.</summary>
internal sealed class MermaidFormat(Explanation explanation)
{
    private readonly GraphNodes graph = new(explanation);

    public string Write()
    {
        var text = new StringBuilder("flowchart LR\n");
        text.Append($"  accTitle: {Words(graph.Title())}\n  accDescr {{ {Words(graph.Description())} }}\n");
        foreach (var node in graph.Nodes()) text.Append($"  {node.Id}{Shape(node)}\n");
        foreach (var (from, to) in graph.Arrows()) text.Append($"  {from} --> {to}\n");
        return text.ToString();
    }

    private static string Shape(GraphNode node)
    {
        if (node.Role == GraphRole.Op) return $"((\"{Encode(node.Name)}\"))";
        var value = node.Name.Length > 0 ? $"{node.Name} = {node.Data}" : node.Data;
        string[] lines = node.Gradient.Length > 0 ? [value, $"grad {node.Gradient}"] : [value];
        return $"[\"{string.Join("<br/>", lines.Select(Encode))}\"]";
    }

    /// <summary>In titles Mermaid knows no escapes: what ends one is left out.</summary>
    private static string Words(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) || ";#{}<>&\"".Contains(c, StringComparison.Ordinal) ? ' ' : c));

    /// <summary>Text that stands for itself in a quoted label: signs by their number, but for those that cannot mean anything.</summary>
    private static string Encode(string text) => string.Concat(text.EnumerateRunes().Select(c =>
        Rune.IsLetterOrDigit(c) || !c.IsAscii || " =.,+-()'/".Contains((char)c.Value, StringComparison.Ordinal) ? c.ToString()
        : Rune.IsControl(c) ? " "
        : $"#{c.Value};"));
}

using System.Text;

namespace ChainRule.Explanations;

/// <summary>The graph in Graphviz's language: a record <c>name | data | grad</c> for each value, a circle for each op.</summary>
internal sealed class DotFormat(Explanation explanation)
{
    private readonly GraphNodes graph = new(explanation);

    public string Write()
    {
        var text = new StringBuilder("digraph derivation {\n  rankdir=LR\n");
        text.Append($"  label=\"{Encode(graph.Title())}\"\n  node [fontname=\"sans-serif\"]\n");
        foreach (var node in graph.Nodes()) text.Append($"  {node.Id} [{Attributes(node)}]\n");
        foreach (var (from, to) in graph.Arrows()) text.Append($"  {from} -> {to}\n");
        return text.Append("}\n").ToString();
    }

    private static string Attributes(GraphNode node)
    {
        if (node.Role == GraphRole.Op) return $"shape=circle label=\"{Encode(node.Name)}\"";
        string[] fields = [node.Name, $"data {node.Data}", .. node.Gradient.Length > 0 ? new[] { $"grad {node.Gradient}" } : []];
        var label = string.Join(" | ", fields.Where(field => field.Length > 0).Select(Encode));
        return $"shape=record label=\"{label}\"{(node.Role == GraphRole.Parameter ? " style=bold" : "")}";
    }

    /// <summary>Text that stands for itself in a record's label. A backslash would be one for the string and one for the record.</summary>
    private static string Encode(string text) => string.Concat(text.Select(c => c switch
    {
        '"' => "&quot;",
        '\\' => "&#92;",
        '{' or '}' or '|' or '<' or '>' => $"&#{(int)c};",
        '&' => "&amp;",
        _ when char.IsControl(c) => " ",
        _ => c.ToString(),
    }));
}

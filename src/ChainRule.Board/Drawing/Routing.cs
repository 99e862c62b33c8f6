namespace ChainRule.Board.Drawing;

/// <summary>
/// Makes columns of layers, and draws the edges through them. Before each column there is first a zone where edges curve and cross, then
/// one where they are level and carry their labels: so no line runs through a label.
/// </summary>
internal sealed class Routing
{
    private const double Curve = 44, Arrive = 26, Margin = 24, EntryPitch = 26;

    private readonly Layering layering;
    private readonly IReadOnlyList<NodeSize> nodes;
    private readonly IReadOnlyList<EdgeSize> edges;
    private readonly double[] left, right, labels;
    private readonly Dictionary<string, NodeBox> boxes;

    public Routing(Layering layering, IReadOnlyList<NodeSize> nodes, IReadOnlyList<EdgeSize> edges)
    {
        (this.layering, this.nodes, this.edges) = (layering, nodes, edges);
        var count = layering.Layers.Count;
        (left, right, labels) = (new double[count], new double[count], new double[count]);
        SetColumns();
        boxes = nodes.ToDictionary(node => node.Id, Box);
    }

    public BoardLayout Layout() => new(
        right[^1] + Margin,
        layering.Layers.Max(layer => layer.Max(vertex => vertex.Y + vertex.Height / 2)) + 2 * Margin,
        boxes,
        edges
            .GroupBy(edge => edge.To)
            .SelectMany(group => group.Select((edge, i) => (edge.Id, Route(edge, i - (group.Count() - 1) / 2d))))
            .ToDictionary());

    private void SetColumns()
    {
        foreach (var edge in edges) Widen(labels, layering[edge.To].Layer, edge.LabelWidth);
        var widths = new double[left.Length];
        foreach (var node in nodes) Widen(widths, layering[node.Id].Layer, node.Width);
        for (var i = 0; i < left.Length; i++)
        {
            left[i] = i == 0 ? Margin : right[i - 1] + Curve + labels[i] + Arrive;
            right[i] = left[i] + widths[i];
        }
    }

    private static void Widen(double[] widths, int layer, double width) => widths[layer] = Math.Max(widths[layer], width);

    private NodeBox Box(NodeSize node)
    {
        var vertex = layering[node.Id];
        return new(left[vertex.Layer], vertex.Y + Margin - node.Height / 2, node.Width, node.Height);
    }

    private EdgeRoute Route(EdgeSize edge, double port)
    {
        var (from, to) = (boxes[edge.From], boxes[edge.To]);
        var turns = new List<LevelPiece> { new(from.Right, right[layering[edge.From].Layer], from.Middle) };
        foreach (var vertex in layering.Way(edge.Id))
        {
            var start = right[vertex.Layer - 1] + Curve;
            turns.Add(vertex.Id is null
                ? new(start, right[vertex.Layer], vertex.Y + Margin)
                : new(start, left[vertex.Layer] - Arrive, vertex.Y + Margin + port * Measures.LabelPitch));
        }
        turns.Add(new(to.X, to.X, to.Middle + port * Math.Min(EntryPitch, to.Height / Math.Max(1, layering[edge.To].In.Count))));
        return new(turns, labels[layering[edge.To].Layer]);
    }
}

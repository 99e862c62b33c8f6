namespace ChainRule.Board.Drawing;

/// <summary>What takes a place in a layer: a node, or the bend of an edge that goes on to a later layer.</summary>
/// <param name="id">The node's id; <see langword="null"/> for a bend.</param>
/// <param name="height">How much room it needs.</param>
internal sealed class Vertex(string? id, double height)
{
    public string? Id { get; } = id;

    public double Height { get; } = height;

    public int Layer { get; set; }

    public int Order { get; set; }

    /// <summary>Where its middle is.</summary>
    public double Y { get; set; }

    public List<Link> In { get; } = [];

    public List<Link> Out { get; } = [];
}

/// <summary>A piece of an edge, from one layer to the next.</summary>
/// <param name="From">Where it comes from.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Port">How far below the middle of <paramref name="To"/> it arrives.</param>
internal sealed record Link(Vertex From, Vertex To, double Port);

/// <summary>
/// Layers from left to right: each node stands right before the first that uses it, and edges that go farther have a bend in each layer
/// between. All edges of a node that go farther share their bends.
/// </summary>
internal sealed class Layering
{
    private const double BendHeight = 16;

    private readonly Dictionary<string, Vertex> vertices = [];
    private readonly Dictionary<(Vertex, int), Vertex> bends = [];
    private readonly Dictionary<string, Vertex[]> ways = [];

    public Layering(IReadOnlyList<NodeSize> nodes, IReadOnlyList<EdgeSize> edges)
    {
        foreach (var node in nodes) vertices[node.Id] = new Vertex(node.Id, node.Room);
        SetLayers(nodes, edges.ToLookup(edge => edge.From));
        foreach (var group in edges.GroupBy(edge => edge.To)) Connect(vertices[group.Key], [.. group]);
        Layers = InOrderOfOperands(nodes);
    }

    public IReadOnlyList<List<Vertex>> Layers { get; }

    public Vertex this[string node] => vertices[node];

    /// <summary>The bends of an edge and the node that it goes to.</summary>
    public IReadOnlyList<Vertex> Way(string edge) => ways[edge];

    // Operands come before results.
    private void SetLayers(IReadOnlyList<NodeSize> nodes, ILookup<string, EdgeSize> users)
    {
        foreach (var node in nodes.Reverse())
            vertices[node.Id].Layer = users[node.Id].Select(edge => vertices[edge.To].Layer - 1).DefaultIfEmpty(0).Min();
        var first = vertices.Values.Min(vertex => vertex.Layer);
        foreach (var vertex in vertices.Values) vertex.Layer -= first;
    }

    private void Connect(Vertex to, EdgeSize[] edges)
    {
        for (var i = 0; i < edges.Length; i++)
        {
            var from = vertices[edges[i].From];
            var way = new List<Vertex>();
            for (var layer = from.Layer + 1; layer < to.Layer; layer++) way.Add(Bend(from, way.LastOrDefault(from), layer));
            var link = new Link(way.LastOrDefault(from), to, (i - (edges.Length - 1) / 2d) * Measures.LabelPitch);
            link.From.Out.Add(link);
            to.In.Add(link);
            ways[edges[i].Id] = [.. way, to];
        }
    }

    private Vertex Bend(Vertex source, Vertex before, int layer)
    {
        if (bends.TryGetValue((source, layer), out var known)) return known;
        var bend = bends[(source, layer)] = new Vertex(null, BendHeight) { Layer = layer };
        var link = new Link(before, bend, 0);
        before.Out.Add(link);
        bend.In.Add(link);
        return bend;
    }

    /// <summary>From the output back, so that operands stand in the order in which the formula has them.</summary>
    private List<Vertex>[] InOrderOfOperands(IReadOnlyList<NodeSize> nodes)
    {
        List<Vertex>[] layers = [.. Enumerable.Range(0, vertices.Values.Max(vertex => vertex.Layer) + 1).Select(_ => new List<Vertex>())];
        var (seen, waiting) = (new HashSet<Vertex>(), new Stack<Vertex>(nodes.Select(node => vertices[node.Id])));
        while (waiting.TryPop(out var vertex))
        {
            if (!seen.Add(vertex)) continue;
            vertex.Order = layers[vertex.Layer].Count;
            layers[vertex.Layer].Add(vertex);
            for (var i = vertex.In.Count - 1; i >= 0; i--) waiting.Push(vertex.In[i].From);
        }
        return layers;
    }
}

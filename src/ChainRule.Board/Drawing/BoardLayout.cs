namespace ChainRule.Board.Drawing;

/// <summary>Where a node is drawn.</summary>
/// <param name="X">Its left side.</param>
/// <param name="Y">Its upper side.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public sealed record NodeBox(double X, double Y, double Width, double Height)
{
    /// <summary>The height of its middle.</summary>
    public double Middle => Y + Height / 2;

    /// <summary>Its right side.</summary>
    public double Right => X + Width;
}

/// <summary>Where an edge is drawn: from node to node, level where its label stands.</summary>
/// <param name="Turns">The level pieces from left to right; curves join them.</param>
/// <param name="LabelWidth">How wide the label may be, in the middle of the level piece before the last.</param>
public sealed record EdgeRoute(IReadOnlyList<LevelPiece> Turns, double LabelWidth)
{
    /// <summary>The level piece on which the label stands.</summary>
    public LevelPiece Label => Turns[^2];

    /// <summary>The line as an SVG path.</summary>
    public string Path { get; } = Svg.PathOf(Turns);
}

/// <summary>A level piece of an edge.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
/// <param name="Y">Its height.</param>
public readonly record struct LevelPiece(double From, double To, double Y);

/// <summary>Where everything of a graph is drawn. It depends on the structure of the graph, never on a value.</summary>
/// <param name="Width">The width of the whole.</param>
/// <param name="Height">The height of the whole.</param>
/// <param name="Nodes">The nodes by their ids.</param>
/// <param name="Edges">The edges by their ids.</param>
public sealed record BoardLayout(double Width, double Height, IReadOnlyDictionary<string, NodeBox> Nodes,
    IReadOnlyDictionary<string, EdgeRoute> Edges)
{
    /// <summary>Lays out the graph of a view, whichever step it shows.</summary>
    public static BoardLayout Of(BoardView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var inputs = view.Edges.CountBy(edge => edge.To).ToDictionary();
        return Of([.. view.Nodes.Select(node => Measures.Of(node, inputs.GetValueOrDefault(node.Id)))],
            [.. view.Edges.Select(Measures.Of)]);
    }

    internal static BoardLayout Of(IReadOnlyList<NodeSize> nodes, IReadOnlyList<EdgeSize> edges)
    {
        var layering = new Layering(nodes, edges);
        Ordering.Improve(layering.Layers);
        Placement.Place(layering.Layers);
        return new Routing(layering, nodes, edges).Layout();
    }
}

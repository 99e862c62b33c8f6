using ChainRule.Board.Drawing;

namespace ChainRule.Board;

/// <summary>
/// The picture with some blocks folded. What stands for what depends on the structure of the graph alone, and is found once; then a view of
/// any step, at any values, is folded in a moment.
/// </summary>
public sealed class Folding
{
    /// <summary>
    /// A graph of more results opens with its blocks folded. Most results of a formula stand in a column of their own, some 350 units wide:
    /// so many are two to three screens side by side, and farther than that nobody sees where a gradient comes from.
    /// </summary>
    public const int MaxResults = 8;

    private readonly IReadOnlyList<FoldedNode> nodes;
    private readonly IReadOnlyList<FoldedEdge> edges;
    private readonly IReadOnlySet<string> byDefault;
    private readonly HashSet<string> boxes;
    private readonly Lazy<BoardLayout> layout;

    internal Folding(BoardView view, IReadOnlyList<BoardBlock> blocks, IReadOnlySet<string> open, IReadOnlySet<string> openByDefault)
    {
        (Blocks, Open, byDefault) = (blocks, open, openByDefault);
        (nodes, edges) = new FoldingPlan(view, blocks, open).Make();
        boxes = [.. nodes.Select(node => view.Nodes[node.Place].Id)];
        layout = new(() => BoardLayout.Of(Of(view)));
    }

    /// <summary>All blocks, folded or not.</summary>
    public IReadOnlyList<BoardBlock> Blocks { get; }

    /// <summary>The names of those that are not folded.</summary>
    public IReadOnlySet<string> Open { get; }

    /// <summary>Where everything is drawn: the same at every step and for all values.</summary>
    public BoardLayout Layout => layout.Value;

    /// <summary>A view of the same lesson, folded. The ledger stays as it is.</summary>
    public BoardView Of(BoardView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        if (Blocks.Count == 0) return view;
        return view with
        {
            Nodes = [.. nodes.Select(node => node.Of(view))],
            Edges = [.. edges.Select(edge => edge.Of(view))],
            Products = [.. view.Products.Where(
                product => boxes.Contains(product.Node) && boxes.Contains(product.Left) && boxes.Contains(product.Above))],
        };
    }

    /// <summary>What is open after a block was folded or unfolded, as <see cref="BoardState.Open"/> takes it.</summary>
    public IReadOnlyList<string>? Toggle(string block) => State(name => Open.Contains(name) != (name == block));

    /// <summary>The same after all were unfolded.</summary>
    public IReadOnlyList<string>? OpenAll() => State(_ => true);

    /// <summary>The same after all were folded.</summary>
    public IReadOnlyList<string>? FoldAll() => State(_ => false);

    /// <summary>A small graph is open, and so is one that would become a single box.</summary>
    internal static IReadOnlySet<string> OpenByDefault(BoardView view, IReadOnlyList<BoardBlock> blocks) =>
        blocks.Count > 1 && view.Nodes.Count(node => node.Op.Length > 0) > MaxResults
            ? new HashSet<string>()
            : blocks.Select(block => block.Name).ToHashSet();

    private List<string>? State(Func<string, bool> isOpen)
    {
        var open = Blocks.Select(block => block.Name).Where(isOpen).ToList();
        return byDefault.SetEquals(open) ? null : open;
    }
}

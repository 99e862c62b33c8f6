using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Planning;

/// <summary>Where a node of a pass finds an input.</summary>
internal enum Link
{
    /// <summary>In memory, written before the pass.</summary>
    Outside,

    /// <summary>In a tile of its own index space, of elements or of row values, that the same pass computes.</summary>
    Tile,

    /// <summary>In row values that the same pass computes, each broadcast to a whole row.</summary>
    BroadcastRow,
}

/// <summary>
/// Finds the nodes that run row by row. A reduction over exactly the trailing axes of an index space [rows…, inner…] gives one row value
/// per row, and so does a step on row values, also through views that keep their order. All of them belong to the pass over that space: its
/// tiles are whole rows, with one number per row beside them.
/// </summary>
/// <remarks>
/// A space has one row length, that of most of its reductions. A reduction over another number of axes is an ordinary reduction that ends
/// its pass.
/// </remarks>
internal sealed class RowFusion
{
    private readonly IReadOnlyList<StructureNode> nodes;
    private readonly Dictionary<(Shape, DType), int> rowLength = [];
    private readonly Shape?[] rowSpace;
    private readonly bool[] isOfRows;
    private readonly int[] root;
    private readonly View?[] view;

    public RowFusion(GraphStructure structure)
    {
        nodes = structure.Nodes;
        rowSpace = new Shape?[nodes.Count];
        isOfRows = new bool[nodes.Count];
        root = new int[nodes.Count];
        view = new View?[nodes.Count];
        CountRowLengths();
        for (var i = 0; i < nodes.Count; i++) Visit(i);
    }

    /// <summary>The node that a view shows; the node itself if it is no view.</summary>
    public int Root(int node) => root[node];

    /// <summary>Whether the node is computed from one number per row.</summary>
    public bool IsOfRows(int node) => isOfRows[node];

    /// <summary>Whether a node gives one number per row, by a reduction or from such numbers.</summary>
    public bool IsRowValue(int node) => rowSpace[node] is not null;

    /// <summary>Whether the node is an <see cref="IRowOp"/> that is part of a pass: its rows have the row length of its space.</summary>
    public bool IsRowOp(int node) =>
        RowOpSpace(nodes[node]) is { } space && rowLength.GetValueOrDefault((space.Shape, space.DType)) == space.Shape[^1];

    /// <summary>Whether a node of a pass reads only row values.</summary>
    public bool TakesRowValues(int node) => isOfRows[node] || nodes[node].Op is IRowOp { TakesRowValues: true };

    /// <summary>Whether an input holds indices, which a pass reads in place.</summary>
    public bool IsIndex(int node, int input) => nodes[node].Op is IIndexingOp op && op.IndexInput == input;

    /// <summary>The index space of the pass that computes this node.</summary>
    public Shape LoopShape(int node) => rowSpace[node] ?? (nodes[node].Op is IReduction ? ReductionLoop(node) : nodes[node].Type.Shape);

    /// <summary>The row length of a node's index space; 0 if it has none.</summary>
    public int InnerOf(int node) => rowLength.GetValueOrDefault((LoopShape(node), ComputeType(node)));

    /// <summary>The float type in which a pass computes this node. A mask is computed in the type of its operands.</summary>
    public DType ComputeType(int node) => nodes[node].Op is ElementwiseOp { Signature: Signature.Comparison }
        ? nodes[nodes[node].Inputs[0]].Type.DType
        : nodes[node].Type.DType;

    /// <summary>Where <paramref name="node"/>, which a pass computes, finds an input if both are in one pass.</summary>
    public Link LinkOf(int node, int input)
    {
        var from = nodes[node].Inputs[input];
        if (IsIndex(node, input) || ComputeType(root[from]) != ComputeType(node) || !LoopShape(root[from]).Equals(LoopShape(node)))
            return Link.Outside;
        var needsRows = TakesRowValues(node);
        if (!IsRowValue(root[from])) return !needsRows && root[from] == from && MakesTile(from) ? Link.Tile : Link.Outside;
        if (needsRows) return IsWhole(from) ? Link.Tile : Link.Outside;
        return RepeatsAlongRow(view[from], LoopShape(node), InnerOf(node)) ? Link.BroadcastRow : Link.Outside;
    }

    private bool MakesTile(int node) => nodes[node].Op is ElementwiseOp || IsRowOp(node);

    private void CountRowLengths()
    {
        var votes = new Dictionary<(Shape, DType, int), int>();
        foreach (var node in nodes)
        {
            if (RowSpace(node) is not ({ } type, var inner)) continue;
            var key = (type.Shape, type.DType, inner);
            var count = votes[key] = votes.GetValueOrDefault(key) + 1;
            var space = (type.Shape, type.DType);
            if (!rowLength.TryGetValue(space, out var best) || count > votes[(type.Shape, type.DType, best)]) rowLength[space] = inner;
        }
    }

    /// <summary>The space that a node would run in by rows, and their length.</summary>
    private (TensorType?, int) RowSpace(StructureNode node)
    {
        if ((node.Op is IReduction ? nodes[node.Inputs[0]].Type : RowOpSpace(node)) is not { } space) return (null, 0);
        var inner = node.Op is IReduction op ? Trailing(space.Shape, op.Axes) : space.Shape[^1];
        return inner is > 1 and <= Machine.LongestRow && space.Shape.Size > inner ? (space, inner) : (null, 0);
    }

    /// <summary>The space whose rows a row op works on, whatever the row length of the space.</summary>
    private TensorType? RowOpSpace(StructureNode node) =>
        node.Op is IRowOp op ? op.RowSpace(nodes[node.Inputs[0]].Type, node.Type) : null;

    /// <summary>
    /// The number of neighbours that are reduced together if the axes are the trailing ones, else 0. Axes of size 1 are ignored.
    /// </summary>
    private static int Trailing(Shape shape, IntList axes)
    {
        var inner = 1;
        var axis = shape.Rank - 1;
        for (; axis >= 0 && (shape[axis] == 1 || axes.Contains(axis)); axis--) inner *= shape[axis];
        for (; axis >= 0; axis--)
            if (shape[axis] != 1 && axes.Contains(axis)) return 0;
        return inner;
    }

    private void Visit(int i)
    {
        var node = nodes[i];
        root[i] = i;
        switch (node.Op)
        {
            case ViewOp op:
                root[i] = root[node.Inputs[0]];
                view[i] = view[node.Inputs[0]] is { } source ? op.Map(source) : null;
                return;
            case IReduction op:
                isOfRows[i] = IsRowValue(root[node.Inputs[0]]) && IsWhole(node.Inputs[0]);
                if (!isOfRows[i] && InnerOf(i) is > 0 and var inner && inner == Trailing(ReductionLoop(i), op.Axes))
                    rowSpace[i] = ReductionLoop(i);
                break;
            case IRowOp { MakesRowValues: true } when IsRowOp(i):
                rowSpace[i] = RowOpSpace(node)!.Value.Shape;
                break;
            case ElementwiseOp:
                rowSpace[i] = node.Inputs.Where(input => JoinsRows(input, i)).Select(input => rowSpace[root[input]]).FirstOrDefault();
                isOfRows[i] = rowSpace[i] is not null;
                break;
        }
        if (IsRowValue(i)) view[i] = View.Dense(node.Type.Shape);
    }

    /// <summary>Whether an elementwise node loops over exactly the row values of an input.</summary>
    private bool JoinsRows(int input, int node) => IsRowValue(root[input]) && IsWhole(input)
        && nodes[input].Type.Shape.Size == nodes[node].Type.Shape.Size && ComputeType(root[input]) == ComputeType(node);

    /// <summary>Whether a node shows all row values of its root, in their order.</summary>
    private bool IsWhole(int node) => view[node] is { IsDense: true } && nodes[node].Type.Shape.Size == nodes[root[node]].Type.Shape.Size;

    private Shape ReductionLoop(int node)
    {
        var input = nodes[node].Inputs[0];
        return isOfRows[node] ? rowSpace[root[input]]! : nodes[input].Type.Shape;
    }

    /// <summary>Whether broadcasting row values to the space repeats each along its own row.</summary>
    private static bool RepeatsAlongRow(View? rows, Shape space, int inner)
    {
        if (rows is null || !Broadcasting.Fits(rows.Shape, space)) return false;
        var strides = rows.Expand(space).Strides;
        var (covered, step) = (1, 1);
        for (var axis = space.Rank - 1; axis >= 0; axis--)
        {
            if (space[axis] == 1) continue;
            if (covered < inner)
            {
                if (strides[axis] != 0) return false;
                covered *= space[axis];
            }
            else
            {
                if (strides[axis] != step) return false;
                step *= space[axis];
            }
        }
        return rows.Offset == 0;
    }
}

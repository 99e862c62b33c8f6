using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Planning;

/// <summary>How the planner treats a node.</summary>
internal enum NodeKind
{
    Leaf,
    Literal,
    Elementwise,
    Reduction,
    RowOp,
    View,
    Place,
    Kernel,
}

/// <summary>
/// Decides which nodes share a pass. Each node has a level: one more than the inputs it must wait for, but the same as an input that
/// the same pass can hand over (<see cref="RowFusion"/>). Nodes of one level, index space and dtype form one pass. No edge leads to a
/// lower level, so passes run level by level.
/// </summary>
internal sealed class Fusion
{
    private readonly IReadOnlyList<StructureNode> nodes;
    private readonly RowFusion rows;
    private readonly int[] level;

    public Fusion(GraphStructure structure)
    {
        nodes = structure.Nodes;
        rows = new RowFusion(structure);
        level = new int[nodes.Count];
        Kinds = new NodeKind[nodes.Count];
        for (var i = 0; i < nodes.Count; i++) Kinds[i] = KindOf(i);
        SetEarliest();
        new Rematerialization(structure, this, rows, level).Run();
    }

    public NodeKind[] Kinds { get; }

    public RowFusion Rows => rows;

    /// <summary>The properties that nodes of one group share. A node that runs alone has its own number in the key.</summary>
    private sealed record GroupKey(int Level, Shape Loop, int Compute, int Alone);

    /// <summary>The nodes that compute something, in groups that run together, in execution order. Views compute nothing.</summary>
    public List<List<int>> Groups()
    {
        var groups = new Dictionary<GroupKey, List<int>>();
        var byLevel = new List<List<int>>?[nodes.Count + 1]; // no level is above the number of nodes
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Kinds[i] is NodeKind.Leaf or NodeKind.Literal or NodeKind.View) continue;
            var key = IsInPass(i)
                ? new GroupKey(level[i], rows.LoopShape(i), (int)rows.ComputeType(i), -1)
                : new GroupKey(level[i], Shape.Scalar, 0, i);
            if (!groups.TryGetValue(key, out var group))
            {
                groups.Add(key, group = []);
                (byLevel[level[i]] ??= []).Add(group);
            }
            group.Add(i);
        }
        var ordered = new List<List<int>>(groups.Count);
        foreach (var groupsOfLevel in byLevel)
            if (groupsOfLevel is not null) ordered.AddRange(groupsOfLevel);
        return ordered;
    }

    /// <summary>Whether a pass computes the node.</summary>
    public bool IsInPass(int node) => Kinds[node] is NodeKind.Elementwise or NodeKind.Reduction or NodeKind.RowOp;

    /// <summary>Where a node finds one of its inputs if both are in one pass.</summary>
    public Link LinkOf(int node, int input) =>
        IsInPass(node) && IsInPass(rows.Root(nodes[node].Inputs[input])) ? rows.LinkOf(node, input) : Link.Outside;

    /// <summary>
    /// Small nodes made of small nodes (single numbers, the targets of a loss) come first, so that no pass over many elements is split to
    /// wait for them.
    /// </summary>
    private void SetEarliest()
    {
        var most = 0;
        foreach (var node in nodes) most = Math.Max(most, node.Type.Shape.Size);
        var isEarly = new bool[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            var size = nodes[i].Type.Shape.Size;
            isEarly[i] = (size == 1 || size <= most / Smaller) && Array.TrueForAll(nodes[i].Inputs, input => isEarly[input]);
            if (isEarly[i]) level[i] = Earliest(i);
        }
        var start = 0;
        for (var i = 0; i < nodes.Count; i++)
            if (isEarly[i]) start = Math.Max(start, ReadyAfter(i));
        for (var i = 0; i < nodes.Count; i++)
            if (!isEarly[i]) level[i] = Math.Max(start, Earliest(i));
    }

    /// <summary>The first level at which all inputs of the node are available.</summary>
    private int Earliest(int node)
    {
        var earliest = 0;
        for (var i = 0; i < nodes[node].Inputs.Length; i++)
        {
            var input = nodes[node].Inputs[i];
            earliest = Math.Max(earliest, LinkOf(node, i) == Link.Outside ? ReadyAfter(input) : level[rows.Root(input)]);
        }
        return earliest;
    }

    /// <summary>Views cost no time: they are ready when their source is.</summary>
    private int ReadyAfter(int node) => Kinds[node] switch
    {
        NodeKind.Leaf or NodeKind.Literal => 0,
        NodeKind.View => ReadyAfter(rows.Root(node)),
        _ => level[node] + 1,
    };

    private NodeKind KindOf(int i) => nodes[i].Op switch
    {
        LeafOp => NodeKind.Leaf,
        LiteralOp => NodeKind.Literal,
        ViewOp when Kinds[nodes[i].Inputs[0]] == NodeKind.Literal => NodeKind.Literal,
        ElementwiseOp => NodeKind.Elementwise,
        IReduction => NodeKind.Reduction,
        ViewOp => NodeKind.View,
        IPlacement => NodeKind.Place,
        _ when rows.IsRowOp(i) => NodeKind.RowOp,
        IKernelOp => NodeKind.Kernel,
        var op => throw new NotSupportedException(
            $"{op.Info.Name} cannot be planned: it is neither elementwise, a reduction, a view nor an op with a kernel"),
    };

    /// <summary>A small node is at least this many times smaller than the largest tensor.</summary>
    private const int Smaller = 8;
}

using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Planning;

/// <summary>What a node is to the planner.</summary>
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
/// Decides which nodes share a pass. Each node has a level: one more than what it must wait for, but the same as an input that
/// the same pass can hand over (<see cref="RowFusion"/>). Nodes of one level, index space and dtype make one pass; since an edge
/// never leads to a lower level, passes can run level by level.
/// </summary>
internal sealed class Fusion
{
    private readonly IReadOnlyList<StructureNode> nodes;
    private readonly RowFusion families;
    private readonly int[] level;

    public Fusion(GraphStructure structure)
    {
        nodes = structure.Nodes;
        families = new RowFusion(structure);
        level = new int[nodes.Count];
        Kinds = new NodeKind[nodes.Count];
        for (var i = 0; i < nodes.Count; i++) Kinds[i] = KindOf(i);
        SetEarliest();
        new Rematerialization(structure, this, families, level).Run();
    }

    public NodeKind[] Kinds { get; }

    public RowFusion Families => families;

    /// <summary>What nodes of one group share; a node that runs alone has its own number in it.</summary>
    private sealed record GroupKey(int Level, Shape Loop, int Compute, int Alone);

    /// <summary>The nodes that do something, grouped into what runs together, in the order to run. Views do nothing.</summary>
    public List<List<int>> Groups()
    {
        var groups = new Dictionary<GroupKey, List<int>>();
        var byLevel = new List<List<int>>?[nodes.Count + 1]; // no level is above the number of nodes
        for (var i = 0; i < nodes.Count; i++)
        {
            if (Kinds[i] is NodeKind.Leaf or NodeKind.Literal or NodeKind.View) continue;
            var key = IsInPass(i)
                ? new GroupKey(level[i], families.LoopShape(i), (int)families.ComputeType(i), -1)
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

    /// <summary>How a node comes by one of its inputs, if both are in one pass.</summary>
    public Link LinkOf(int node, int input) =>
        IsInPass(node) && IsInPass(families.Root(nodes[node].Inputs[input])) ? families.LinkOf(node, input) : Link.Outside;

    /// <summary>
    /// What is small and made of what is small goes first: single numbers, the targets of a loss. So no pass over many elements
    /// waits for it in its midst.
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

    /// <summary>The level at which all that the node reads is there.</summary>
    private int Earliest(int node)
    {
        var earliest = 0;
        for (var i = 0; i < nodes[node].Inputs.Length; i++)
        {
            var input = nodes[node].Inputs[i];
            earliest = Math.Max(earliest, LinkOf(node, i) == Link.Outside ? ReadyAfter(input) : level[families.Root(input)]);
        }
        return earliest;
    }

    /// <summary>Views cost no time: they are ready when their source is.</summary>
    private int ReadyAfter(int node) => Kinds[node] switch
    {
        NodeKind.Leaf or NodeKind.Literal => 0,
        NodeKind.View => ReadyAfter(families.Root(node)),
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
        _ when families.IsRowOp(i) => NodeKind.RowOp,
        IKernelOp => NodeKind.Kernel,
        var op => throw new NotSupportedException(
            $"{op.Info.Name} cannot be planned: it is neither elementwise, a reduction, a view nor an op with a kernel"),
    };

    /// <summary>How many times smaller than the greatest tensor something small is.</summary>
    private const int Smaller = 8;
}

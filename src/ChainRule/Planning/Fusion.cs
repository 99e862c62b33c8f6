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
    View,
    Place,
    Kernel,
}

/// <summary>
/// Decides which nodes share a pass. Each node has a level: one more than what it must wait for, but the same as an
/// elementwise input of the same shape, whose tile it can take over. Nodes of one level, shape and dtype make one pass; since
/// an edge never leads to a lower level, passes can run level by level.
/// </summary>
internal sealed class Fusion
{
    private readonly IReadOnlyList<StructureNode> nodes;
    private readonly int[] level;

    public Fusion(GraphStructure structure)
    {
        nodes = structure.Nodes;
        level = new int[nodes.Count];
        Kinds = new NodeKind[nodes.Count];
        var isEarly = new bool[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
        {
            Kinds[i] = KindOf(nodes[i]);
            isEarly[i] = nodes[i].Type.Shape.Size == 1 && Array.TrueForAll(nodes[i].Inputs, input => isEarly[input]);
            if (isEarly[i]) level[i] = Earliest(i);
        }
        // Single numbers made of single numbers go first, so that no pass over many elements waits for one in its midst.
        var start = 0;
        for (var i = 0; i < nodes.Count; i++)
            if (isEarly[i]) start = Math.Max(start, ReadyAfter(i));
        for (var i = 0; i < nodes.Count; i++)
            if (!isEarly[i]) level[i] = Math.Max(start, Earliest(i));
        Postpone(structure.Outputs);
    }

    public NodeKind[] Kinds { get; }

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
            var key = IsInPass(i) ? new GroupKey(level[i], LoopShape(i), (int)ComputeType(i), -1) : new GroupKey(level[i], Shape.Scalar, 0, i);
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
    public bool IsInPass(int node) => Kinds[node] is NodeKind.Elementwise or NodeKind.Reduction;

    /// <summary>Whether <paramref name="node"/> reads the tile of <paramref name="input"/> in the same pass.</summary>
    public bool TakesOver(int input, int node) => Kinds[input] == NodeKind.Elementwise && IsInPass(node)
        && LoopShape(node).Equals(nodes[input].Type.Shape) && ComputeType(node) == ComputeType(input);

    /// <summary>The index space that a pass with this node goes over.</summary>
    public Shape LoopShape(int node) => Kinds[node] == NodeKind.Reduction ? nodes[nodes[node].Inputs[0]].Type.Shape : nodes[node].Type.Shape;

    /// <summary>The float type in which a pass computes this node; a mask is computed in the type of what it compares.</summary>
    public DType ComputeType(int node) => nodes[node].Op is ElementwiseOp { Signature: Signature.Comparison }
        ? nodes[nodes[node].Inputs[0]].Type.DType
        : nodes[node].Type.DType;

    /// <summary>
    /// What is made of leaves alone waits for who reads it, so that both are one pass: half of an optimizer's work could be done before
    /// there is a gradient, but it would go over the memories twice.
    /// </summary>
    private void Postpone(int[] outputs)
    {
        var latest = new int[nodes.Count];
        Array.Fill(latest, int.MaxValue);
        foreach (var output in outputs) latest[output] = 0;
        var isOfLeaves = new bool[nodes.Count];
        for (var i = 0; i < nodes.Count; i++)
            isOfLeaves[i] = Kinds[i] == NodeKind.Elementwise && nodes[i].Type.Shape.Size != 1 && Array.TrueForAll(nodes[i].Inputs, input => IsAtHand(input) || (isOfLeaves[input] && TakesOver(input, i)));
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (isOfLeaves[i] && latest[i] < int.MaxValue) level[i] = Math.Max(level[i], latest[i]);
            foreach (var input in nodes[i].Inputs)
                latest[input] = Math.Min(latest[input], TakesOver(input, i) ? level[i] : level[i] - 1);
        }
    }

    /// <summary>Whether a node is there from the start, or is a single number.</summary>
    private bool IsAtHand(int node)
    {
        while (Kinds[node] == NodeKind.View) node = nodes[node].Inputs[0];
        return Kinds[node] is NodeKind.Leaf or NodeKind.Literal || nodes[node].Type.Shape.Size == 1;
    }

    /// <summary>The level at which all that the node reads is there.</summary>
    private int Earliest(int node)
    {
        var earliest = 0;
        foreach (var input in nodes[node].Inputs)
            earliest = Math.Max(earliest, TakesOver(input, node) ? level[input] : ReadyAfter(input));
        return earliest;
    }

    /// <summary>Views cost no time: they are ready when their source is.</summary>
    private int ReadyAfter(int node) => Kinds[node] switch
    {
        NodeKind.Leaf or NodeKind.Literal => 0,
        NodeKind.View => level[node],
        _ => level[node] + 1,
    };

    private NodeKind KindOf(StructureNode node) => node.Op switch
    {
        LeafOp => NodeKind.Leaf,
        LiteralOp => NodeKind.Literal,
        ViewOp when Kinds[node.Inputs[0]] == NodeKind.Literal => NodeKind.Literal,
        ElementwiseOp => NodeKind.Elementwise,
        IReduction => NodeKind.Reduction,
        ViewOp => NodeKind.View,
        PlaceOp => NodeKind.Place,
        IKernelOp => NodeKind.Kernel,
        _ => throw new NotSupportedException($"{node.Op.Info.Name} cannot be planned: it is neither elementwise, a reduction, a view nor an op with a kernel"),
    };
}

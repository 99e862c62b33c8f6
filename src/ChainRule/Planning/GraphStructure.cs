using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>
/// A graph without its values and names: ops, edges and types. Leaves and literals are numbered slots: nothing reads the numbers in an
/// expression after rewriting, so graphs that differ only in them share a plan. Expressions that compute the same are one node.
/// </summary>
internal sealed class GraphStructure : IEquatable<GraphStructure>
{
    private readonly int hash;

    private GraphStructure(List<StructureNode> nodes, int[] outputs, int destinations)
    {
        (Nodes, Outputs, Destinations) = (nodes, outputs, destinations);
        var code = new HashCode();
        foreach (var node in nodes) code.Add(node.GetHashCode());
        foreach (var output in outputs) code.Add(output);
        code.Add(destinations);
        hash = code.ToHashCode();
    }

    /// <summary>The nodes, inputs first.</summary>
    public IReadOnlyList<StructureNode> Nodes { get; }

    /// <summary>The outputs' nodes.</summary>
    public int[] Outputs { get; }

    /// <summary>The number of outputs, the last ones, that are written to memory that each run supplies.</summary>
    public int Destinations { get; }

    /// <summary>
    /// The structure of the graph that ends in <paramref name="outputs"/>, with the leaves and numbers that fill its slots.
    /// </summary>
    /// <param name="outputs">The tensors to compute.</param>
    /// <param name="destinations">The number of them, the last ones, whose memory each run supplies.</param>
    public static StructuredGraph Of(IReadOnlyList<Tensor> outputs, int destinations = 0)
    {
        var (nodes, leaves, numbers, tensors) = (new List<StructureNode>(), new List<Leaf>(), new List<double>(), new List<Tensor>());
        var known = new Dictionary<StructureNode, int>();
        var index = new Dictionary<Tensor, int>();
        foreach (var tensor in TopologicalOrder.Of(outputs))
        {
            var inputs = new int[tensor.Inputs.Length];
            for (var i = 0; i < inputs.Length; i++) inputs[i] = index[tensor.Inputs[i]];
            var (op, slot) = (tensor.Op, -1);
            if (tensor is Leaf leaf)
            {
                slot = leaves.Count;
                leaves.Add(leaf);
            }
            else if (op is LiteralOp literal)
            {
                (op, slot) = (literal with { Value = 0 }, numbers.Count);
                numbers.Add(literal.Value);
            }
            var node = new StructureNode(op, inputs, tensor.Type, slot, WorkOf(tensor));
            if (!known.TryGetValue(node, out var at))
            {
                known.Add(node, at = nodes.Count);
                nodes.Add(node);
                tensors.Add(tensor);
            }
            else if (tensors[at].Name is null) tensors[at] = tensor;
            index.Add(tensor, at);
        }
        return new(new GraphStructure(nodes, [.. outputs.Select(output => index[output])], destinations), [.. leaves], [.. numbers],
            tensors);
    }

    public bool Equals(GraphStructure? other) => other is not null && hash == other.hash && Destinations == other.Destinations
        && Outputs.AsSpan().SequenceEqual(other.Outputs) && Nodes.SequenceEqual(other.Nodes);

    public override bool Equals(object? obj) => Equals(obj as GraphStructure);

    public override int GetHashCode() => hash;

    private static KernelWork WorkOf(Tensor tensor) =>
        tensor.Op is IKernelOp op ? new(op.PartCount(tensor), op.Workspace(tensor), op.Shared(tensor)) : default;
}

/// <summary>A graph as a structure and the contents of its slots.</summary>
/// <param name="Structure">The structure.</param>
/// <param name="Leaves">The leaves, in the order of their slots.</param>
/// <param name="Numbers">The literals' values, in the order of theirs.</param>
/// <param name="Tensors">For each node of the structure, a tensor that it stands for; one with a name if there is one.</param>
internal sealed record StructuredGraph(GraphStructure Structure, Leaf[] Leaves, double[] Numbers, IReadOnlyList<Tensor> Tensors);

/// <summary>
/// What a kernel op asks for: the number of parts that may run in parallel, and the scratch elements of each part and of all together.
/// </summary>
internal readonly record struct KernelWork(int Parts, int Workspace, int Shared);

/// <summary>
/// A node of a structure. <paramref name="Slot"/> numbers the leaves and, apart from them, the literals; it is −1 for all others.
/// </summary>
internal sealed record StructureNode(Op Op, int[] Inputs, TensorType Type, int Slot, KernelWork Work)
{
    public bool Equals(StructureNode? other) => other is not null && Slot == other.Slot && Type == other.Type
        && Inputs.AsSpan().SequenceEqual(other.Inputs) && Op.Equals(other.Op);

    public override int GetHashCode()
    {
        var hash = HashCode.Combine(Op, Slot, Type.Shape.Size);
        foreach (var input in Inputs) hash = HashCode.Combine(hash, input);
        return hash;
    }
}

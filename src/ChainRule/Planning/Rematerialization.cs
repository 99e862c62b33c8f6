namespace ChainRule.Planning;

/// <summary>
/// Moves a step into the later pass that is its only reader, so that its result need not be stored: the part of a derivative that only
/// the backward pass reads, for example. A step moves only if that does not increase the number of stored elements.
/// </summary>
/// <remarks>
/// Nodes are visited once each, from last to first, so that whole chains move. Levels only increase, up to what the readers allow.
/// </remarks>
internal sealed class Rematerialization(GraphStructure structure, Fusion fusion, RowFusion rows, int[] level)
{
    private readonly IReadOnlyList<StructureNode> nodes = structure.Nodes;
    private readonly List<(int Node, int Input)>[] readers = new List<(int, int)>[structure.Nodes.Count];
    private readonly bool[] isOutput = new bool[structure.Nodes.Count];
    private readonly int[] readsFromMemory = new int[structure.Nodes.Count];

    public void Run()
    {
        foreach (var output in structure.Outputs) isOutput[rows.Root(output)] = true;
        FindReaders();
        for (var i = nodes.Count - 1; i >= 0; i--)
            if (fusion.IsInPass(i) && readers[i] is not null && Latest(i) is var latest && latest > level[i] && Pays(i, latest))
                Move(i, latest);
    }

    private void FindReaders()
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            if (fusion.Kinds[i] == NodeKind.View) continue;
            for (var input = 0; input < nodes[i].Inputs.Length; input++)
            {
                var root = rows.Root(nodes[i].Inputs[input]);
                (readers[root] ??= []).Add((i, input));
                if (!IsHandedOver(i, input)) readsFromMemory[root]++;
            }
        }
    }

    /// <summary>Whether a node reads an input from a tile of its own pass.</summary>
    private bool IsHandedOver(int node, int input) =>
        fusion.LinkOf(node, input) != Link.Outside && level[rows.Root(nodes[node].Inputs[input])] == level[node];

    /// <summary>The last level at which all readers can still read the node.</summary>
    private int Latest(int node) =>
        readers[node].Min(r => fusion.LinkOf(r.Node, r.Input) == Link.Outside ? level[r.Node] - 1 : level[r.Node]);

    /// <summary>Whether the node's values stay in tiles at that level, and the move stores no more than before.</summary>
    private bool Pays(int node, int at)
    {
        if (isOutput[node] || !readers[node].TrueForAll(r => fusion.LinkOf(r.Node, r.Input) != Link.Outside && level[r.Node] == at))
            return false;
        long stores = 0;
        foreach (var input in nodes[node].Inputs.Select(rows.Root).Distinct())
            if (!IsStored(input, node)) stores += nodes[input].Type.Shape.Size;
        return stores <= nodes[node].Type.Shape.Size;
    }

    /// <summary>Whether an input is stored anyway, for readers other than one.</summary>
    private bool IsStored(int input, int reader) =>
        !fusion.IsInPass(input) || isOutput[input] || readsFromMemory[input] > MemoryReads(reader, input);

    /// <summary>The number of a node's inputs that read one node from memory.</summary>
    private int MemoryReads(int node, int source)
    {
        var count = 0;
        for (var i = 0; i < nodes[node].Inputs.Length; i++)
            if (rows.Root(nodes[node].Inputs[i]) == source && !IsHandedOver(node, i)) count++;
        return count;
    }

    private void Move(int node, int to)
    {
        foreach (var source in nodes[node].Inputs.Select(rows.Root).Distinct()) readsFromMemory[source] -= MemoryReads(node, source);
        level[node] = to;
        foreach (var source in nodes[node].Inputs.Select(rows.Root).Distinct()) readsFromMemory[source] += MemoryReads(node, source);
        readsFromMemory[node] = 0;
    }
}

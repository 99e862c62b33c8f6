namespace ChainRule.Planning;

/// <summary>
/// Moves steps to the later pass that alone needs them, where they need not be stored: what only the backward pass reads of a
/// function's derivative, or an optimizer's decayed memory. A step moves where it then stores fewer elements than its inputs must.
/// </summary>
/// <remarks>
/// Nodes go from the last to the first, each once, so that chains move whole. Levels only grow, and never beyond what a reader allows.
/// </remarks>
internal sealed class Rematerialization(GraphStructure structure, Fusion fusion, RowFusion families, int[] level)
{
    private readonly IReadOnlyList<StructureNode> nodes = structure.Nodes;
    private readonly List<(int Node, int Input)>[] readers = new List<(int, int)>[structure.Nodes.Count];
    private readonly bool[] isOutput = new bool[structure.Nodes.Count];
    private readonly int[] readsFromMemory = new int[structure.Nodes.Count];

    public void Run()
    {
        foreach (var output in structure.Outputs) isOutput[families.Root(output)] = true;
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
                var root = families.Root(nodes[i].Inputs[input]);
                (readers[root] ??= []).Add((i, input));
                if (!IsHandedOver(i, input)) readsFromMemory[root]++;
            }
        }
    }

    /// <summary>Whether a reader finds an input in a tile of its own pass.</summary>
    private bool IsHandedOver(int node, int input) =>
        fusion.LinkOf(node, input) != Link.Outside && level[families.Root(nodes[node].Inputs[input])] == level[node];

    /// <summary>The last level at which all readers still find the node's values.</summary>
    private int Latest(int node) =>
        readers[node].Min(r => fusion.LinkOf(r.Node, r.Input) == Link.Outside ? level[r.Node] - 1 : level[r.Node]);

    /// <summary>Whether the node's values stay in tiles at that level, and no more must be stored for it than before.</summary>
    private bool Pays(int node, int at)
    {
        if (isOutput[node] || !readers[node].TrueForAll(r => fusion.LinkOf(r.Node, r.Input) != Link.Outside && level[r.Node] == at))
            return false;
        long stores = 0;
        foreach (var input in nodes[node].Inputs.Select(families.Root).Distinct())
            if (!IsStored(input, node)) stores += nodes[input].Type.Shape.Size;
        return stores <= nodes[node].Type.Shape.Size;
    }

    /// <summary>Whether an input lies in memory anyway, for others than one reader.</summary>
    private bool IsStored(int input, int reader) =>
        !fusion.IsInPass(input) || isOutput[input] || readsFromMemory[input] > MemoryReads(reader, input);

    /// <summary>How many of a node's inputs are one node's values from memory.</summary>
    private int MemoryReads(int node, int source)
    {
        var count = 0;
        for (var i = 0; i < nodes[node].Inputs.Length; i++)
            if (families.Root(nodes[node].Inputs[i]) == source && !IsHandedOver(node, i)) count++;
        return count;
    }

    private void Move(int node, int to)
    {
        foreach (var source in nodes[node].Inputs.Select(families.Root).Distinct()) readsFromMemory[source] -= MemoryReads(node, source);
        level[node] = to;
        foreach (var source in nodes[node].Inputs.Select(families.Root).Distinct()) readsFromMemory[source] += MemoryReads(node, source);
        readsFromMemory[node] = 0;
    }
}

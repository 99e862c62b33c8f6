using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Planning;

/// <summary>Makes one pass of a group of elementwise and reduction nodes: loads, instructions, registers, stores.</summary>
internal sealed class PassBuilder(GraphStructure structure, Fusion fusion, List<int> group, Func<int, Operand?> operandOf, Func<int, Operand?> store)
{
    private readonly Shape loop = fusion.LoopShape(group[0]);
    private readonly Dictionary<int, Place> places = [];
    private readonly Dictionary<int, int> lastUse = [];
    private readonly Stack<int> free = new();
    private readonly List<Operand> direct = [];
    private readonly List<Operand> written = [];
    private readonly List<Load> loads = [];
    private readonly List<TileStep> steps = [];
    private readonly HashSet<int> members = [.. group];
    private int registers;

    public ElementwisePass Build()
    {
        FindLastUses();
        foreach (var node in group)
            foreach (var input in structure.Nodes[node].Inputs) Bring(input);
        for (var at = 0; at < group.Count; at++) Compute(group[at], at);
        var sizes = loop.ToArray();
        Collapse(ref sizes);
        var chunk = ChunkSize.Of(sizes, steps.OfType<Accumulate>());
        return new ElementwisePass(fusion.ComputeType(group[0]), sizes, [.. direct], [.. loads], [.. steps], registers, chunk) { Stored = [.. written] };
    }

    /// <summary>A value is needed up to its last reader; splats stay for the whole chunk.</summary>
    private void FindLastUses()
    {
        for (var at = 0; at < group.Count; at++)
            foreach (var input in structure.Nodes[group[at]].Inputs) lastUse[input] = at;
    }

    /// <summary>Makes an input from outside the pass readable: directly where it lies as the loop runs, else by a load.</summary>
    private void Bring(int input)
    {
        if (places.ContainsKey(input) || members.Contains(input)) return;
        if (operandOf(input) is not { } operand)
        {
            AddLoad(input, new Load(null, Planner.LiteralValue(structure, input), new int[loop.Rank], registers++));
            return;
        }
        var view = operand.View.Expand(loop);
        if (operand.DType != DType.Bool && view.IsDense && operand.View.Shape.Size == loop.Size) places[input] = Direct(operand);
        else AddLoad(input, new Load(operand, 0, [.. view.Strides], registers++));
    }

    private void AddLoad(int input, Load load)
    {
        loads.Add(load);
        places[input] = new Place(true, load.Register);
        if (load.IsSplat) lastUse[input] = int.MaxValue;
    }

    private Place Direct(Operand operand)
    {
        direct.Add(operand);
        return new Place(false, direct.Count - 1);
    }

    private void Compute(int node, int at)
    {
        Place[] inputs = [.. structure.Nodes[node].Inputs.Select(input => places[input])];
        foreach (var input in structure.Nodes[node].Inputs.Distinct())
            if (lastUse[input] == at && places[input] is { IsRegister: true, Index: var register }) free.Push(register);
        if (structure.Nodes[node].Op is IReduction reduction) Reduce(node, reduction, inputs[0]);
        else Apply(node, (ElementwiseOp)structure.Nodes[node].Op, inputs);
    }

    private void Apply(int node, ElementwiseOp op, Place[] inputs)
    {
        var buffer = store(node);
        if (buffer is not null && buffer.DType != DType.Bool)
        {
            written.Add(buffer);
            steps.Add(new Instruction(op, inputs, places[node] = Direct(buffer)));
            return;
        }
        var output = places[node] = new Place(true, free.TryPop(out var reused) ? reused : registers++);
        steps.Add(new Instruction(op, inputs, output));
        if (buffer is not null) steps.Add(new StoreMask(output, buffer));
        if (!lastUse.ContainsKey(node)) free.Push(output.Index);
    }

    private void Reduce(int node, IReduction reduction, Place from)
    {
        var to = store(node)!;
        var kept = View.Dense(loop.Without(reduction.Axes, keep: true));
        int[] strides = [.. Enumerable.Range(0, loop.Rank).Select(axis => reduction.Axes.Contains(axis) ? 0 : kept.Strides[axis])];
        steps.Add(new Accumulate(reduction.Combine, from, to, strides));
    }

    /// <summary>Neighbouring axes that every stride sees as one become one, and axes of size 1 go.</summary>
    private void Collapse(ref int[] sizes)
    {
        var kept = AxisRuns.Ends(sizes, [.. loads.Select(load => load.Strides), .. steps.OfType<Accumulate>().Select(r => r.Strides)]);
        for (var i = 0; i < loads.Count; i++) loads[i] = loads[i] with { Strides = AxisRuns.Pick(loads[i].Strides, kept) };
        for (var i = 0; i < steps.Count; i++)
            if (steps[i] is Accumulate reduction) steps[i] = reduction with { Strides = AxisRuns.Pick(reduction.Strides, kept) };
        sizes = AxisRuns.Merge(sizes, kept);
    }
}

using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Planning;

/// <summary>Turns a graph's structure into a plan: which nodes run together, in which order, and in which buffers.</summary>
internal sealed class Planner
{
    private readonly GraphStructure structure;
    private readonly Fusion fusion;
    private readonly Operand?[] operands;
    private readonly bool[] stored;
    private readonly List<TensorType> slots = [];
    private readonly List<TensorType> buffers = [];
    private readonly List<PlanStep> steps = [];
    private readonly List<IReadOnlyList<int>> sources = []; // of each step, the nodes that it computes
    private readonly List<int> nodeOfBuffer = []; // leaves first, as in the plan

    private Planner(GraphStructure structure)
    {
        this.structure = structure;
        fusion = new Fusion(structure);
        operands = new Operand?[structure.Nodes.Count];
        stored = new bool[structure.Nodes.Count];
    }

    /// <summary>The plan that computes the structure's outputs.</summary>
    public static Plan Plan(GraphStructure structure) => new Planner(structure).Make();

    private Plan Make()
    {
        MakeSlots();
        var groups = fusion.Groups();
        MarkStored(groups);
        foreach (var group in groups)
        {
            Emit(group);
            while (sources.Count < steps.Count) sources.Add(group);
        }
        Operand[] outputs = [.. structure.Outputs.Select(Materialized)];
        var destinations = Destinations(outputs);
        var specs = Lifetimes(outputs);
        foreach (var buffer in destinations) specs[buffer - slots.Count] = specs[buffer - slots.Count] with { IsDestination = true };
        var bytes = ArenaLayout.Assign(specs);
        return new Plan([.. slots], specs, [.. steps], outputs, destinations, bytes) { Sources = new PlanSources(sources, nodeOfBuffer) };
    }

    /// <summary>
    /// The buffers of the outputs whose memory each run supplies. Each output has a buffer of its own, by a copy if necessary.
    /// </summary>
    private int[] Destinations(Operand[] outputs)
    {
        var kept = outputs.Length - structure.Destinations;
        var destinations = new int[structure.Destinations];
        var taken = new HashSet<int>();
        for (var i = 0; i < outputs.Length; i++)
        {
            if (i >= kept)
            {
                if (!IsWhole(outputs[i]) || taken.Contains(outputs[i].Buffer)) outputs[i] = DenseCopy(outputs[i]);
                destinations[i - kept] = outputs[i].Buffer;
            }
            taken.Add(outputs[i].Buffer);
        }
        return destinations;
    }

    private bool IsWhole(Operand operand) => operand.Buffer >= slots.Count && operand.View.IsDense
        && operand.View.Shape.Size == buffers[operand.Buffer - slots.Count].Shape.Size;

    private void MakeSlots()
    {
        for (var i = 0; i < structure.Nodes.Count; i++)
        {
            var node = structure.Nodes[i];
            if (node.Op is not LeafOp) continue;
            operands[i] = new Operand(slots.Count, View.Dense(node.Type.Shape), node.Type.DType);
            slots.Add(node.Type);
            nodeOfBuffer.Add(i);
        }
    }

    /// <summary>Marks the nodes that need a buffer: all but those that only their own pass reads.</summary>
    private void MarkStored(List<List<int>> groups)
    {
        var groupOf = new int[structure.Nodes.Count];
        Array.Fill(groupOf, -1);
        for (var g = 0; g < groups.Count; g++)
            foreach (var node in groups[g]) groupOf[node] = g;
        foreach (var output in structure.Outputs) stored[fusion.Rows.Root(output)] = true;
        for (var i = 0; i < structure.Nodes.Count; i++)
            for (var input = 0; input < structure.Nodes[i].Inputs.Length && fusion.Kinds[i] != NodeKind.View; input++)
            {
                var root = fusion.Rows.Root(structure.Nodes[i].Inputs[input]);
                if (groupOf[i] < 0 || groupOf[root] != groupOf[i] || fusion.LinkOf(i, input) == Link.Outside) stored[root] = true;
            }
    }

    private void Emit(List<int> group)
    {
        var node = structure.Nodes[group[0]];
        switch (fusion.Kinds[group[0]])
        {
            case NodeKind.Place:
                EmitPlace(group[0], (IPlacement)node.Op);
                break;
            case NodeKind.Kernel:
                EmitKernel(group[0], (IKernelOp)node.Op);
                break;
            default:
                steps.Add(new PassBuilder(structure, fusion, group, OperandOf, DenseOf, Store).Build());
                break;
        }
    }

    private void EmitPlace(int node, IPlacement op)
    {
        var from = Materialized(structure.Nodes[node].Inputs[0]);
        var to = Store(node)!;
        steps.Add(new FillStep(to, -1));
        steps.Add(new CopyStep(from, to with { View = op.Target(from.View.Shape) }));
    }

    private void EmitKernel(int node, IKernelOp op)
    {
        Operand[] inputs = [.. structure.Nodes[node].Inputs.Select(Materialized)];
        inputs = [.. inputs.Select(
            input => input.View.IsDense || (op.ReadsStrides && input.View.Strides.All(stride => stride >= 0)) ? input : DenseCopy(input))];
        var made = structure.Nodes[node].Type.DType;
        var compute = Array.Find(inputs, input => input.DType.IsFloat())?.DType ?? (made.IsFloat() ? made : DType.Float32);
        var work = structure.Nodes[node].Work;
        var shared = work.Shared == 0 ? null : NewBuffer(new TensorType(compute, [work.Shared]));
        steps.Add(new KernelStep(op, compute, inputs, Store(node)!, shared, work));
    }

    /// <summary>The operand of a node's values; <see langword="null"/> for literals. Views are resolved on demand.</summary>
    private Operand? OperandOf(int node)
    {
        var views = new Stack<int>();
        for (var at = node; operands[at] is null && fusion.Kinds[at] == NodeKind.View; at = structure.Nodes[at].Inputs[0]) views.Push(at);
        while (views.TryPop(out var view))
            operands[view] = Resolve((ViewOp)structure.Nodes[view].Op, operands[structure.Nodes[view].Inputs[0]]!);
        return operands[node];
    }

    private Operand Resolve(ViewOp op, Operand source)
    {
        if (op.Map(source.View) is { } view) return source with { View = view };
        var dense = DenseCopy(source);
        return dense with { View = op.Map(dense.View)! };
    }

    /// <summary>The same, with a literal written to a buffer.</summary>
    private Operand Materialized(int node)
    {
        if (OperandOf(node) is { } operand) return operand;
        var made = Store(node)!;
        steps.Add(new FillStep(made, LiteralSlot(structure, node)));
        return made;
    }

    /// <summary>The same, copied if it is not row-major without gaps.</summary>
    private Operand DenseOf(int node) => Materialized(node) is var operand && operand.View.IsDense ? operand : DenseCopy(operand);

    /// <summary>The slot of the number that a literal, or a view of one, repeats.</summary>
    internal static int LiteralSlot(GraphStructure structure, int node)
    {
        while (structure.Nodes[node].Op is ViewOp) node = structure.Nodes[node].Inputs[0];
        return structure.Nodes[node].Slot;
    }

    /// <summary>A buffer for the node's result, if it is read outside its pass.</summary>
    private Operand? Store(int node)
    {
        if (fusion.IsInPass(node) && !stored[node]) return null;
        return operands[node] = NewBuffer(structure.Nodes[node].Type, node);
    }

    private Operand DenseCopy(Operand from)
    {
        var to = NewBuffer(new TensorType(from.DType, from.View.Shape));
        steps.Add(new CopyStep(from, to));
        return to;
    }

    private Operand NewBuffer(TensorType type, int node = -1)
    {
        buffers.Add(type);
        nodeOfBuffer.Add(node);
        return new Operand(slots.Count + buffers.Count - 1, View.Dense(type.Shape), type.DType);
    }

    private BufferSpec[] Lifetimes(Operand[] outputs)
    {
        AddPartials();
        var first = new int[buffers.Count];
        var last = new int[buffers.Count];
        Array.Fill(first, int.MaxValue);
        for (var s = 0; s < steps.Count; s++)
        {
            foreach (var operand in steps[s].Writes) Touch(operand.Buffer, s);
            foreach (var operand in steps[s].Reads) Touch(operand.Buffer, s);
            if (steps[s] is ElementwisePass pass)
                foreach (var partials in pass.Partials) Touch(partials, s);
        }
        foreach (var output in outputs) Touch(output.Buffer, steps.Count);
        var specs = new BufferSpec[buffers.Count];
        for (var b = 0; b < specs.Length; b++) specs[b] = new BufferSpec(buffers[b], first[b], last[b]);
        return specs;

        void Touch(int buffer, int step)
        {
            var b = buffer - slots.Count;
            if (b < 0) return;
            first[b] = Math.Min(first[b], step);
            last[b] = Math.Max(last[b], step);
        }
    }

    /// <summary>Gives each chunk a buffer for partial results where several chunks of a pass add to the same results.</summary>
    private void AddPartials()
    {
        for (var s = 0; s < steps.Count; s++)
        {
            if (steps[s] is not ElementwisePass { Chunks: > 1 } pass) continue;
            steps[s] = pass
                with
            {
                Steps = [.. pass.Steps.Select(
                    step => step is Accumulate r && ChunkSize.Shares(r, pass) ? WithPartials(r, pass) : step)]
            };
        }
    }

    private Accumulate WithPartials(Accumulate reduction, ElementwisePass pass) =>
        reduction with { Partials = NewBuffer(new TensorType(pass.Compute, [pass.Chunks, reduction.To.View.Shape.Size])).Buffer };
}

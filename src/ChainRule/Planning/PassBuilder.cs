using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Planning;

/// <summary>Builds one pass from a group of nodes: loads, instructions, registers, stores.</summary>
internal sealed class PassBuilder
{
    private readonly GraphStructure structure;
    private readonly Fusion fusion;
    private readonly List<int> group;
    private readonly Func<int, Operand?> operandOf;
    private readonly Func<int, Operand> denseOf;
    private readonly Func<int, Operand?> store;
    private readonly Shape loop;
    private readonly int row;
    private readonly HashSet<int> members;
    private readonly Dictionary<Value, Place> places = [];
    private readonly Dictionary<Value, int> lastUse = [];
    private readonly Registers tiles = new();
    private readonly Registers rows = new();
    private readonly List<Operand> direct = [];
    private readonly List<Operand> written = [];
    private readonly List<Load> loads = [];
    private readonly List<TileStep> steps = [];

    /// <param name="structure">The graph.</param>
    /// <param name="fusion">Tells where the nodes of the group find their inputs.</param>
    /// <param name="group">The nodes, inputs first.</param>
    /// <param name="operandOf">Where a node's values lie; <see langword="null"/> for literals.</param>
    /// <param name="denseOf">The same, copied if they are not row-major without gaps.</param>
    /// <param name="store">Makes a buffer for a node that is read outside the pass; <see langword="null"/> for any other.</param>
    public PassBuilder(GraphStructure structure, Fusion fusion, List<int> group, Func<int, Operand?> operandOf, Func<int, Operand> denseOf,
        Func<int, Operand?> store)
    {
        (this.structure, this.fusion, this.group) = (structure, fusion, group);
        (this.operandOf, this.denseOf, this.store) = (operandOf, denseOf, store);
        members = [.. group];
        // Steps on row values whose rows are in another pass form a pass of their own, over one number per row.
        var hasRows = group.Exists(node => fusion.Rows.IsRowValue(node) || fusion.Kinds[node] == NodeKind.RowOp);
        var isWithoutRows = group.TrueForAll(fusion.Rows.IsOfRows);
        row = hasRows && !isWithoutRows ? fusion.Rows.InnerOf(group[0]) : 1;
        loop = isWithoutRows ? OwnShape(group[0]) : fusion.Rows.LoopShape(group[0]);
    }

    /// <summary>
    /// The contents of a place: the result of a node of the pass, for all elements or as one number per row; or an input from outside,
    /// broadcast to <paramref name="Space"/>.
    /// </summary>
    private sealed record Value(int Node, bool OfRows, Shape? Space = null);

    public ElementwisePass Build()
    {
        for (var at = 0; at < group.Count; at++)
            for (var i = 0; i < structure.Nodes[group[at]].Inputs.Length; i++) NoteUse(group[at], i, at);
        for (var at = 0; at < group.Count; at++) Compute(group[at], at);
        var reductions = steps.OfType<Accumulate>().ToList();
        var chunk = ChunkSize.Of(loop.Size, row, steps.Count, reductions);
        return new ElementwisePass(fusion.Rows.ComputeType(group[0]), Sizes(), [.. direct], [.. loads], [.. steps], tiles.Count,
            rows.Count, row, chunk)
        { Stored = [.. written] };
    }

    /// <summary>The shape that a node loops over: for a reduction, its input's.</summary>
    private Shape OwnShape(int node) =>
        structure.Nodes[fusion.Kinds[node] == NodeKind.Reduction ? structure.Nodes[node].Inputs[0] : node].Type.Shape;

    /// <summary>Whether a node is computed from one number per row, in a pass over whole rows.</summary>
    private bool IsBesideTiles(int node) => row > 1 && fusion.Rows.IsOfRows(node);

    private bool IsLinked(int node, int input, out Link link)
    {
        link = fusion.LinkOf(node, input);
        if (!members.Contains(fusion.Rows.Root(structure.Nodes[node].Inputs[input]))) link = Link.Outside;
        return link != Link.Outside;
    }

    /// <summary>The value that a node reads as an input.</summary>
    private Value ValueOf(int node, int input)
    {
        var from = structure.Nodes[node].Inputs[input];
        var needsRows = IsBesideTiles(node) || TakesRowValues(node);
        return IsLinked(node, input, out _)
            ? new(fusion.Rows.Root(from), needsRows)
            : new(from, needsRows, needsRows || row == 1 ? OwnSpace(node) : loop);
    }

    private bool TakesRowValues(int node) => structure.Nodes[node].Op is IRowOp { TakesRowValues: true };

    private void NoteUse(int node, int input, int at)
    {
        if (fusion.Rows.IsIndex(node, input)) return;
        var value = ValueOf(node, input);
        lastUse[value] = at;
        if (IsLinked(node, input, out var link) && link == Link.BroadcastRow) lastUse[value with { OfRows = true }] = at;
    }

    /// <summary>The place of a node's input, which is loaded at its first use.</summary>
    private Place PlaceOf(int node, int input)
    {
        var value = ValueOf(node, input);
        if (places.TryGetValue(value, out var place)) return place;
        if (value.Space is not null) return places[value] = Bring(value, value.Space);
        place = new Place(true, tiles.Take());
        steps.Add(new BroadcastRow(places[value with { OfRows = true }], place));
        return places[value] = place;
    }

    /// <summary>The shape in which a node's inputs broadcast.</summary>
    private Shape OwnSpace(int node) =>
        TakesRowValues(node) ? structure.Nodes[structure.Nodes[node].Inputs[0]].Type.Shape : OwnShape(node);

    /// <summary>Makes an input from outside readable: in place if it lies in the order of the loop, else by a load.</summary>
    private Place Bring(Value value, Shape space)
    {
        if (operandOf(value.Node) is not { } operand) return Load(null, Planner.LiteralSlot(structure, value.Node), [], [], value);
        var view = operand.View.Expand(space);
        if (operand.DType != DType.Bool && view.IsDense && operand.View.Shape.Size == space.Size) return Direct(operand, value.OfRows);
        var ends = AxisRuns.Ends(space.ToArray(), [[.. view.Strides]]);
        return Load(operand, -1, AxisRuns.Merge(space.ToArray(), ends), AxisRuns.Pick([.. view.Strides], ends), value);
    }

    private Place Load(Operand? from, int number, int[] sizes, int[] strides, Value value)
    {
        var registers = value.OfRows ? rows : tiles;
        var load = new Load(from, number, sizes, strides, -1, value.OfRows);
        if (load.IsSplat || IsSameInAllTiles(load))
        {
            // It is loaded once for all tiles of a chunk, so nothing else may use its register.
            load = load with { Register = registers.TakeForGood() };
            loads.Add(load);
            lastUse[value] = int.MaxValue;
        }
        else
        {
            load = load with { Register = registers.Take() };
            steps.Add(load);
        }
        return load.To;
    }

    /// <summary>Whether all tiles, which are whole rows, read the same row: the weights of a normalization, for example.</summary>
    private bool IsSameInAllTiles(Load load)
    {
        if (load.OfRows || row == 1) return false;
        var inner = 1;
        for (var axis = load.Sizes.Length - 1; axis >= 0; inner *= load.Sizes[axis--])
            if (inner >= row && load.Strides[axis] != 0) return false;
            else if (inner < row && inner * load.Sizes[axis] > row) return false;
        return true;
    }

    private Place Direct(Operand operand, bool ofRows)
    {
        direct.Add(operand);
        return new Place(false, direct.Count - 1, ofRows);
    }

    private void Compute(int node, int at)
    {
        var op = structure.Nodes[node].Op;
        var inputs = new List<Place>();
        for (var i = 0; i < structure.Nodes[node].Inputs.Length; i++)
            if (!fusion.Rows.IsIndex(node, i)) inputs.Add(PlaceOf(node, i));
        FreeInputs(node, at);
        if (op is IReduction reduction && !(row > 1 && fusion.Rows.IsRowValue(node)))
            steps.Add(Accumulation(node, reduction, inputs[0]));
        else Apply(node, inputs);
    }

    private void FreeInputs(int node, int at)
    {
        for (var i = 0; i < structure.Nodes[node].Inputs.Length; i++)
        {
            if (fusion.Rows.IsIndex(node, i)) continue;
            var value = ValueOf(node, i);
            FreeAfterLastUse(value, at);
            if (!value.OfRows) FreeAfterLastUse(value with { OfRows = true }, at);
        }
    }

    private void FreeAfterLastUse(Value value, int at)
    {
        if (!lastUse.TryGetValue(value, out var last) || last != at || !places.Remove(value, out var place)) return;
        if (place.IsRegister) (value.OfRows ? rows : tiles).Free(place.Index);
    }

    /// <summary>Adds the step that computes a tile or row values.</summary>
    private void Apply(int node, List<Place> inputs)
    {
        var value = new Value(node, row > 1 && fusion.Rows.IsRowValue(node));
        var registers = value.OfRows ? rows : tiles;
        var buffer = store(node);
        var isDirect = buffer is not null && buffer.DType != DType.Bool;
        var output = places[value] = isDirect ? Direct(buffer!, value.OfRows) : new Place(true, registers.Take(), value.OfRows);
        steps.Add(StepOf(node, inputs, output));
        if (isDirect) written.Add(buffer!);
        else if (buffer is not null) steps.Add(new StoreMask(output, buffer));
        if (!isDirect && !lastUse.ContainsKey(value)) registers.Free(output.Index);
    }

    private TileStep StepOf(int node, List<Place> inputs, Place output) => structure.Nodes[node].Op switch
    {
        ElementwiseOp op => new Instruction(op, [.. inputs], output),
        IReduction op => new ReduceRows(op.Combine, inputs[0], output),
        IRowOp op => new RowInstruction(op, inputs[0], IndicesOf(node), output),
        var op => throw new NotSupportedException($"no pass computes {op.Info.Name}"),
    };

    private Operand? IndicesOf(int node) =>
        structure.Nodes[node].Op is IIndexingOp op ? denseOf(structure.Nodes[node].Inputs[op.IndexInput]) : null;

    private Accumulate Accumulation(int node, IReduction reduction, Place from)
    {
        var to = store(node)!;
        var shape = OwnShape(node);
        var kept = View.Dense(shape.Without(reduction.Axes, keep: true));
        int[] strides = [.. Enumerable.Range(0, shape.Rank).Select(axis => reduction.Axes.Contains(axis) ? 0 : kept.Strides[axis])];
        var ends = AxisRuns.Ends(shape.ToArray(), [strides]);
        return new Accumulate(reduction.Combine, from, to, AxisRuns.Merge(shape.ToArray(), ends), AxisRuns.Pick(strides, ends));
    }

    /// <summary>The index space, with neighbouring axes merged where no step distinguishes them.</summary>
    private int[] Sizes()
    {
        if (row > 1) return [loop.Size / row, row];
        var all = steps.OfType<Load>().Select(load => load.Sizes).Concat(steps.OfType<Accumulate>().Select(r => r.Sizes)).ToList();
        return all.Count == 0 ? AxisRuns.Merge(loop.ToArray(), AxisRuns.Ends(loop.ToArray(), [])) : all.MaxBy(sizes => sizes.Length)!;
    }

    /// <summary>Allocates registers and reuses free ones.</summary>
    private sealed class Registers
    {
        private readonly Stack<int> free = new();

        public int Count { get; private set; }

        public int Take() => free.TryPop(out var reused) ? reused : Count++;

        public int TakeForGood() => Count++;

        public void Free(int register) => free.Push(register);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Ops;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>The current tile of a pass, and its registers.</summary>
internal readonly ref struct TileFrame<T>(Session session, Span<T> scratch, int chunk, int start, int count, int row) where T : unmanaged
{
    /// <summary>The first element of the tile in the index space.</summary>
    public int Start { get; } = start;

    public int Count { get; } = count;

    public int Chunk { get; } = chunk;

    /// <summary>The first row of the tile; in a pass without rows, its first element.</summary>
    public int FirstRow { get; } = row == 1 ? start : start / row;

    public int Rows { get; } = row == 1 ? count : count / row;

    public Session Session { get; } = session;

    public Span<T> Scratch { get; } = scratch;

    /// <summary>The values at a place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> At(in TilePlace place)
    {
        var count = place.OfRows ? Rows : Count;
        if (place.Buffer < 0) return Scratch.Slice(place.Offset, count);
        return Session.Span<T>(place.Buffer).Slice(place.Offset + (place.OfRows ? FirstRow : Start), count);
    }

    /// <summary>The indices of the tile's rows.</summary>
    public ReadOnlySpan<long> Indices(Operand operand) => Session.Span<long>(operand.Buffer).Slice(operand.View.Offset + FirstRow, Rows);
}

/// <summary>A resolved place of a pass: an offset in scratch memory (buffer −1) or in a buffer.</summary>
internal readonly record struct TilePlace(int Buffer, int Offset, bool OfRows);

/// <summary>A step of a pass, prepared to run tile by tile.</summary>
internal abstract class TileAction<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    public abstract void Run(in TileFrame<T> frame);

    /// <summary>The action for a step.</summary>
    public static TileAction<T> For(TileStep step, int row, Func<Place, TilePlace> resolve) => step switch
    {
        Load load => new LoadAction(load, resolve(load.To)),
        Instruction { Inputs: [var x] } i => new UnaryAction((UnaryKernel<T>)i.Op.Kernel.For<T>(), resolve(x), resolve(i.Output)),
        Instruction { Inputs: [var x, var y] } i =>
            new BinaryAction((BinaryKernel<T>)i.Op.Kernel.For<T>(), resolve(x), resolve(y), resolve(i.Output)),
        Instruction { Inputs: [var x, var y, var z] } i =>
            new TernaryAction((TernaryKernel<T>)i.Op.Kernel.For<T>(), resolve(x), resolve(y), resolve(z), resolve(i.Output)),
        StoreMask mask => new MaskAction(resolve(mask.From), mask.To.Buffer),
        Accumulate reduction => new AccumulateAction(reduction, resolve(reduction.From)),
        ReduceRows reduce => new ReduceRowsAction(reduce.Combine, row, resolve(reduce.From), resolve(reduce.To)),
        BroadcastRow spread => new BroadcastRowAction(row, resolve(spread.From), resolve(spread.To)),
        RowInstruction i =>
            new RowOpAction((RowKernel<T>)i.Op.RowKernel.For<T>(), row, resolve(i.From), i.Index, resolve(i.To)),
        _ => throw new NotSupportedException($"no way to run a {step.GetType().Name}"),
    };

    /// <summary>
    /// The action for two consecutive steps, of which only the second reads the first's result; none without a fused kernel.
    /// </summary>
    public static TileAction<T>? For(Instruction first, TileStep second, int row, Func<Place, TilePlace> resolve)
    {
        switch (second)
        {
            case Instruction { Inputs: [var x, var y] } next when first.Inputs is [var a, var b]
                && first.Output.OfRows == next.Output.OfRows:
                var turned = y == first.Output;
                if (FusedKernels.Find(first.Op, next.Op, turned) is not { } chain) return null;
                return new TernaryAction((TernaryKernel<T>)chain.For<T>(), resolve(a), resolve(b), resolve(turned ? x : y),
                    resolve(next.Output));
            case ReduceRows { Combine: Combine.Sum } sum when FusedKernels.Factors(first.Op) is var (one, other):
                return new DotRowsAction(row, resolve(first.Inputs[one]), resolve(first.Inputs[other]), resolve(sum.To));
            default:
                return null;
        }
    }

    private sealed class DotRowsAction(int row, TilePlace x, TilePlace y, TilePlace to) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) => RowTiles.Dot(row, frame.At(x), frame.At(y), frame.At(to));
    }

    private sealed class LoadAction(Load load, TilePlace to) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame)
        {
            var (from, start) = (load.From!, to.OfRows ? frame.FirstRow : frame.Start);
            if (from.DType == DType.Bool)
                Tiles.LoadMask(load.Sizes, load.Strides, frame.Session.Span<bool>(from.Buffer), from.View.Offset, start, frame.At(to));
            else Tiles.Load(load.Sizes, load.Strides, frame.Session.Span<T>(from.Buffer), from.View.Offset, start, frame.At(to));
        }
    }

    private sealed class UnaryAction(UnaryKernel<T> kernel, TilePlace x, TilePlace y) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) => kernel(frame.At(x), frame.At(y));
    }

    private sealed class BinaryAction(BinaryKernel<T> kernel, TilePlace x, TilePlace y, TilePlace z) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) => kernel(frame.At(x), frame.At(y), frame.At(z));
    }

    private sealed class TernaryAction(TernaryKernel<T> kernel, TilePlace x, TilePlace y, TilePlace z, TilePlace w) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) => kernel(frame.At(x), frame.At(y), frame.At(z), frame.At(w));
    }

    private sealed class MaskAction(TilePlace from, int buffer) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame)
        {
            var values = frame.At(from);
            Tiles.StoreMask<T>(values, frame.Session.Span<bool>(buffer).Slice(from.OfRows ? frame.FirstRow : frame.Start, values.Length));
        }
    }

    private sealed class AccumulateAction(Accumulate reduction, TilePlace from) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame)
        {
            var start = from.OfRows ? frame.FirstRow : frame.Start;
            var values = frame.At(from);
            var target = reduction.Target<T>(frame.Session, frame.Chunk);
            switch (reduction.Combine)
            {
                case Combine.Sum: Tiles.Sum(reduction.Sizes, reduction.Strides, values, start, target); break;
                case Combine.Max: Tiles.Max(reduction.Sizes, reduction.Strides, values, start, target); break;
                case Combine.Min: Tiles.Min(reduction.Sizes, reduction.Strides, values, start, target); break;
                default: Tiles.Norm(reduction.Sizes, reduction.Strides, values, start, target); break;
            }
        }
    }

    private sealed class ReduceRowsAction(Combine combine, int row, TilePlace from, TilePlace to) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame)
        {
            switch (combine)
            {
                case Combine.Sum: RowTiles.Sum(row, frame.At(from), frame.At(to)); break;
                case Combine.Max: RowTiles.Max(row, frame.At(from), frame.At(to)); break;
                case Combine.Min: RowTiles.Min(row, frame.At(from), frame.At(to)); break;
                default: RowTiles.Norm(row, frame.At(from), frame.At(to)); break;
            }
        }
    }

    private sealed class BroadcastRowAction(int row, TilePlace from, TilePlace to) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) => RowTiles.Broadcast(row, frame.At(from), frame.At(to));
    }

    private sealed class RowOpAction(RowKernel<T> kernel, int row, TilePlace from, Operand? index, TilePlace to) : TileAction<T>
    {
        public override void Run(in TileFrame<T> frame) =>
            kernel(row, frame.At(from), index is null ? [] : frame.Indices(index), frame.At(to));
    }
}

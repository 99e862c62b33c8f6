using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>
/// Runs a pass over a single element: no tiles, no chunks, no strides. Every value that occurs has a cell of its own, numbers are
/// written into theirs once and for all, and a run is what it must be: the reads, the kernels' calls on one element each, the writes.
/// </summary>
internal sealed class ScalarRunner<T> : Runner where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Session session;
    private readonly Call[] calls;
    private readonly Transfer[] reads;
    private readonly Transfer[] writes;
    private readonly T[] cells;

    public ScalarRunner(ElementwisePass pass, Session session)
    {
        this.session = session;
        var building = new Builder(pass);
        (calls, reads, writes, cells) = ([.. building.Calls], [.. building.Reads], [.. building.Writes], [.. building.Cells]);
    }

    /// <summary>A kernel with the cells of its operands; those it does not have are −1.</summary>
    private readonly record struct Call(Delegate Kernel, int First, int Second, int Third, int Output);

    /// <summary>A cell and the element of a buffer that is read into it or written from it.</summary>
    private readonly record struct Transfer(int Buffer, int Offset, bool IsMask, int Cell);

    /// <summary>Whether a pass can be run so.</summary>
    public static bool Runs(ElementwisePass pass) => pass.Size == 1 && Array.TrueForAll(pass.Steps, step => step is Instruction or StoreMask or Accumulate);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        foreach (ref readonly var read in reads.AsSpan())
            cells[read.Cell] = !read.IsMask ? session.Span<T>(read.Buffer)[read.Offset] : session.Span<bool>(read.Buffer)[read.Offset] ? T.One : T.Zero;
        ref var first = ref MemoryMarshal.GetArrayDataReference(cells);
        foreach (ref readonly var call in calls.AsSpan())
        {
            if (call.Second < 0) Unsafe.As<UnaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Output));
            else if (call.Third < 0) Unsafe.As<BinaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Second), One(ref first, call.Output));
            else Unsafe.As<TernaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Second), One(ref first, call.Third), One(ref first, call.Output));
        }
        foreach (ref readonly var write in writes.AsSpan())
        {
            if (write.IsMask) session.Span<bool>(write.Buffer)[write.Offset] = cells[write.Cell] != T.Zero;
            else session.Span<T>(write.Buffer)[write.Offset] = cells[write.Cell];
        }
    }

    private static Span<T> One(ref T first, int cell) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, cell), 1);

    /// <summary>Gives every value a cell, so that no step's result is gone when it is written at the end.</summary>
    private sealed class Builder
    {
        private readonly ElementwisePass pass;
        private readonly Dictionary<Place, int> cellOf = [];

        public Builder(ElementwisePass pass)
        {
            this.pass = pass;
            foreach (var load in pass.Loads) Bring(load);
            foreach (var step in pass.Steps) Add(step);
        }

        public List<Call> Calls { get; } = [];

        public List<Transfer> Reads { get; } = [];

        public List<Transfer> Writes { get; } = [];

        public List<T> Cells { get; } = [];

        private void Bring(Load load)
        {
            var cell = cellOf[new Place(true, load.Register)] = NewCell();
            if (load.From is { } from) Reads.Add(At(from, cell));
            else Cells[cell] = T.CreateChecked(load.Literal);
        }

        private void Add(TileStep step)
        {
            switch (step)
            {
                case Instruction instruction: Add(instruction); break;
                case StoreMask mask: Writes.Add(At(mask.To, CellOf(mask.From))); break;
                case Accumulate reduction: Writes.Add(At(reduction.To, CellOf(reduction.From))); break; // of one element it is the element
            }
        }

        private void Add(Instruction instruction)
        {
            int[] inputs = [.. instruction.Inputs.Select(CellOf), -1, -1];
            var output = cellOf[instruction.Output] = NewCell();
            Calls.Add(new Call(instruction.Op.Kernel.For<T>(), inputs[0], inputs[1], inputs[2], output));
            if (!instruction.Output.IsRegister) Writes.Add(At(pass.Direct[instruction.Output.Index], output));
        }

        /// <summary>The cell of a place; a buffer that is read where it lies is brought when it is first asked for.</summary>
        private int CellOf(Place place)
        {
            if (cellOf.TryGetValue(place, out var cell)) return cell;
            cell = cellOf[place] = NewCell();
            Reads.Add(At(pass.Direct[place.Index], cell));
            return cell;
        }

        private int NewCell()
        {
            Cells.Add(T.Zero);
            return Cells.Count - 1;
        }

        private static Transfer At(Operand operand, int cell) => new(operand.Buffer, operand.View.Offset, operand.DType == DType.Bool, cell);
    }
}

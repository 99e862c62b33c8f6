using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>
/// Runs a pass over a single element, without tiles, chunks or strides. Every value has a cell of its own, and literals are written to
/// theirs before the first run. A run consists of reads, kernel calls on one element each, and writes.
/// </summary>
internal sealed class ScalarRunner<T> : Runner where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Session session;
    private readonly Call[] calls;
    private readonly Transfer[] reads;
    private readonly Transfer[] writes;
    private readonly (int Number, int Cell)[] numbers;
    private readonly T[] cells;

    public ScalarRunner(ElementwisePass pass, Session session)
    {
        this.session = session;
        (calls, reads, writes, numbers, cells) = new Builder(pass).Build();
    }

    /// <summary>A kernel with the cells of its operands; those it does not have are −1.</summary>
    private readonly struct Call(Delegate kernel, int first, int second, int third, int output)
    {
        public readonly Delegate Kernel = kernel;
        public readonly int First = first, Second = second, Third = third, Output = output;
    }

    /// <summary>A cell and the element of a buffer that is read into it or written from it.</summary>
    private readonly struct Transfer(int buffer, int offset, bool isMask, int cell)
    {
        public readonly int Buffer = buffer, Offset = offset, Cell = cell;
        public readonly bool IsMask = isMask;
    }

    /// <summary>Whether this runner can run a pass.</summary>
    public static bool Runs(ElementwisePass pass) => pass is { Size: 1, RowRegisters: 0 }
        && Array.TrueForAll(pass.Steps, step => step is Instruction or StoreMask or Accumulate { Combine: not Ops.Combine.Norm });

    public override void Take(ReadOnlySpan<double> numbers)
    {
        foreach (var (number, cell) in this.numbers) cells[cell] = T.CreateChecked(numbers[number]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run()
    {
        foreach (ref readonly var read in reads.AsSpan())
            cells[read.Cell] = !read.IsMask ? session.Span<T>(read.Buffer)[read.Offset]
                : session.Span<bool>(read.Buffer)[read.Offset] ? T.One
                : T.Zero;
        ref var first = ref MemoryMarshal.GetArrayDataReference(cells);
        foreach (ref readonly var call in calls.AsSpan())
        {
            if (call.Second < 0) Unsafe.As<UnaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Output));
            else if (call.Third < 0)
                Unsafe.As<BinaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Second),
                    One(ref first, call.Output));
            else
                Unsafe.As<TernaryKernel<T>>(call.Kernel)(One(ref first, call.First), One(ref first, call.Second),
                    One(ref first, call.Third), One(ref first, call.Output));
        }
        foreach (ref readonly var write in writes.AsSpan())
        {
            if (write.IsMask) session.Span<bool>(write.Buffer)[write.Offset] = cells[write.Cell] != T.Zero;
            else session.Span<T>(write.Buffer)[write.Offset] = cells[write.Cell];
        }
    }

    private static Span<T> One(ref T first, int cell) => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref first, cell), 1);

    /// <summary>Gives every value a cell, so that no step's result is gone when it is written at the end.</summary>
    private sealed class Builder(ElementwisePass pass)
    {
        private readonly int[] registerCells = Unset(pass.Registers);
        private readonly int[] directCells = Unset(pass.Direct.Length);
        private readonly Call[] calls = new Call[pass.Steps.Length];
        private readonly Transfer[] reads = new Transfer[pass.Loads.Length + pass.Direct.Length];
        private readonly Transfer[] writes = new Transfer[pass.Steps.Length];
        private readonly List<(int Number, int Cell)> numbers = [];
        private readonly T[] cells = new T[pass.Loads.Length + pass.Direct.Length + pass.Steps.Length];
        private int callCount, readCount, writeCount, cellCount;

        public (Call[] Calls, Transfer[] Reads, Transfer[] Writes, (int Number, int Cell)[] Numbers, T[] Cells) Build()
        {
            foreach (var load in pass.Loads) Bring(load);
            foreach (var step in pass.Steps) Add(step);
            return (calls[..callCount], reads[..readCount], writes[..writeCount], [.. numbers], cells[..cellCount]);
        }

        private static int[] Unset(int count)
        {
            var cells = new int[count];
            Array.Fill(cells, -1);
            return cells;
        }

        private void Bring(Load load)
        {
            var cell = registerCells[load.Register] = cellCount++;
            if (load.From is { } from) Read(from, cell);
            else numbers.Add((load.Number, cell));
        }

        private void Add(TileStep step)
        {
            switch (step)
            {
                case Instruction instruction: Add(instruction); break;
                case StoreMask mask: Write(mask.To, CellOf(mask.From)); break;
                case Accumulate reduction: Write(reduction.To, CellOf(reduction.From)); break; // of one element it is the element
            }
        }

        private void Add(Instruction instruction)
        {
            var (inputs, output) = (instruction.Inputs, instruction.Output);
            var (first, second, third) = (CellOf(inputs[0]), inputs.Length > 1 ? CellOf(inputs[1]) : -1,
                inputs.Length > 2 ? CellOf(inputs[2]) : -1);
            var cell = Cells(output)[output.Index] = cellCount++;
            calls[callCount++] = new Call(instruction.Op.Kernel.For<T>(), first, second, third, cell);
            if (!output.IsRegister) Write(pass.Direct[output.Index], cell);
        }

        /// <summary>The cell of a place. A buffer that is read in place is loaded at its first use.</summary>
        private int CellOf(Place place)
        {
            ref var cell = ref Cells(place)[place.Index];
            if (cell < 0) Read(pass.Direct[place.Index], cell = cellCount++);
            return cell;
        }

        private int[] Cells(Place place) => place.IsRegister ? registerCells : directCells;

        private void Read(Operand from, int cell) => reads[readCount++] = At(from, cell);

        private void Write(Operand to, int cell) => writes[writeCount++] = At(to, cell);

        private static Transfer At(Operand operand, int cell) =>
            new(operand.Buffer, operand.View.Offset, operand.DType == DType.Bool, cell);
    }
}

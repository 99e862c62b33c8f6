using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Planning;
using ChainRule.Shapes;

namespace ChainRule.Execution;

/// <summary>
/// The memory of a plan, with the plan's steps bound to it. One run at a time; a run allocates nothing.
/// </summary>
internal sealed class Session : IBuffers
{
    private const int Alignment = Machine.CacheLine;

    private readonly Plan plan;
    private readonly byte[] arena;
    private readonly Block[] blocks;
    private readonly int scratchBytes;
    private readonly Lock growing = new();
    private byte[][] scratch = []; // one for each worker
    private readonly Runner[] runners;

    public Session(Plan plan)
    {
        this.plan = plan;
        if (plan.ArenaBytes > Array.MaxLength - Alignment)
            throw new ShapeException(
                $"this graph needs {plan.ArenaBytes:N0} bytes at once; a plan's memory is limited to {Array.MaxLength:N0} bytes, so run it "
                + $"on smaller batches");
        arena = GC.AllocateUninitializedArray<byte>((int)plan.ArenaBytes + Alignment, pinned: true);
        LargePages.AskFor(arena);
        blocks = Blocks(plan, arena);
        runners = [.. plan.Steps.Select(step => Runner.For(step, this))];
        scratchBytes = runners.Length == 0 ? 0 : runners.Max(runner => runner.ScratchBytes);
        ScratchOfMore(ThreadTeam.Shared.Count - 1);
    }

    /// <summary>Where the elements of a buffer begin, and how many bytes they are.</summary>
    private struct Block
    {
        /// <summary>
        /// The arena, or the elements of a leaf or a destination of any type: only the address of the first is used.
        /// </summary>
        public byte[]? Storage;
        public nint Offset;
        public int Bytes;
    }

    /// <summary>The memory that the session holds, in bytes.</summary>
    public long Bytes => arena.Length + scratch.Sum(s => (long)s.Length);

    /// <summary>Sets the values that the next run reads for a leaf.</summary>
    public void Bind(int slot, TensorData data) => blocks[slot].Storage = data.Storage;

    /// <summary>Sets the values of literals, by their slots, for all later runs.</summary>
    public void Bind(ReadOnlySpan<double> numbers)
    {
        foreach (var runner in runners) runner.Take(numbers);
    }

    /// <summary>Sets the memory that the next run writes for a destination of the plan.</summary>
    public void BindDestination(int destination, TensorData data) => blocks[plan.Destinations[destination]].Storage = data.Storage;

    /// <summary>Releases references to leaf values so that an idle session does not keep user arrays alive.</summary>
    public void Unbind()
    {
        for (var slot = 0; slot < plan.Slots.Length; slot++) blocks[slot].Storage = null;
    }

    /// <summary>Runs every step.</summary>
    public void Run()
    {
        foreach (var runner in runners) runner.Run();
    }

    /// <summary>Runs every step and adds its duration, in clock ticks, to <paramref name="ticks"/>.</summary>
    public void Run(Span<long> ticks)
    {
        for (var i = 0; i < runners.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            runners[i].Run();
            ticks[i] += Stopwatch.GetTimestamp() - start;
        }
    }

    public Span<T> Span<T>(int buffer) where T : unmanaged
    {
        ref var block = ref blocks[buffer];
        ref var first = ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(block.Storage!), block.Offset);
        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref first), block.Bytes / Unsafe.SizeOf<T>());
    }

    public Span<T> Scratch<T>(int worker) where T : unmanaged
    {
        var own = worker < scratch.Length ? scratch[worker] : ScratchOfMore(worker);
        return MemoryMarshal.Cast<byte, T>(own.AsSpan((int)FirstAligned(own), scratchBytes));
    }

    private static Block[] Blocks(Plan plan, byte[] arena)
    {
        var blocks = new Block[plan.Slots.Length + plan.Buffers.Length];
        for (var slot = 0; slot < plan.Slots.Length; slot++) blocks[slot].Bytes = (int)plan.Slots[slot].Bytes;
        var start = FirstAligned(arena);
        for (var b = 0; b < plan.Buffers.Length; b++)
        {
            var buffer = plan.Buffers[b];
            blocks[plan.Slots.Length + b] = buffer.IsDestination
                ? new Block { Bytes = (int)buffer.Type.Bytes }
                : new Block { Storage = arena, Offset = start + (nint)buffer.Offset, Bytes = (int)buffer.Type.Bytes };
        }
        return blocks;
    }

    private static unsafe nint FirstAligned(byte[] pinned)
    {
        var address = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        return -address & (Alignment - 1);
    }

    /// <summary>
    /// Allocates scratch memory for all workers up to this one: the team may have grown since the session was made, even during a run.
    /// </summary>
    private byte[] ScratchOfMore(int worker)
    {
        lock (growing)
        {
            var more = Enumerable.Range(scratch.Length, Math.Max(0, worker + 1 - scratch.Length))
                .Select(_ => GC.AllocateUninitializedArray<byte>(scratchBytes + Alignment, pinned: true));
            // A new array, since others read the old one without the lock.
            Volatile.Write(ref scratch, [.. scratch, .. more]);
            return scratch[worker];
        }
    }

    /// <summary>Copies an output, row-major.</summary>
    public void CopyOutput<T>(int output, Span<T> to) where T : unmanaged
    {
        var from = plan.Outputs[output];
        var view = from.View;
        if (to.Length == 0) return;
        if (view.IsDense) Span<T>(from.Buffer).Slice(view.Offset, to.Length).CopyTo(to);
        else
            Strided.Copy(view.Shape.AsSpan(), Span<T>(from.Buffer), view.Offset, view.Strides.AsSpan(), to, 0,
                View.Dense(view.Shape).Strides.AsSpan());
    }

    /// <summary>A copy of an output's values.</summary>
    public TensorData Output(int output)
    {
        var operand = plan.Outputs[output];
        var data = TensorData.Zeros(operand.View.Shape, operand.DType);
        CopyOutput(output, data);
        return data;
    }

    /// <summary>Copies an output into data of its type.</summary>
    public void CopyOutput(int output, TensorData to)
    {
        switch (to.DType)
        {
            case DType.Float32: CopyOutput<float>(output, to.Elements<float>()); break;
            case DType.Float64: CopyOutput<double>(output, to.Elements<double>()); break;
            case DType.Int64: CopyOutput<long>(output, to.Elements<long>()); break;
            default: CopyOutput<bool>(output, to.Elements<bool>()); break;
        }
    }
}

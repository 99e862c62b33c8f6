using System.Runtime.InteropServices;
using ChainRule.Graph;
using ChainRule.Kernels;
using ChainRule.Planning;
using ChainRule.Shapes;

namespace ChainRule.Execution;

/// <summary>
/// The memory of a plan, and its steps bound to it. Runs one at a time; a run allocates nothing.
/// </summary>
internal sealed class Session : IBuffers
{
    private readonly Plan plan;
    private readonly TensorData[] leaves;
    private readonly byte[] arena;
    private readonly int scratchBytes;
    private byte[][] scratch = [];
    private readonly Runner[] runners;

    public Session(Plan plan)
    {
        this.plan = plan;
        leaves = new TensorData[plan.Slots.Length];
        if (plan.ArenaBytes > Array.MaxLength)
            throw new ShapeException($"this graph needs {plan.ArenaBytes:N0} bytes at once; a plan's memory is limited to {Array.MaxLength:N0} bytes, so run it on smaller batches");
        arena = GC.AllocateUninitializedArray<byte>((int)plan.ArenaBytes, pinned: true);
        runners = [.. plan.Steps.Select(step => Runner.For(step, this))];
        scratchBytes = runners.Length == 0 ? 0 : runners.Max(runner => runner.ScratchBytes);
        ScratchForEachWorker();
    }

    /// <summary>The memory that the session holds, in bytes.</summary>
    public long Bytes => arena.Length + scratch.Sum(s => (long)s.Length);

    /// <summary>Gives a leaf's slot the values that the next run reads.</summary>
    public void Bind(int slot, TensorData data) => leaves[slot] = data;

    /// <summary>Lets go of the leaves' values, so that a session that waits keeps nothing of the user's alive.</summary>
    public void Unbind() => Array.Clear(leaves);

    /// <summary>Runs every step.</summary>
    public void Run()
    {
        ScratchForEachWorker();
        foreach (var runner in runners) runner.Run();
    }

    /// <summary>Grows only where the team has grown since the last run.</summary>
    private void ScratchForEachWorker()
    {
        if (scratch.Length >= ThreadTeam.Shared.Count) return;
        scratch = [.. Enumerable.Range(0, ThreadTeam.Shared.Count).Select(_ => GC.AllocateUninitializedArray<byte>(scratchBytes, pinned: true))];
    }

    public Span<T> Span<T>(int buffer) where T : unmanaged
    {
        if (plan.IsSlot(buffer)) return leaves[buffer].Elements<T>().AsSpan();
        var spec = plan.Buffers[buffer - plan.Slots.Length];
        return MemoryMarshal.Cast<byte, T>(arena.AsSpan((int)spec.Offset, (int)spec.Type.Bytes));
    }

    public Span<T> Scratch<T>(int worker) where T : unmanaged => MemoryMarshal.Cast<byte, T>(scratch[worker].AsSpan());

    /// <summary>Copies an output, row-major, to where it is wanted.</summary>
    public void CopyOutput<T>(int output, Span<T> to) where T : unmanaged
    {
        var from = plan.Outputs[output];
        var view = from.View;
        if (to.Length == 0) return;
        if (view.IsDense) Span<T>(from.Buffer).Slice(view.Offset, to.Length).CopyTo(to);
        else Strided.Copy(view.Shape.AsSpan(), Span<T>(from.Buffer), view.Offset, view.Strides.AsSpan(), to, 0, View.Dense(view.Shape).Strides.AsSpan());
    }

    /// <summary>An output's values, as data of their own.</summary>
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

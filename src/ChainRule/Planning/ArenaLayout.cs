using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Planning;

/// <summary>A buffer that a plan writes, and its lifetime: the first and the last step that use it.</summary>
internal sealed record BufferSpec(TensorType Type, int FirstStep, int LastStep)
{
    /// <summary>Byte offset in the arena.</summary>
    public long Offset { get; init; }

    /// <summary>Whether the buffer is outside the arena: each run supplies the memory, for the new value of a variable.</summary>
    public bool IsDestination { get; init; }
}

/// <summary>
/// Places buffers in one arena: first fit, in the order of first use. Buffers with disjoint lifetimes may share memory.
/// </summary>
/// <remarks>
/// It runs before the first step of a process, so it uses only lists of references and arrays of numbers, which .NET ships precompiled.
/// </remarks>
internal sealed class ArenaLayout
{
    private const long Alignment = Machine.CacheLine;
    private readonly List<Gap> free = [new Gap(0, long.MaxValue / 2)]; // by offset; the last one is where the arena may grow

    /// <summary>A range of the arena that no live buffer uses.</summary>
    private sealed class Gap(long offset, long bytes)
    {
        public long Offset { get; set; } = offset;

        public long Bytes { get; set; } = bytes;

        public long End => Offset + Bytes;
    }

    /// <summary>Sets each buffer's offset; returns the size of the arena in bytes.</summary>
    public static long Assign(BufferSpec[] buffers)
    {
        var layout = new ArenaLayout();
        var (born, dying) = Events(buffers);
        var end = 0L;
        for (var step = 0; step < born.Length; step++)
        {
            if (step > 0)
                foreach (var buffer in dying[step - 1]) layout.Release(buffers[buffer].Offset, Room(buffers[buffer]));
            foreach (var buffer in born[step])
            {
                var offset = layout.Take(Room(buffers[buffer]));
                buffers[buffer] = buffers[buffer] with { Offset = offset };
                end = Math.Max(end, offset + Room(buffers[buffer]));
            }
        }
        return end;
    }

    /// <summary>For each step, the buffers that it is the first to use, and those that it is the last to use.</summary>
    private static (List<int>[] Born, List<int>[] Dying) Events(BufferSpec[] buffers)
    {
        var steps = 0;
        foreach (var buffer in buffers) steps = Math.Max(steps, buffer.LastStep + 1);
        var (born, dying) = (new List<int>[steps], new List<int>[steps]);
        for (var step = 0; step < steps; step++) (born[step], dying[step]) = ([], []);
        for (var i = 0; i < buffers.Length; i++)
        {
            if (buffers[i].IsDestination) continue;
            born[buffers[i].FirstStep].Add(i);
            dying[buffers[i].LastStep].Add(i);
        }
        return (born, dying);
    }

    private static long Room(BufferSpec buffer) => Math.Max(Alignment, (buffer.Type.Bytes + Alignment - 1) / Alignment * Alignment);

    private long Take(long bytes)
    {
        var i = 0;
        while (free[i].Bytes < bytes) i++;
        var (gap, offset) = (free[i], free[i].Offset);
        if (gap.Bytes == bytes) free.RemoveAt(i);
        else (gap.Offset, gap.Bytes) = (offset + bytes, gap.Bytes - bytes);
        return offset;
    }

    private void Release(long offset, long bytes)
    {
        var next = FirstFrom(offset);
        var joinsBefore = next > 0 && free[next - 1].End == offset;
        var joinsNext = next < free.Count && offset + bytes == free[next].Offset;
        if (joinsBefore && joinsNext)
        {
            free[next - 1].Bytes += bytes + free[next].Bytes;
            free.RemoveAt(next);
        }
        else if (joinsBefore) free[next - 1].Bytes += bytes;
        else if (joinsNext) (free[next].Offset, free[next].Bytes) = (offset, free[next].Bytes + bytes);
        else free.Insert(next, new Gap(offset, bytes));
    }

    /// <summary>Index of the first gap that begins at <paramref name="offset"/> or after it.</summary>
    private int FirstFrom(long offset)
    {
        var (low, high) = (0, free.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (free[middle].Offset < offset) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}

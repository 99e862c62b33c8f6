using ChainRule.Graph;
using ChainRule.Kernels;

namespace ChainRule.Planning;

/// <summary>A piece of memory that a plan writes to, and when: from its first step to its last.</summary>
internal sealed record BufferSpec(TensorType Type, int FirstStep, int LastStep)
{
    /// <summary>Where it lies in the arena, in bytes.</summary>
    public long Offset { get; init; }

    /// <summary>Whether it is not in the arena: it is written where the new value of a variable is wanted.</summary>
    public bool IsDestination { get; init; }
}

/// <summary>
/// Lays buffers into one arena so that those that are never alive together may share memory: first fit, in the order of first use.
/// </summary>
/// <remarks>
/// It runs before the first step does, so it keeps to lists of references and arrays of numbers, whose code .NET brings compiled.
/// </remarks>
internal sealed class ArenaLayout
{
    private const long Alignment = Machine.CacheLine;
    private readonly List<Gap> free = [new Gap(0, long.MaxValue / 2)]; // by offset; the last one is where the arena may grow

    /// <summary>Room that no living buffer uses.</summary>
    private sealed class Gap(long offset, long bytes)
    {
        public long Offset { get; set; } = offset;

        public long Bytes { get; set; } = bytes;

        public long End => Offset + Bytes;
    }

    /// <summary>Gives each buffer its offset; returns the arena's size in bytes.</summary>
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

    /// <summary>The buffers that each step is the first to use, and the last.</summary>
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

    /// <summary>The place in the list of the first gap that does not begin before <paramref name="offset"/>.</summary>
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

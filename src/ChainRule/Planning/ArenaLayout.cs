namespace ChainRule.Planning;

/// <summary>Lays buffers into one arena so that those that are never alive together may share memory.</summary>
internal static class ArenaLayout
{
    private const long Alignment = 64; // a cache line, and the widest vector

    /// <summary>Gives each buffer its offset; returns the arena's size in bytes. First fit, in the order of first use.</summary>
    public static long Assign(BufferSpec[] buffers)
    {
        var free = new SortedList<long, long> { [0] = long.MaxValue };
        var dying = new PriorityQueue<(long Offset, long Bytes), int>();
        long end = 0;
        foreach (var index in Enumerable.Range(0, buffers.Length).Where(i => !buffers[i].IsDestination).OrderBy(i => buffers[i].FirstStep))
        {
            while (dying.TryPeek(out var dead, out var last) && last < buffers[index].FirstStep)
            {
                dying.Dequeue();
                Release(free, dead.Offset, dead.Bytes);
            }
            var bytes = Math.Max(Alignment, (buffers[index].Type.Bytes + Alignment - 1) / Alignment * Alignment);
            var offset = Take(free, bytes);
            dying.Enqueue((offset, bytes), buffers[index].LastStep);
            buffers[index] = buffers[index] with { Offset = offset };
            end = Math.Max(end, offset + bytes);
        }
        return end;
    }

    private static long Take(SortedList<long, long> free, long bytes)
    {
        var i = 0;
        while (free.Values[i] < bytes) i++;
        var (offset, room) = (free.Keys[i], free.Values[i]);
        free.RemoveAt(i);
        if (room > bytes) free.Add(offset + bytes, room - bytes);
        return offset;
    }

    private static void Release(SortedList<long, long> free, long offset, long bytes)
    {
        free.Add(offset, bytes);
        var i = free.IndexOfKey(offset);
        if (i + 1 < free.Count && offset + bytes == free.Keys[i + 1]) Merge(free, i);
        if (i > 0 && free.Keys[i - 1] + free.Values[i - 1] == offset) Merge(free, i - 1);
    }

    private static void Merge(SortedList<long, long> free, int i)
    {
        var room = free.Values[i + 1];
        free.RemoveAt(i + 1);
        // The last piece is unbounded.
        free[free.Keys[i]] = room > long.MaxValue / 2 ? long.MaxValue / 2 : free.Values[i] + room;
    }
}

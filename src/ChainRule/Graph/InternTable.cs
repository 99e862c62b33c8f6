using System.Runtime.InteropServices;

namespace ChainRule.Graph;

/// <summary>
/// Finds an equal expression that is still in use. It holds its entries weakly, so that a graph nobody uses goes away as any
/// object does; the places of dead entries are used again when the table is full.
/// </summary>
internal sealed class InternTable
{
    private const int FirstSize = 1024;
    private readonly Lock gate = new();
    private Entry[] entries = new Entry[FirstSize];
    private int[] buckets = new int[FirstSize];
    private int count;

    private record struct Entry(int Hash, int Next, WeakGCHandle<Tensor> Target);

    public static InternTable Shared { get; } = new();

    public Tensor GetOrAdd(Tensor.InternKey key)
    {
        lock (gate)
        {
            if (Find(key) is { } found) return found;
            if (count == entries.Length) Rebuild();
            var made = key.Make();
            Insert(key.Hash, new WeakGCHandle<Tensor>(made));
            return made;
        }
    }

    private Tensor? Find(Tensor.InternKey key)
    {
        for (var i = buckets[Bucket(key.Hash)] - 1; i >= 0; i = entries[i].Next)
            if (entries[i].Hash == key.Hash && entries[i].Target.TryGetTarget(out var target) && key.Is(target)) return target;
        return null;
    }

    private void Insert(int hash, WeakGCHandle<Tensor> target)
    {
        ref var bucket = ref buckets[Bucket(hash)];
        entries[count] = new Entry(hash, bucket - 1, target);
        bucket = ++count;
    }

    /// <summary>Drops the dead; doubles the table where more than half is alive.</summary>
    private void Rebuild()
    {
        var old = entries;
        var alive = old.Count(entry => entry.Target.TryGetTarget(out _));
        var size = alive > old.Length / 2 ? old.Length * 2 : old.Length;
        (entries, buckets, count) = (new Entry[size], new int[size], 0);
        foreach (var entry in old)
        {
            if (entry.Target.TryGetTarget(out _)) Insert(entry.Hash, entry.Target);
            else entry.Target.Dispose();
        }
    }

    private int Bucket(int hash) => hash & (buckets.Length - 1);
}

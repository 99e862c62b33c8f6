using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>
/// Caches plans by structure, with sessions (the memory of a plan) that are not in use. The plan and the session used last always stay; the
/// others are limited in bytes. Sessions are dropped before plans, because a plan takes long to make and little memory to keep.
/// </summary>
internal sealed class PlanCache
{
    /// <summary>Estimated bytes of a plan and its runners for each node of the structure.</summary>
    private const long BytesPerNode = 512;

    private const int MaxPlans = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<GraphStructure, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new(); // the plan used last comes first
    private readonly LinkedList<Idle> idle = new(); // the session used last comes first
    private long bytes; // of all plans and idle sessions
    private long mostBytes = 64 << 20;

    /// <summary>The cache that <see cref="Tensor.Evaluate()"/> uses.</summary>
    public static PlanCache Shared { get; } = new();

    /// <summary>The maximum number of bytes of plans and idle sessions, not counting the plan and the session used last.</summary>
    public long MaxBytes
    {
        get
        {
            lock (gate) return mostBytes;
        }
        set
        {
            lock (gate)
            {
                mostBytes = value;
                Trim();
            }
        }
    }

    /// <summary>The number of bytes of plans and idle sessions.</summary>
    public long Bytes
    {
        get
        {
            lock (gate) return bytes;
        }
    }

    /// <summary>A plan with its idle sessions: as many as threads have run it at once. Those used last are at the end.</summary>
    private sealed record Entry(GraphStructure Structure, Plan Plan)
    {
        public long Bytes { get; } = Structure.Nodes.Count * BytesPerNode;

        public List<LinkedListNode<Idle>> Idle { get; } = [];
    }

    private sealed record Idle(Entry Entry, Session Session, long Bytes);

    /// <summary>The plan for a structure, which is made if it is not in the cache.</summary>
    public Plan Find(GraphStructure structure) => Touch(structure).Plan;

    /// <summary>A session for the structure's plan, for one thread, which returns it after the run.</summary>
    public Session Rent(GraphStructure structure)
    {
        var entry = Touch(structure);
        lock (gate)
        {
            if (entry.Idle is [.., var last])
            {
                Remove(last);
                return last.Value.Session;
            }
            Trim(spareSession: false); // so that the session used last and the new one are not in memory together
        }
        return new Session(entry.Plan);
    }

    /// <summary>Keeps a session for the next run.</summary>
    public void Return(GraphStructure structure, Session session)
    {
        var size = session.Bytes;
        lock (gate)
        {
            if (!entries.TryGetValue(structure, out var node)) return; // dropped meanwhile
            node.Value.Idle.Add(idle.AddFirst(new Idle(node.Value, session, size)));
            bytes += size;
            Trim();
        }
    }

    /// <summary>Drops all plans and idle sessions.</summary>
    public void Clear()
    {
        // One by one: a thread in Rent may hold an entry already, which must not offer a session that is dropped.
        lock (gate)
            while (byUse.Last is { } node) Remove(node);
    }

    private Entry Touch(GraphStructure structure)
    {
        lock (gate)
            if (entries.TryGetValue(structure, out var known))
            {
                byUse.Remove(known);
                byUse.AddFirst(known);
                return known.Value;
            }
        var made = new Entry(structure, Planner.Plan(structure)); // outside the lock: planning may take long
        lock (gate)
        {
            if (entries.TryGetValue(structure, out var other)) return other.Value;
            entries.Add(structure, byUse.AddFirst(made));
            bytes += made.Bytes;
            Trim();
        }
        return made;
    }

    private void Trim(bool spareSession = true)
    {
        while (idle.Count > (spareSession ? 1 : 0) && bytes - Spared(spareSession) > mostBytes) Remove(idle.Last!);
        while (byUse.Count > 1 && (byUse.Count > MaxPlans || bytes - Spared(spareSession) > mostBytes)) Remove(byUse.Last!);
    }

    /// <summary>The bytes of the plan and, where it is spared, the session used last.</summary>
    private long Spared(bool spareSession) => byUse.First!.Value.Bytes + (spareSession ? idle.First?.Value.Bytes ?? 0 : 0);

    private void Remove(LinkedListNode<Entry> node)
    {
        foreach (var session in node.Value.Idle.ToArray()) Remove(session);
        entries.Remove(node.Value.Structure);
        byUse.Remove(node);
        bytes -= node.Value.Bytes;
    }

    private void Remove(LinkedListNode<Idle> node)
    {
        node.Value.Entry.Idle.Remove(node);
        idle.Remove(node);
        bytes -= node.Value.Bytes;
    }
}

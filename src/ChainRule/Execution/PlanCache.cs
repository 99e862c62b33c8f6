using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule.Execution;

/// <summary>Finds the plan of a structure again, and a session that is not in use.</summary>
internal sealed class PlanCache
{
    private const int MostPlans = 256;
    private const long MostSessionBytes = 16 << 20; // more than this is not kept waiting
    private readonly Lock gate = new();
    private readonly Dictionary<GraphStructure, LinkedListNode<Entry>> entries = [];
    private readonly LinkedList<Entry> byUse = new();

    /// <summary>The cache that <see cref="Tensor.Evaluate()"/> uses.</summary>
    public static PlanCache Shared { get; } = new();

    private sealed record Entry(GraphStructure Structure, Plan Plan)
    {
        public Session? Free { get; set; }
    }

    /// <summary>The plan for a structure; made where it is not known yet.</summary>
    public Plan Find(GraphStructure structure) => Touch(structure).Plan;

    /// <summary>A session for the structure's plan, to be given back after the run.</summary>
    public Session Rent(GraphStructure structure)
    {
        var entry = Touch(structure);
        lock (gate)
        {
            var free = entry.Free;
            entry.Free = null;
            if (free is not null) return free;
        }
        return new Session(entry.Plan);
    }

    /// <summary>Keeps a session for the next run, unless it is large.</summary>
    public void Return(GraphStructure structure, Session session)
    {
        if (session.Bytes > MostSessionBytes) return;
        lock (gate)
            if (entries.TryGetValue(structure, out var node)) node.Value.Free = session;
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
            if (entries.Count > MostPlans)
            {
                entries.Remove(byUse.Last!.Value.Structure);
                byUse.RemoveLast();
            }
        }
        return made;
    }
}

using ChainRule.Execution;

namespace ChainRule;

/// <summary>How many threads share the work of a step. Results do not depend on it.</summary>
public static class Threads
{
    /// <summary>The number of threads, the caller's included: at first as many as there are processors. In a browser it is 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is not at least 1.</exception>
    public static int Count
    {
        get => ThreadTeam.Shared.Count;
        set => ThreadTeam.Shared.Count = value;
    }
}

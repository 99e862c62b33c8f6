namespace ChainRule.Execution;

/// <summary>
/// Guards something that holds the buffers of one run: a second run that begins before the first has ended is refused, and so is reading
/// results that are not there, or that a run replaced while they were read. One interlocked exchange per run.
/// </summary>
internal struct Occupancy
{
    private const int Unused = 0, Running = 1, Done = 2, Failed = 3;

    private int state;
    private int runs;

    /// <summary>Begins a run.</summary>
    /// <param name="owner">The type that runs, for the message.</param>
    /// <exception cref="InvalidOperationException">A run is in progress.</exception>
    public void Begin(string owner)
    {
        if (Interlocked.Exchange(ref state, Running) == Running) ThrowRunning(owner);
    }

    /// <summary>Ends the run that <see cref="Begin"/> began.</summary>
    public void End(bool succeeded)
    {
        runs++;
        Volatile.Write(ref state, succeeded ? Done : Failed);
    }

    /// <summary>Checks that the last run has left results that can be read; gives its number.</summary>
    /// <exception cref="InvalidOperationException">There was no run, one is in progress, or the last one failed.</exception>
    public readonly int RequireResults(string owner)
    {
        var now = Volatile.Read(in state);
        if (now == Done) return Volatile.Read(in runs);
        if (now == Running) ThrowRunning(owner);
        throw new InvalidOperationException(now == Unused
            ? $"this {owner} has not run yet, so it has no outputs; call Run() first"
            : $"the last run of this {owner} failed, so it has no outputs; call Run() again");
    }

    /// <summary>Checks that what was read since <see cref="RequireResults"/> gave this number is the results of one run.</summary>
    /// <exception cref="InvalidOperationException">Another run has begun since then.</exception>
    public readonly void RequireUnchanged(string owner, int run)
    {
        Interlocked.MemoryBarrier();
        if (RequireResults(owner) != run) ThrowRunning(owner);
    }

    private static void ThrowRunning(string owner) => throw new InvalidOperationException(
        $"this {owner} is running already, on another thread or in a call that has not returned, and it holds the buffers of one run only; "
        + $"give each thread a {owner} of its own, or hold one lock from setting the inputs to reading the outputs");
}

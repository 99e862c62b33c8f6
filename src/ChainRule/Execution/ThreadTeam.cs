using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ChainRule.Execution;

/// <summary>Work that is cut into numbered chunks, each of which may run on any worker.</summary>
internal interface IChunkWork
{
    /// <summary>Runs one chunk. No two chunks of a run have one worker number at once, so it may choose scratch space.</summary>
    void Execute(int chunk, int worker);
}

/// <summary>
/// Persistent threads that share out the chunks of one piece of work at a time. They spin briefly for the next piece, since a
/// run hands over many in a row, and then park. A call allocates nothing.
/// </summary>
/// <remarks>
/// The heart is <see cref="tickets"/>: the number of the run in its upper half, and in its lower the begin and the end of the range of
/// groups of chunks not yet taken. A worker takes a group by exchanging the ticket for one with a smaller range. If that succeeds, the run
/// it looked at was still open all the while, so the work it read belongs to it; a worker that wakes late finds no chunk left and harms
/// nothing. Every other worker takes from the end: so with two, each has about the same share in every step, and much of what it reads is
/// in its own cache already.
/// </remarks>
internal sealed class ThreadTeam
{
    /// <summary>So long a worker looks for work before it parks: to be woken takes longer than most steps of a plan.</summary>
    private static readonly TimeSpan patience = TimeSpan.FromMicroseconds(200);

    /// <summary>What half of a ticket's lower half can count.</summary>
    private const int MaxGroups = ushort.MaxValue;

    /// <summary>Set on a thread while it runs chunks: what it starts meanwhile runs inline.</summary>
    [ThreadStatic]
    private static bool isInside;

    private readonly object parking = new();
    private readonly List<Thread> threads = [];
    private volatile int workerCount;
    private int busy;
    private long tickets;
    private int unfinished;
    private int parked;
    private int allChunks;
    private int groupSize;
    private IChunkWork? currentWork;
    private ExceptionDispatchInfo? failure;

    /// <param name="count">How many workers, of which the caller of <see cref="Run"/> is one.</param>
    public ThreadTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        workerCount = count;
    }

    /// <summary>The process's team, of as many workers as it has processors.</summary>
    public static ThreadTeam Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>How many workers there are. Setting it waits for a run in progress, and for threads that it ends.</summary>
    public int Count
    {
        get => OperatingSystem.IsBrowser() ? 1 : workerCount;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            if (isInside) { throw new InvalidOperationException("A chunk cannot change the number of workers that run it."); }
            var wait = default(SpinWait);
            while (Interlocked.CompareExchange(ref busy, 1, 0) != 0) { wait.SpinOnce(); }
            workerCount = value;
            EndSurplusThreads();
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>
    /// Runs chunks 0..chunks - 1, each once, and returns when all are done. The first exception of a chunk is thrown here; chunks
    /// not begun by then are left out. A call from within a chunk, or while another thread's run is on, runs alone as worker 0.
    /// </summary>
    public void Run(int chunks, IChunkWork work)
    {
        if (chunks <= 1 || Count == 1 || isInside || Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            for (var chunk = 0; chunk < chunks; chunk++) { work.Execute(chunk, 0); }
            return;
        }
        try
        {
            StartMissingThreads();
            Publish(chunks, work);
            TakeChunks(0);
            var wait = default(SpinWait);
            // What is left is being run by others at this moment.
            while (Volatile.Read(ref unfinished) != 0) { wait.SpinOnce(sleep1Threshold: -1); }
            failure?.Throw();
        }
        finally
        {
            (currentWork, failure) = (null, null);
            Volatile.Write(ref busy, 0);
        }
    }

    /// <summary>Opens a run. The ticket comes last: with it, workers see everything written before.</summary>
    private void Publish(int chunks, IChunkWork work)
    {
        (currentWork, allChunks, groupSize) = (work, chunks, (chunks + MaxGroups - 1) / MaxGroups);
        var groups = (chunks + groupSize - 1) / groupSize;
        unfinished = groups;
        var run = (ulong)Interlocked.Read(ref tickets) >> 32;
        Interlocked.Exchange(ref tickets, (long)((run + 1) << 32) | (uint)groups);
        if (Volatile.Read(ref parked) == 0) { return; }
        lock (parking)
        {
            for (var i = Math.Min(parked, chunks - 1); i > 0; i--) { Monitor.Pulse(parking); }
        }
    }

    private void TakeChunks(int worker)
    {
        isInside = true;
        try
        {
            while (true)
            {
                var ticket = Interlocked.Read(ref tickets);
                if (IsTaken(ticket)) { return; }
                var fromEnd = (worker & 1) == 1;
                var group = fromEnd ? (ushort)ticket - 1 : (ushort)(ticket >> 16);
                var (work, first) = (currentWork, group * groupSize);
                var end = Math.Min(allChunks, first + groupSize);
                var rest = fromEnd ? ticket - 1 : ticket + (1 << 16);
                if (Interlocked.CompareExchange(ref tickets, rest, ticket) == ticket) { Execute(work!, first, end, worker); }
            }
        }
        finally { isInside = false; }
    }

    /// <summary>Whether begin and end of the range have met.</summary>
    private static bool IsTaken(long ticket) => (ushort)ticket == (ushort)(ticket >> 16);

    private void Execute(IChunkWork work, int chunk, int end, int worker)
    {
        try
        {
            for (; chunk < end && Volatile.Read(ref failure) is null; chunk++) { work.Execute(chunk, worker); }
        }
#pragma warning disable CA1031 // Whatever a chunk throws belongs to the caller of Run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(e), null);
        }
        finally { Interlocked.Decrement(ref unfinished); }
    }

    private void Work(int worker)
    {
        while (worker < workerCount)
        {
            TakeChunks(worker);
            var since = Stopwatch.GetTimestamp();
            while (IsIdle(worker) && Stopwatch.GetElapsedTime(since) < patience) { Thread.SpinWait(1); }
            if (IsIdle(worker)) { Park(worker); }
        }
    }

    private bool IsIdle(int worker) => IsTaken(Interlocked.Read(ref tickets)) && worker < workerCount;

    /// <summary>
    /// Waits for a run. The count goes up before the ticket is looked at again, and Publish writes the ticket before it looks
    /// at the count: one of the two sees the other.
    /// </summary>
    private void Park(int worker)
    {
        lock (parking)
        {
            Interlocked.Increment(ref parked);
            // Once woken it looks around for a while, even if others have done the work by then: more is likely to come.
            if (IsIdle(worker)) { Monitor.Wait(parking); }
            Interlocked.Decrement(ref parked);
        }
    }

    private void StartMissingThreads()
    {
        while (threads.Count < workerCount - 1)
        {
            var worker = threads.Count + 1;
            var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"ChainRule worker {worker}" };
            threads.Add(thread);
            thread.Start();
        }
    }

    private void EndSurplusThreads()
    {
        lock (parking) { Monitor.PulseAll(parking); }
        for (var i = threads.Count; i >= Math.Max(1, workerCount); i--)
        {
            threads[i - 1].Join();
            threads.RemoveAt(i - 1);
        }
    }
}

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
/// The heart is <see cref="_ticket"/>: the number of the run in its upper half and the chunks not yet taken in its lower. A
/// worker takes a chunk by exchanging the ticket for one less. If that succeeds, the run it looked at was still open all the
/// while, so the work it read belongs to it; a worker that wakes late finds no chunk left and harms nothing.
/// </remarks>
internal sealed class ThreadTeam
{
    /// <summary>About 75 µs of looking for work before a worker parks.</summary>
    private const int Spins = 100;

    /// <summary>Set on a thread while it runs chunks: what it starts meanwhile runs inline.</summary>
    [ThreadStatic]
    private static bool t_inside;

    private readonly object _parking = new();
    private readonly List<Thread> _threads = [];
    private volatile int _count;
    private int _busy;
    private long _ticket;
    private int _unfinished;
    private int _parked;
    private int _chunks;
    private IChunkWork? _work;
    private ExceptionDispatchInfo? _failure;

    /// <param name="count">How many workers, of which the caller of <see cref="Run"/> is one.</param>
    public ThreadTeam(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        _count = count;
    }

    /// <summary>The process's team, of as many workers as it has processors.</summary>
    public static ThreadTeam Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>How many workers there are. Setting it waits for a run in progress, and for threads that it ends.</summary>
    public int Count
    {
        get => OperatingSystem.IsBrowser() ? 1 : _count;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            if (t_inside) { throw new InvalidOperationException("A chunk cannot change the number of workers that run it."); }
            var wait = default(SpinWait);
            while (Interlocked.CompareExchange(ref _busy, 1, 0) != 0) { wait.SpinOnce(); }
            _count = value;
            EndSurplusThreads();
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>
    /// Runs chunks 0..chunks - 1, each once, and returns when all are done. The first exception of a chunk is thrown here; chunks
    /// not begun by then are left out. A call from within a chunk, or while another thread's run is on, runs alone as worker 0.
    /// </summary>
    public void Run(int chunks, IChunkWork work)
    {
        if (chunks <= 1 || Count == 1 || t_inside || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
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
            while (Volatile.Read(ref _unfinished) != 0) { wait.SpinOnce(sleep1Threshold: -1); }
            _failure?.Throw();
        }
        finally
        {
            (_work, _failure) = (null, null);
            Volatile.Write(ref _busy, 0);
        }
    }

    /// <summary>Opens a run. The ticket comes last: with it, workers see everything written before.</summary>
    private void Publish(int chunks, IChunkWork work)
    {
        (_work, _chunks, _unfinished) = (work, chunks, chunks);
        var run = (ulong)Interlocked.Read(ref _ticket) >> 32;
        Interlocked.Exchange(ref _ticket, (long)((run + 1) << 32) | (uint)chunks);
        if (Volatile.Read(ref _parked) == 0) { return; }
        lock (_parking)
        {
            for (var i = Math.Min(_parked, chunks - 1); i > 0; i--) { Monitor.Pulse(_parking); }
        }
    }

    private void TakeChunks(int worker)
    {
        t_inside = true;
        try
        {
            while (true)
            {
                var ticket = Interlocked.Read(ref _ticket);
                if ((uint)ticket == 0) { return; }
                var (work, chunk) = (_work, _chunks - (int)(uint)ticket);
                if (Interlocked.CompareExchange(ref _ticket, ticket - 1, ticket) == ticket) { Execute(work!, chunk, worker); }
            }
        }
        finally { t_inside = false; }
    }

    private void Execute(IChunkWork work, int chunk, int worker)
    {
        try
        {
            if (Volatile.Read(ref _failure) is null) { work.Execute(chunk, worker); }
        }
#pragma warning disable CA1031 // Whatever a chunk throws belongs to the caller of Run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(e), null);
        }
        finally { Interlocked.Decrement(ref _unfinished); }
    }

    private void Work(int worker)
    {
        while (worker < _count)
        {
            TakeChunks(worker);
            for (var i = 0; i < Spins && IsIdle(worker); i++) { Thread.SpinWait(20); }
            if (IsIdle(worker)) { Park(worker); }
        }
    }

    private bool IsIdle(int worker) => (uint)Interlocked.Read(ref _ticket) == 0 && worker < _count;

    /// <summary>
    /// Waits for a run. The count goes up before the ticket is looked at again, and Publish writes the ticket before it looks
    /// at the count: one of the two sees the other.
    /// </summary>
    private void Park(int worker)
    {
        lock (_parking)
        {
            Interlocked.Increment(ref _parked);
            while (IsIdle(worker)) { Monitor.Wait(_parking); }
            Interlocked.Decrement(ref _parked);
        }
    }

    private void StartMissingThreads()
    {
        while (_threads.Count < _count - 1)
        {
            var worker = _threads.Count + 1;
            var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"ChainRule worker {worker}" };
            _threads.Add(thread);
            thread.Start();
        }
    }

    private void EndSurplusThreads()
    {
        lock (_parking) { Monitor.PulseAll(_parking); }
        for (var i = _threads.Count; i >= Math.Max(1, _count); i--)
        {
            _threads[i - 1].Join();
            _threads.RemoveAt(i - 1);
        }
    }
}

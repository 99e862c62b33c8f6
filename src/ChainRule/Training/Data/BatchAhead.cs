using System.Runtime.ExceptionServices;

namespace ChainRule.Training;

/// <summary>
/// Prepares a batch on a thread of its own while another is worked on; where there are no threads, in a browser, when it is asked
/// for. What goes wrong there is thrown here. Disposing waits for the thread to end.
/// </summary>
internal sealed class BatchAhead : IDisposable
{
    private readonly Func<int, TensorData[]> prepare;
    private readonly int end;
    private readonly SemaphoreSlim wanted = new(0);
    private readonly SemaphoreSlim ready = new(0);
    private readonly Thread? thread;
    private int next;
    private TensorData[]? batch;
    private ExceptionDispatchInfo? error;
    private bool stopped;

    /// <summary>Prepares the batches from <paramref name="first"/> to before <paramref name="end"/>, never more than one ahead.</summary>
    public BatchAhead(Func<int, TensorData[]> prepare, int first, int end)
    {
        (this.prepare, next, this.end) = (prepare, first, end);
        if (OperatingSystem.IsBrowser() || first == end) return;
        thread = new Thread(Work) { IsBackground = true, Name = "ChainRule batches" };
        wanted.Release();
        thread.Start();
    }

    /// <summary>The next batch, which is then the caller's until the call after; none after the last.</summary>
    public TensorData[]? Next()
    {
        if (next == end) return null;
        if (thread is null) return prepare(next++);
        ready.Wait();
        error?.Throw();
        var prepared = batch;
        if (++next < end) wanted.Release();
        return prepared;
    }

    public void Dispose()
    {
        Volatile.Write(ref stopped, true);
        wanted.Release();
        thread?.Join();
        wanted.Dispose();
        ready.Dispose();
    }

    private void Work()
    {
        for (var number = next; number < end && error is null; number++)
        {
            wanted.Wait();
            if (Volatile.Read(ref stopped)) return;
            Prepare(number);
            ready.Release();
        }
    }

    private void Prepare(int number)
    {
        try
        {
            batch = prepare(number);
        }
        catch (Exception e)
        {
            error = ExceptionDispatchInfo.Capture(e);
        }
    }
}

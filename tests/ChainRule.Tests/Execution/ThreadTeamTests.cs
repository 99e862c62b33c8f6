using ChainRule.Execution;

namespace ChainRule.Tests.Execution;

public sealed class ThreadTeamTests : IDisposable
{
    private readonly ThreadTeam team = new(4);

    public void Dispose() => team.Count = 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(9)]
    public void Every_chunk_runs_once(int count)
    {
        team.Count = count;
        for (var chunks = 0; chunks < 200; chunks++)
        {
            var work = new Tally(chunks);
            team.Run(chunks, work);
            Assert.All(work.Runs, runs => Assert.Equal(1, runs));
            Assert.InRange(work.HighestWorker, 0, count - 1);
        }
    }

    [Fact]
    public void Many_short_runs_in_a_row_lose_nothing()
    {
        var work = new Tally(7);
        for (var i = 0; i < 20_000; i++) { team.Run(7, work); }
        Assert.All(work.Runs, runs => Assert.Equal(20_000, runs));
    }

    [Fact]
    public void Two_workers_never_take_the_same_chunk()
    {
        var work = new Tally(1_000_000);
        for (var i = 1; i <= 4; i++)
        {
            team.Run(1_000_000, work);
            Assert.DoesNotContain(work.Runs, runs => runs != i);
        }
    }

    [Fact]
    public void Parked_workers_wake_up()
    {
        for (var i = 0; i < 10; i++)
        {
            // All four chunks wait for each other, so they end only if four threads run them.
            using var barrier = new Barrier(4);
            var met = 0;
            team.Run(4, new Work((_, _) => { if (barrier.SignalAndWait(TimeSpan.FromSeconds(30))) { Interlocked.Increment(ref met); } }));
            Assert.Equal(4, met);
            Thread.Sleep(20);
        }
    }

    [Fact]
    public void No_worker_runs_two_chunks_at_once()
    {
        var running = new int[4];
        var clashes = 0;
        team.Run(400, new Work((_, worker) =>
        {
            if (Interlocked.Increment(ref running[worker]) != 1) { Interlocked.Increment(ref clashes); }
            Thread.SpinWait(100);
            Interlocked.Decrement(ref running[worker]);
        }));
        Assert.Equal(0, clashes);
    }

    [Fact]
    public void An_exception_reaches_the_caller_and_the_team_goes_on()
    {
        for (var i = 0; i < 50; i++)
        {
            var e = Assert.Throws<InvalidOperationException>(
                () => team.Run(20, new Work((chunk, _) => { if (chunk == 13) { throw new InvalidOperationException("13"); } })));
            Assert.Equal("13", e.Message);
            var work = new Tally(20);
            team.Run(20, work);
            Assert.All(work.Runs, runs => Assert.Equal(1, runs));
        }
    }

    [Fact]
    public void A_run_within_a_chunk_runs_inline()
    {
        var total = 0;
        team.Run(8, new Work((_, _) =>
        {
            var thread = Environment.CurrentManagedThreadId;
            team.Run(10, new Work((_, worker) =>
            {
                if (worker == 0 && Environment.CurrentManagedThreadId == thread) { Interlocked.Increment(ref total); }
            }));
        }));
        Assert.Equal(80, total);
    }

    [Fact]
    public async Task Several_threads_may_call_at_once()
    {
        var callers = Enumerable.Range(0, 6).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                var work = new Tally(11);
                team.Run(11, work);
                Assert.All(work.Runs, runs => Assert.Equal(1, runs));
            }
        }));
        await Task.WhenAll(callers);
    }

    [Fact]
    public void A_run_allocates_nothing()
    {
        var work = new Tally(16);
        for (var i = 0; i < 100; i++) { team.Run(16, work); }
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) { team.Run(16, work); }
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void The_count_changes_between_runs_only()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => team.Count = 0);
        Assert.Throws<InvalidOperationException>(() => team.Run(2, new Work((_, _) => team.Count = 2)));
        Assert.Equal(4, team.Count);
    }

    private sealed class Work(Action<int, int> execute) : IChunkWork
    {
        public void Execute(int chunk, int worker) => execute(chunk, worker);
    }

    private sealed class Tally(int chunks) : IChunkWork
    {
        private int _highestWorker;

        public int[] Runs { get; } = new int[chunks];

        public int HighestWorker => _highestWorker;

        public void Execute(int chunk, int worker)
        {
            Interlocked.Increment(ref Runs[chunk]);
            if (worker > _highestWorker) { _highestWorker = worker; }
        }
    }
}

using System.Diagnostics;

namespace ChainRule.Training;

/// <summary>Measures how long a training takes and tells who wants to know.</summary>
internal sealed class ProgressMeter(IProgress<TrainingProgress>? progress, int epochs, int batches)
{
    private readonly Stopwatch watch = new();
    private long first;

    public TimeSpan Elapsed => watch.Elapsed;

    /// <summary>The clock runs from here.</summary>
    public void Begin(RunState state)
    {
        first = Done(state);
        watch.Start();
    }

    /// <summary>A step is done.</summary>
    public void Report(RunState state) => progress?.Report(Now(state));

    /// <summary>An epoch is done.</summary>
    public void ReportEpoch(RunState state)
    {
        var completed = state.History[^1];
        progress?.Report(Now(state) with { Epoch = state.Epoch - 1, Batch = batches, Loss = completed.Loss, Completed = completed });
    }

    /// <summary>Nothing more is told.</summary>
    public void End(RunState state) => progress?.Report(Now(state) with { IsEnd = true });

    private TrainingProgress Now(RunState state) => new()
    {
        Epoch = state.Epoch,
        Epochs = epochs,
        Batch = state.Batch,
        Batches = batches,
        Loss = state.Loss,
        LearningRate = state.LearningRate,
        Elapsed = Elapsed,
        Remaining = Remaining(state),
    };

    private TimeSpan Remaining(RunState state)
    {
        var (done, left) = (Done(state) - first, Math.Max(0, (long)epochs * batches - Done(state)));
        return done == 0 ? TimeSpan.Zero : Elapsed * ((double)left / done);
    }

    private long Done(RunState state) => (long)state.Epoch * batches + state.Batch;
}

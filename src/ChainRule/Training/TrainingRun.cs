using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>A training under way.</summary>
internal sealed class TrainingRun
{
    private readonly Trainer trainer;
    private readonly Module model;
    private readonly TrainingStep step;
    private readonly Loader loader;
    private readonly Measurement? validation;
    private readonly BestEpoch? best;
    private readonly RunSaver? saver;
    private readonly ProgressMeter meter;
    private RunState state = new();
    private double lossBefore = double.NaN;

    public TrainingRun(Trainer trainer, Module model, TrainingStep step, Loader loader)
    {
        (this.trainer, this.model, this.step, this.loader) = (trainer, model, step, loader);
        meter = new(trainer.Progress, trainer.Epochs, loader.Batches);
        if (trainer.Validation is { } data) validation = new(trainer, model, data);
        if (trainer.EarlyStopping is { } rule) best = new(rule, trainer.Monitor, model);
        if (trainer.Checkpoint is { } checkpoint)
            saver = new(checkpoint, new(checkpoint.Path, model, step, best, Settings(), trainer.Epochs));
    }

    private TrainingStop? Stop =>
        state.Epoch >= trainer.Epochs ? TrainingStop.Epochs
        : best?.HasEnded(state.History) == true ? TrainingStop.EarlyStopping
        : null;

    public TrainingResult Run(CancellationToken cancellation)
    {
        if (saver?.Begin(loader.Batches) is { } resumed) state = resumed;
        LookOver();
        meter.Begin(state);
        try
        {
            while (Stop is null) RunEpoch(cancellation);
            Save();
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Save();
            throw;
        }
        finally
        {
            meter.End(state);
        }
        best?.Restore(state.History);
        return Result(Stop!.Value);
    }

    /// <summary>Looks at the graph with the first batch in it, before anything is changed.</summary>
    private void LookOver()
    {
        if (trainer.Findings is null || Stop is not null || loader.Batches == 0) return;
        foreach (var batch in loader.Pass(state.Epoch, Math.Min(state.Batch, loader.Batches - 1)))
        {
            var check = step.Check(batch);
            check.ThrowIfFailed();
            if (!check.Passed) trainer.Findings(check);
            break;
        }
        if (saver is not null) CheckNames();
    }

    private void RunEpoch(CancellationToken cancellation)
    {
        foreach (var batch in loader.Pass(state.Epoch, state.Batch))
        {
            cancellation.ThrowIfCancellationRequested();
            Train(batch);
        }
        CheckParameters();
        state.EndEpoch(validation?.Run(cancellation));
        step.Schedule?.Observe(state.History[^1].Watched(trainer.Monitor));
        best?.Follow(state.History);
        meter.ReportEpoch(state);
        if (saver?.IsDueAfter(state.Epoch) == true) Save();
    }

    private void Train(TensorData[] batch)
    {
        var updates = step.Steps;
        var loss = step.RunUnchecked(batch);
        if (!double.IsFinite(loss) || (step.Steps > updates && !double.IsFinite(step.GradientNorm)))
            throw Diverged(loss, double.IsFinite(loss) ? "the gradient is no longer finite" : $"the loss became {loss}");
        // Between updates a resumed step does not know the rate of the last one.
        state.Add(loss, batch[0].Shape[0], updates > 0 && step.Steps == updates ? state.LearningRate : step.LearningRate);
        lossBefore = loss;
        meter.Report(state);
        if (saver?.IsDue((long)state.Epoch * loader.Batches + state.Batch) == true) Save();
    }

    private void Save()
    {
        if (saver is null) return;
        CheckParameters();
        CheckNames();
        saver.Save(state);
    }

    /// <summary>What has no name has no place in a file, and the training could not go on from it.</summary>
    private void CheckNames()
    {
        var named = model.NamedVariables.Select(variable => variable.Value).ToHashSet();
        if (step.Used.FirstOrDefault(variable => !named.Contains(variable)) is { } unnamed)
            throw new InvalidOperationException(
                $"the loss uses {unnamed.Describe()}, which is not among the model's Members, so a checkpoint would lack it; list it, or "
                + $"the module that owns it");
    }

    private IReadOnlyList<(string, string)> Settings() =>
    [
        ("seed", $"{trainer.Seed}"),
        ("shuffle", $"{trainer.Shuffle}"),
        ("examples", $"{loader.Dataset.Count}"),
        ("batch size", $"{loader.BatchSize}"),
        ("accumulate", $"{trainer.Accumulate}"),
        (RunFile.DataSetting, DataDigest.Of(loader.Dataset)),
        .. trainer.Validation is { } data ? [(RunFile.ValidationSetting, DataDigest.Of(data))] : Array.Empty<(string, string)>(),
    ];

    private TrainingResult Result(TrainingStop stop) => new()
    {
        History = state.History,
        Best = best?.Kept(state.History) ?? state.Epoch - 1,
        Steps = step.Steps,
        ResumedEpochs = saver?.EpochsBefore,
        Stop = stop,
        Time = meter.Elapsed,
    };

    /// <summary>Numbers that are not finite are never saved.</summary>
    private void CheckParameters()
    {
        foreach (var (name, parameter) in model.NamedParameters)
            if (!parameter.Value.IsFinite()) throw Diverged(lossBefore, $"parameter '{name}' is no longer finite");
    }

    private TrainingDivergedException Diverged(double loss, string what)
    {
        step.Undo();
        return Divergence.Exception(step, state, what, loss, lossBefore, trainer.Checkpoint?.Path);
    }
}

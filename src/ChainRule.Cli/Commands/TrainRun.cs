using ChainRule.Cli.Output;
using ChainRule.Data;
using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Cli.Commands;

/// <summary>What came out of a training, for whoever writes it down.</summary>
internal sealed record TrainOutcome(TrainRequest Request, TrainData Data, TrainingResult Result, TableScore Train, TableScore Test);

/// <summary>Reads the table, trains a network on it, tests it and writes its file.</summary>
internal static class TrainRun
{
    private const double Rate = 3e-3;
    private const double WeightDecay = 0.02;
    private const int UsualSteps = 3000;

    public static TrainOutcome Run(TrainRequest request, Terminal terminal, CancellationToken cancellation)
    {
        request.Check();
        using var table = CsvTable.Load(request.Data, request.Task == PredictionTask.Classification ? [request.Target] : null,
            cancellation: cancellation);
        var data = TrainData.Of(request, table);
        Initialize.Seed(request.Seed);
        var model = new TableModel(data.Encoding, request.HiddenSizes);
        var batch = request.Batch ?? Math.Clamp(data.Training.Count / 40, 16, 256);
        var steps = (data.Training.Count + batch - 1) / batch;
        var epochs = request.Epochs ?? Math.Clamp(UsualSteps / steps, 20, 200);
        var result = Train(request, model, data, batch, epochs, terminal, cancellation);
        if (result.ResumedEpochs is { } before && before != epochs)
            terminal.WriteNote(
                $"resumed a training of {before} epochs for {epochs}: its learning rates were planned for {before}, so the result differs "
                + $"from that of a training of {epochs} without interruption");
        var outcome = new TrainOutcome(request, data, result, Score(model, data.Training), Score(model, data.Test));
        cancellation.ThrowIfCancellationRequested();
        if (request.Model is { } file) model.Save(file);
        if (request.Plot is { } plot) OutputFile.Write(plot, LossPlot.Of(result, request.Target), "--plot");
        return outcome;
    }

    private static TrainingResult Train(TrainRequest request, TableModel model, TrainData data, int batch, int epochs,
        Terminal terminal, CancellationToken cancellation)
    {
        var steps = (data.Training.Count + batch - 1) / batch;
        return ProgressBar.FollowTraining(terminal, epochs,
            progress => Saved(request.Checkpoint, () => new Trainer(model.Network, new AdamW(Rate, WeightDecay: WeightDecay), model.Loss)
            {
                Epochs = epochs,
                BatchSize = batch,
                Seed = request.Seed,
                Schedule = new CosineSchedule((int)Math.Min(int.MaxValue, (long)epochs * steps)),
                Validation = data.Validation,
                EarlyStopping = new(Math.Max(10, epochs / 4)),
                Checkpoint = request.Checkpoint is { } file ? new(file) { Resume = true } : null,
                Progress = progress,
                Findings = check => terminal.WriteNote($"{check}"),
            }.Run(data.Training, cancellation)));
    }

    /// <summary>Trains, and says of a checkpoint that does not fit or cannot be written what the command line can do about it.</summary>
    private static TrainingResult Saved(string? checkpoint, Func<TrainingResult> train)
    {
        if (checkpoint is null) return train();
        TrainingResult? result = null;
        try
        {
            OutputFile.Guard(checkpoint, "--checkpoint", () => result = train());
        }
        catch (CheckpointException e)
        {
            throw new UserException($"--checkpoint: {e.Message}\nto begin anew, delete {checkpoint} or give --checkpoint another file");
        }
        return result!;
    }

    private static TableScore Score(TableModel model, Dataset rows) =>
        TableScore.Of(model.Predict(rows), model.Targets(rows), model.IsClassifier);
}

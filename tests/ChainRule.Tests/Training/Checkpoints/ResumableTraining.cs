using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training.Checkpoints;

/// <summary>
/// A training with all that must be saved: dropout, running statistics, Adam's memories, a schedule that observes, gathered gradients,
/// shuffled data.
/// </summary>
internal static class ResumableTraining
{
    public const int Epochs = 15, Batches = 58;
    private const int BatchSize = 16, Examples = Batches * BatchSize - 5; // the last batch is smaller

    /// <summary>Trains and gives every bit that a model and its history have in the end.</summary>
    public static long[] Run(TrainingCheckpoint? checkpoint, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Initialize.Seed(5);
        var model = new Sequential { new Linear(6, 12), new BatchNorm(12), Relu, new Dropout(0.2), new Linear(12, 3) };
        var trainer = new Trainer(model, new Adam(0.003), (x, y) => CrossEntropyLoss(model.Forward(x), y))
        {
            Epochs = Epochs,
            BatchSize = BatchSize,
            Seed = 7,
            Accumulate = 4, // of 58 batches: epochs end between updates
            ClipNorm = 1,
            Schedule = new ReduceOnPlateau(Factor: 0.5, Patience: 0, Threshold: 0.05).AfterWarmup(20),
            Validation = Data(100, seed: 2),
            EarlyStopping = new(Patience: Epochs) { MinDelta = 0.001 },
            Checkpoint = checkpoint,
            Progress = progress,
        };
        var result = trainer.Run(Data(Examples, seed: 1), cancellation);
        IEnumerable<double> history = result.History.SelectMany(
            epoch => new[] { epoch.Loss, epoch.LearningRate, epoch.ValidationLoss!.Value });
        return [.. model.NamedVariables
            .SelectMany(variable => variable.Value.Value.ToDoubles())
            .Concat(history)
            .Select(BitConverter.DoubleToInt64Bits)];
    }

    /// <summary>Points of which a third lies on each side of two planes, with errors.</summary>
    private static TensorDataset Data(int count, int seed)
    {
        var points = Made.Uniform(seed, 6 * count, -1, 1).Select(v => (float)v).ToArray();
        var errors = Made.Uniform(seed + 100, count, -0.2, 0.2);
        long Class(int i) =>
            points[6 * i] + points[6 * i + 1] * points[6 * i + 2] + errors[i] is var side && side < -0.3 ? 0 : side < 0.3 ? 1 : 2;
        return new(TensorData.Wrap(points, [count, 6]), TensorData.Wrap([.. Enumerable.Range(0, count).Select(Class)], [count]));
    }
}

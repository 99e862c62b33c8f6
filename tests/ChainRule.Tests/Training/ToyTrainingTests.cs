using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>A network learns to tell classes apart that no straight line does.</summary>
public sealed class ToyTrainingTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void Two_spirals_are_told_apart()
    {
        Initialize.Seed(3);
        var model = new Sequential { new Linear(2, 32), Tanh, new Linear(32, 32), Tanh, new Linear(32, 2) };
        var (training, test) = Spirals(400).Split(0.75, seed: 1);
        var trainer = new Trainer(model, new Adam(0.01), (x, y) => CrossEntropyLoss(model.Forward(x), y))
        {
            Epochs = 150,
            BatchSize = 32,
            Seed = 1,
            Validation = test,
            Monitor = "accuracy",
            EarlyStopping = new(Patience: 150) { Greater = true },
            Metrics = { ["accuracy"] = (x, y) => Metric.Accuracy(model.Forward(x), y) },
            Progress = TrainingProgress.None,
        };
        Assert.InRange(trainer.Evaluate(test, Cancel)["accuracy"], 0.2, 0.8);
        var result = trainer.Run(training, Cancel);
        Assert.InRange(trainer.Evaluate(test, Cancel)["accuracy"], 0.97, 1);
        Assert.Equal(result.Validation!["accuracy"], trainer.Evaluate(test, Cancel)["accuracy"]);
        Assert.InRange(result.History[^1].Loss, 0, 0.1);
    }

    /// <summary>Two arms that wind around each other three quarters of a turn.</summary>
    private static TensorDataset Spirals(int count)
    {
        var (points, classes) = (new float[2 * count], new long[count]);
        for (var i = 0; i < count; i++)
        {
            var (arm, t) = (i % 2, (double)i / count);
            var angle = 1.5 * Math.PI * t + Math.PI * arm;
            (points[2 * i], points[2 * i + 1]) = ((float)((0.2 + t) * Math.Cos(angle)), (float)((0.2 + t) * Math.Sin(angle)));
            classes[i] = arm;
        }
        return new(TensorData.Wrap(points, [count, 2]), TensorData.Wrap(classes, [count]));
    }
}

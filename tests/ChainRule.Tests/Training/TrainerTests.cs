using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Tests.Training;

/// <summary>
/// The loop, on ŷ = w·x with gradient descent of rate 0.1, so that every number is worked out by hand: for one row (x, y) the loss is
/// (wx − y)² and w becomes w − 0.2·x·(wx − y).
/// </summary>
public sealed class TrainerTests : IDisposable
{
    /// <summary>With this row w goes 0, 0.4, 0.72, 0.976, 1.1808, 1.34464 …: the distance from 2 is 0.8 of what it was.</summary>
    private static readonly TensorDataset ToTwo = Straight.Rows((1, 2));

    /// <summary>And here the loss is (w − 1)²: least in the third epoch.</summary>
    private static readonly TensorDataset BestAtOne = Straight.Rows((1, 1));

    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Losses_and_metrics_are_means_over_examples()
    {
        // Batches of (1, 2), (2, 4) and of (−1, −2) alone. The first: errors −2 and −4, loss 10, gradient 2·(−2 − 8)/2 = −10, w = 1.
        // The second: error 1, loss 1, gradient −2, w = 1.2. The epoch's loss: (2·10 + 1)/3 = 7.
        var model = new Straight();
        var result = model
            .Trainer(1, 2, s => s with { Validation = Straight.Rows((1, 2), (1, 1), (2, 3)) })
            .Run(Straight.Rows((1, 2), (2, 4), (-1, -2)), Cancel);
        Assert.Equal(1.2, model.Slope, 1e-15);
        var epoch = Assert.Single(result.History);
        Assert.Equal(7, epoch.Loss, 1e-14);
        Assert.Equal(0.1, epoch.LearningRate);
        // Errors on the validation data: −0.8, 0.2, −0.6.
        Assert.Equal((0.64 + 0.04 + 0.36) / 3, epoch.ValidationLoss!.Value, 1e-15);
        Assert.Equal((0.8 + 0.2 + 0.6) / 3, epoch.Validation!["distance"], 1e-15);
        Assert.Equal(["loss", "distance"], result.Validation!.Keys);
        Assert.Equal((0, 2L, TrainingStop.Epochs), (result.Best, result.Steps, result.Stop));
    }

    [Fact]
    public void Data_are_measured_without_being_trained_on()
    {
        var model = new Straight(3);
        var measured = model.Trainer(1, 2).Evaluate(Straight.Rows((1, 2), (2, 4), (-1, -2)), Cancel);
        Assert.Equal(2, measured["loss"], 1e-15); // errors 1, 2, −1
        Assert.Equal(4.0 / 3, measured["distance"], 1e-15);
        Assert.Equal(3, model.Slope);
    }

    [Fact]
    public void Validation_is_in_evaluation_mode_and_changes_no_mode_and_no_state()
    {
        var dropout = new Dropout(0.5, new RandomSource(1));
        var model = new Sequential { dropout };
        var trainer = new Trainer(model, new Sgd(0.1), (x, y) => Functions.MSELoss(model.Forward(x), y)) { Progress = null };
        var before = dropout.NamedStates[0].Value.Value.ToArray<long>();
        Assert.Equal(0, trainer.Evaluate(Straight.Rows((1, 1), (2, 2)), Cancel)["loss"]);
        Assert.True(dropout.IsTraining);
        Assert.Equal(before, dropout.NamedStates[0].Value.Value.ToArray<long>());
    }

    [Fact]
    public void Patience_ends_a_training_which_goes_back_to_its_best_epoch()
    {
        var model = new Straight();
        var result = model.Trainer(100, 1, s => s with { Validation = BestAtOne, EarlyStopping = new(Patience: 2) }).Run(ToTwo, Cancel);
        Assert.Equal((2, 5, TrainingStop.EarlyStopping), (result.Best, result.Epochs, result.Stop));
        Assert.Equal(0.976, model.Slope, 1e-15);
        Assert.Equal([0.36, 0.0784, 0.000576, 0.03268864, 0.1187767296],
            result.History.Select(epoch => Math.Round(epoch.ValidationLoss!.Value, 12)));
    }

    [Fact]
    public void A_metric_can_be_watched_and_the_last_values_kept()
    {
        var model = new Straight();
        var rule = new EarlyStopping(Patience: 2) { RestoreBest = false, Greater = true };
        var result = model
            .Trainer(100, 1, s => s with { Validation = BestAtOne, EarlyStopping = rule, Monitor = "distance" })
            .Run(ToTwo, Cancel);
        // The distances fall for three epochs: for who wants it greater the first is the best.
        Assert.Equal((2, 3), (result.Best, result.Epochs));
        Assert.Equal(0.976, model.Slope, 1e-15);
    }

    [Theory]
    [InlineData(0, new[] { 5.0, 4, 4, 3, 3.5, double.NaN }, 3)]
    [InlineData(1.5, new[] { 5.0, 4, 4, 3, 3.5 }, 3)] // 4 is not better by enough, 3 is
    [InlineData(10, new[] { 5.0, 4, 4, 3 }, 0)]
    [InlineData(0, new[] { double.NaN, 7 }, 1)]
    [InlineData(0, new[] { double.NaN }, -1)]
    public void The_best_is_the_first_that_is_better_by_enough(double minDelta, double[] watched, int best) =>
        Assert.Equal(best, new EarlyStopping { MinDelta = minDelta }.Best(watched) ?? -1);

    [Fact]
    public void A_plateau_is_seen_on_what_is_watched()
    {
        // The validation loss first rises in the fourth epoch; the fifth has half the rate: 1.1808 + 0.1·0.8192.
        var model = new Straight();
        var result = model
            .Trainer(5, 1, s => s with { Validation = BestAtOne, Schedule = new ReduceOnPlateau(Factor: 0.5, Patience: 0) })
            .Run(ToTwo, Cancel);
        Assert.Equal([0.1, 0.1, 0.1, 0.1, 0.05], result.History.Select(epoch => epoch.LearningRate));
        Assert.Equal(1.26272, model.Slope, 1e-15);
    }

    [Fact]
    public void A_training_that_is_cancelled_keeps_what_it_learned_and_goes_on_from_there()
    {
        using var source = new CancellationTokenSource();
        var checkpoint = new TrainingCheckpoint(folder.Path("run")) { Resume = true };
        var data = Straight.Rows((1, 2), (1, 2), (1, 2));
        var model = new Straight();
        var trainer = model.Trainer(2, 1,
            s => s with { Checkpoint = checkpoint, Progress = new Told(p => { if (p is { Epoch: 0, Batch: 2 }) source.Cancel(); }) });
        Assert.Throws<OperationCanceledException>(() => trainer.Run(data, source.Token));
        Assert.Equal(0.72, model.Slope, 1e-15);

        var resumed = new Straight();
        var result = resumed.Trainer(2, 1, s => s with { Checkpoint = checkpoint }).Run(data, Cancel);
        var uninterrupted = new Straight();
        var expected = uninterrupted.Trainer(2, 1).Run(data, Cancel);
        Assert.Equal(uninterrupted.Slope, resumed.Slope);
        Assert.Equal(expected.History.Select(epoch => epoch.Loss), result.History.Select(epoch => epoch.Loss));
        Assert.Equal(6, result.Steps);
    }

    [Fact]
    public void Progress_is_told_after_every_step_every_epoch_and_at_the_end()
    {
        var told = new List<TrainingProgress>();
        new Straight().Trainer(2, 1, s => s with { Progress = new Told(told.Add) }).Run(Straight.Rows((1, 2), (1, 2)), Cancel);
        Assert.Equal([(0, 1), (0, 2), (0, 2), (1, 1), (1, 2), (1, 2), (2, 0)], told.Select(p => (p.Epoch, p.Batch)));
        Assert.Equal([4, 3.28, 3.28], told.Take(3).Select(p => Math.Round(p.Loss, 12)));
        Assert.Equal([null, null, 3.28], told.Take(3).Select(p => p.Completed is { } epoch ? Math.Round(epoch.Loss, 12) : (double?)null));
        Assert.Equal([false, false, false, false, false, false, true], told.Select(p => p.IsEnd));
        Assert.All(told, p => Assert.Equal((2, 2, 0.1), (p.Epochs, p.Batches, p.LearningRate)));
    }

    [Fact]
    public void What_cannot_be_watched_is_said_at_once()
    {
        var error = Assert.Throws<ArgumentException>(
            () => new Straight().Trainer(1, 1, s => s with { Monitor = "accuracy", Validation = BestAtOne }).Run(ToTwo, Cancel));
        Assert.Equal("'accuracy' is to be watched, but it is not one of the metrics on validation data: loss, distance", error.Message);
        Assert.Throws<ArgumentException>(() => new Straight().Trainer(1, 1, s => s with { Monitor = "distance" }).Run(ToTwo, Cancel));
    }

    [Fact]
    public void Data_have_the_two_columns_that_the_loss_takes()
    {
        var one = new TensorDataset(TensorData.Zeros([2], DType.Float64));
        Assert.StartsWith("the loss takes 2 arrays, but an example has 1 columns",
            Assert.Throws<ArgumentException>(() => new Straight().Trainer(1, 1).Run(one, Cancel)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Straight().Trainer(1, 1, s => s with { Validation = one }).Run(ToTwo, Cancel));
        Assert.Throws<ArgumentException>(() => new Straight().Trainer(1, 1).Evaluate(one, Cancel));
    }

    [Fact]
    public void A_metric_is_one_number_and_not_named_loss()
    {
        var model = new Straight();
        var trainer = model.Trainer(1, 2);
        trainer.Metrics["errors"] = (x, y) => model.Forward(x) - y;
        Assert.Contains("metric 'errors' has shape [2]",
            Assert.Throws<ShapeException>(() => trainer.Evaluate(Straight.Rows((1, 2), (2, 1), (3, 1)), Cancel)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => trainer.Metrics["loss"] = (x, y) => x);
    }
}

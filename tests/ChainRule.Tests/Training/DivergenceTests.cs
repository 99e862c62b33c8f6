using System.Text.RegularExpressions;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>Numbers that are no longer finite end a training, leave the model as it was before them, and reach no file.</summary>
public sealed class DivergenceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_loss_that_is_infinite_is_said_and_its_step_undone()
    {
        // The first step makes w = 4·10²⁰⁰, of which the square is no double.
        var model = new Straight();
        var trainer = model.Trainer(1, 1, s => s with { Rate = 1e200, Checkpoint = new(folder.Path("run")) { EverySteps = 1 } });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(Straight.Rows((1, 2), (1, 2)), Cancel));
        Assert.Equal(4e200, model.Slope, 1e186);
        Assert.Equal((0, 1, double.PositiveInfinity, 4.0, 1e200),
            (error.Epoch, error.Batch, error.Loss, error.LossBefore, error.LearningRate));
        Assert.Equal($"""
            the loss became ∞ in epoch 1, batch 2: the rate was 1E+200, the gradient's norm 8E+200, the loss before 4.
            L is ∞, and so ∂L/∂w says nothing
            why     '(w·x − y)²' at Straight.cs:28, in MSELoss makes ∞ of 'w·x − y' = 4e+200
            try     smaller numbers: a smaller learning rate, gradient clipping by norm, normalised inputs and
                    targets, a smaller initialisation
            The model holds the values from before that step and the last checkpoint, {folder.Path("run")}, is untouched.
            """, Regex.Replace(error.Message, "Straight.cs:[0-9]+", "Straight.cs:28").Replace("Infinity", "∞", StringComparison.Ordinal),
            ignoreLineEndingDifferences: true);
        var saved = new Straight();
        Checkpoint.Load(folder.Path("run"), saved);
        Assert.Equal(model.Slope, saved.Slope);
    }

    [Fact]
    public void A_gradient_that_is_infinite_is_noticed_though_the_loss_is_finite()
    {
        var model = new Straight();
        var trainer = new Trainer(model, new Sgd(0.1), (x, y) => Mean(Sqrt(Abs(model.Forward(x))) + y)) { Progress = null };
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(Straight.Rows((1, 2)), Cancel));
        Assert.StartsWith("the gradient is no longer finite in epoch 1, batch 1: the rate was 0.1, the gradient's norm NaN.\n",
            error.Message, StringComparison.Ordinal);
        Assert.Contains("the derivative of 'sqrt(abs(w·x))' at DivergenceTests.cs:", error.Explanation, StringComparison.Ordinal);
        Assert.Equal(2, error.Loss);
        Assert.Equal(0, model.Slope);
    }

    [Fact]
    public void A_parameter_that_is_infinite_is_noticed_before_it_is_saved()
    {
        // The loss and the gradient of the first step are finite, but the step is longer than a double.
        var model = new Straight();
        var trainer = model.Trainer(1, 1, s => s with { Rate = 1e308, Checkpoint = new(folder.Path("run")) { EverySteps = 1 } });
        var error = Assert.Throws<TrainingDivergedException>(() => trainer.Run(Straight.Rows((1, 2)), Cancel));
        Assert.Null(error.Explanation);
        Assert.Contains("Try a smaller rate", error.Message, StringComparison.Ordinal);
        Assert.StartsWith("parameter 'w' is no longer finite", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, model.Slope);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_batch_that_is_not_finite_is_blamed()
    {
        var model = new Straight(0.5);
        var error = Assert.Throws<TrainingDivergedException>(() => model.Trainer(1, 1).Run(Straight.Rows((1, 2), (double.NaN, 2)), Cancel));
        Assert.Contains("the input 'x' itself holds NaN", error.Explanation, StringComparison.Ordinal);
        Assert.Contains(error.Explanation!, error.Message, StringComparison.Ordinal);
        Assert.Equal(0.8, model.Slope, 1e-15);
    }

    [Fact]
    public void Everything_that_a_step_changed_is_undone()
    {
        var model = new Sequential { new Dropout(0.5, new RandomSource(1)), new BatchNorm(2) };
        var step = new TrainingStep(model, new Adam(0.1), (x, y) => MSELoss(model.Forward(x), y));
        var (x, y) = (TensorData.Create([1f, 2, 3, 4, 5, 6], [3, 2]), TensorData.Zeros([3, 2], DType.Float32));
        step.Run(x, y);
        var before = Everything(model, step);
        var loss = step.Run(x, y);
        Assert.NotEqual(before, Everything(model, step));
        step.Undo();
        Assert.Equal(before, Everything(model, step));
        Assert.Equal(loss, step.Run(x, y)); // chance falls as it fell
    }

    private static double[] Everything(Module model, TrainingStep step) =>
        [.. model.NamedVariables.SelectMany(v => v.Value.Value.ToDoubles()),
            .. step.NamedStates.SelectMany(s => s.Value.Value.ToDoubles())];
}

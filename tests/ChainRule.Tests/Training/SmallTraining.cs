using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>A network with chance and running statistics in it, and batches for it.</summary>
internal sealed class SmallTraining
{
    /// <param name="seed">Of the parameters and of chance.</param>
    /// <param name="make">Makes the step; a plain one by SGD where it is not given.</param>
    public SmallTraining(int seed, Func<Sequential, TrainingStep>? make = null)
    {
        Initialize.Seed(seed);
        Net = new Sequential { new Linear(3, 8, dtype: DType.Float64), new BatchNorm(8, dtype: DType.Float64), Tanh, new Dropout(0.3),
            new Linear(8, 2, dtype: DType.Float64) };
        Step = make?.Invoke(Net) ?? new TrainingStep(Net, new Sgd(0.1), (x, y) => MSELoss(Net.Forward(x), y));
    }

    public Sequential Net { get; }

    public TrainingStep Step { get; }

    /// <summary>All numbers by which a training goes on.</summary>
    public double[] Everything =>
        [.. Net.NamedVariables
            .Select(v => v.Value.Value)
            .Concat(Step.NamedStates.Select(s => s.Value.Value))
            .SelectMany(data => data.ToDoubles())];

    /// <summary>A step on a batch of its number.</summary>
    public double Run(int number, int rows = 4) => Step.Run(Batch(number, rows));

    /// <summary>The same, and the schedule is told of a metric that is best at first.</summary>
    public void RunAndObserve(int number)
    {
        Run(number);
        if (number % 4 == 3) Step.Schedule!.Observe(number);
    }

    public static TensorData[] Batch(int number, int rows = 4)
    {
        var random = new Random(number);
        return [.. new[] { 3, 2 }.Select(
            columns => TensorData.Wrap([.. Enumerable.Range(0, rows * columns).Select(_ => random.NextDouble() - 0.5)], [rows, columns]))];
    }

    /// <summary>What a checkpoint does: the values of one training, by name, to another.</summary>
    public void CopyTo(SmallTraining other)
    {
        foreach (var (mine, theirs) in Net.NamedVariables.Zip(other.Net.NamedVariables)) theirs.Value.Value = mine.Value.Value;
        foreach (var (name, state) in Step.NamedStates) other.Step.Restore(name, state.Value);
    }
}

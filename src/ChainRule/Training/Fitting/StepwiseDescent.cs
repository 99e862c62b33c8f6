using System.Globalization;
using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>Descends by an optimizer's steps: forward pass, backward pass and update are one plan for each size of batch.</summary>
internal sealed class StepwiseDescent
{
    private const double NoChange = 1e-10; // of the loss, from epoch to epoch
    private const double NoGradient = 1e-10; // of its norm at the start
    private const int QuietEpochs = 5;
    private const double Hopeless = 1e9; // times the first loss
    private readonly Batches batches;
    private readonly Step[] steps;
    private readonly FlatParameters parameters;
    private readonly Optimizer optimizer;
    private (double Loss, int Epoch, double[] Point) best = (double.PositiveInfinity, 0, []);
    private double firstLoss;
    private double firstNorm;

    public StepwiseDescent(Batches batches, Func<Tensor, Tensor, Tensor> loss, Optimizer optimizer, FlatParameters parameters)
    {
        (this.batches, this.optimizer, this.parameters) = (batches, optimizer, parameters);
        var state = new OptimizerState();
        steps = [.. batches.Graphs.Select(graph => StepOf(loss(graph.Prediction, graph.Target), state))];
    }

    /// <summary>Runs until nothing changes or the epochs are used up.</summary>
    /// <exception cref="FitDivergedException">The loss left all bounds.</exception>
    public FitStop Run(FitHistory history)
    {
        var (quiet, last) = (0, double.NaN);
        for (var epoch = 1; epoch <= history.Epochs; epoch++)
        {
            var before = parameters.Read();
            var (loss, norm) = Epoch(history.Cancellation);
            if (epoch == 1) (firstLoss, firstNorm) = (loss, norm);
            if (!(loss <= Hopeless * Math.Max(1, firstLoss))) throw Diverged(loss, epoch);
            if (loss < best.Loss) best = (loss, epoch, before);
            history.Add(loss);
            quiet = Math.Abs(last - loss) <= NoChange * Math.Abs(loss) ? quiet + 1 : 0;
            last = loss;
            if (quiet == QuietEpochs || norm <= NoGradient * firstNorm) return FitStop.Converged;
        }
        return FitStop.Epochs;
    }

    private Step StepOf(Tensor loss, OptimizerState state)
    {
        var gradients = Gradient.Of(loss, parameters.Parameters);
        var norm = Sqrt(gradients.Select(gradient => Sum(Square(gradient))).Aggregate((a, b) => a + b));
        return new Step([loss, norm], optimizer.Updates([.. parameters.Parameters.Zip(gradients)], state));
    }

    /// <summary>The mean of the batches' losses, each before its step, and the greatest norm of a gradient.</summary>
    private (double Loss, double Norm) Epoch(CancellationToken cancellation)
    {
        var (sum, count, greatest) = (0.0, 0, 0.0);
        foreach (var (graph, rows) in batches.Epoch())
        {
            cancellation.ThrowIfCancellationRequested();
            steps[graph].Run();
            sum += rows * steps[graph].Scalar();
            count += rows;
            greatest = Math.Max(greatest, steps[graph].Scalar(1));
        }
        return (sum / count, greatest);
    }

    private FitDivergedException Diverged(double loss, int epoch)
    {
        if (best.Point.Length == 0)
            return new($"the loss is {Text(loss)} at the start; begin with other values of the parameters", epoch);
        parameters.Write(best.Point);
        var values = string.Join(", ", parameters.Parameters.Select(p => $"{p.Name}={p.Value}"));
        return new($"the loss grew to {Text(loss)} in epoch {epoch}; it was least, {Text(best.Loss)}, in epoch {best.Epoch} with {values}; "
            + $"a smaller rate than {Text(optimizer.LearningRate)} keeps it in bounds", epoch);
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}

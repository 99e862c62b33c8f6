using System.Diagnostics;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Finds the parameters with which a formula predicts a column of data best. Left to itself it searches for good starting
/// values and descends by L-BFGS; with an optimizer it takes plain steps from the values that the parameters have.
/// </summary>
public sealed class Fit
{
    private const int SearchRows = 2000;
    private readonly Tensor prediction;
    private readonly Tensor target;
    private readonly FlatParameters parameters;

    /// <summary>A fit of <paramref name="prediction"/> to <paramref name="target"/>, a vector of one number a row.</summary>
    /// <param name="prediction">An expression of inputs of the target's shape, and of the parameters.</param>
    /// <param name="target">What should come out.</param>
    /// <param name="parameters">What may change, in double precision.</param>
    /// <exception cref="ShapeException">A shape or dtype does not fit, or a parameter does not take part.</exception>
    public Fit(Tensor prediction, Tensor target, params IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Check(prediction, target, parameters);
        (this.prediction, this.target, this.parameters) = (prediction, target, new FlatParameters(parameters));
    }

    /// <summary>What is made small.</summary>
    public FitLoss Loss { get; init; }

    /// <summary>The rule for the steps; L-BFGS where there is none.</summary>
    public Optimizer? Optimizer { get; init; }

    /// <summary>How often the data are gone through at most.</summary>
    public int Epochs { get; init; } = 1000;

    /// <summary>How many rows an optimizer's step looks at; all where it is not given.</summary>
    public int? Batch { get; init; }

    /// <summary>Decides what is left to chance: the order of rows, and where the search begins.</summary>
    public int Seed { get; init; }

    /// <summary>
    /// The parameters whose starting values are searched for; the others begin with the values they have. All where it is not given.
    /// </summary>
    public IReadOnlyCollection<Parameter>? Searched { get; init; }

    /// <summary>Runs the fit. The parameters hold the result, even of a run that was cancelled.</summary>
    /// <exception cref="FitDivergedException">The loss is no number any more.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public FitResult Run(IProgress<FitProgress>? progress = null, CancellationToken cancellation = default)
    {
        var watch = Stopwatch.StartNew();
        var history = new FitHistory(Epochs, progress, cancellation);
        var problem = new FitProblem(prediction, target, Loss, parameters);
        var stop = Optimizer is null ? Descend(problem, history) : StepByStep(Optimizer, history);
        history.End(problem.Evaluate());
        return new FitResult
        {
            Loss = history.Losses[^1],
            History = history.Losses,
            Epochs = history.Epoch,
            Stop = stop,
            Metrics = FitMetrics.Of(prediction, target, Loss),
            Time = watch.Elapsed,
        };
    }

    private FitStop Descend(FitProblem problem, FitHistory history)
    {
        history.Begin(problem.Evaluate());
        Search(problem, history);
        if (!double.IsFinite(problem.Evaluate()))
            throw new FitDivergedException("the loss is no number wherever it was tried; begin with other values of the parameters", 0);
        var result = new ScaledDescent(problem, parameters) { MaxIterations = Math.Max(0, Epochs - history.Epoch) }.Run(history.Add);
        return result.Stop switch
        {
            LbfgsStop.Converged => FitStop.Converged,
            LbfgsStop.Iterations => FitStop.Epochs,
            // For a smooth loss, when nothing is gained any more the last digits are all that is missing.
            _ => Loss == FitLoss.MeanAbsoluteError ? FitStop.Stalled : FitStop.Converged,
        };
    }

    private void Search(FitProblem problem, FitHistory history)
    {
        var free = Searched ?? [.. parameters.Parameters];
        if (free.Count == 0) return;
        var few = Few(problem);
        var losses = new StartSearch(few, parameters, free, Seed).Run(history.Cancellation);
        if (few != problem) return; // those are other losses
        foreach (var loss in losses) history.Add(loss);
    }

    /// <summary>The same fit on as many rows as a search needs.</summary>
    private FitProblem Few(FitProblem all)
    {
        var rows = target.Shape.Size;
        if (rows <= SearchRows || !RowSample.IsPossible(prediction, target)) return all;
        var sample = new RowSample(prediction, target, SearchRows);
        sample.Fill(Rows.Some(SearchRows, rows, new Random(Seed)));
        return new FitProblem(sample.Prediction, sample.Target, Loss, parameters);
    }

    private FitStop StepByStep(Optimizer optimizer, FitHistory history)
    {
        var batches = Batches.Of(prediction, target, Batch ?? target.Shape.Size, new Random(Seed));
        return new StepwiseDescent(batches, (p, t) => FitLosses.Of(Loss, p, t), optimizer, parameters).Run(history);
    }

    private static void Check(Tensor prediction, Tensor target, IReadOnlyList<Parameter> parameters)
    {
        if (target.Rank != 1 || target.Shape.Size == 0)
            throw new ShapeException($"a target is a vector of one number a row, but {target.Describe()} has shape {target.Shape}");
        if (prediction.Rank > 0 && !prediction.Shape.Equals(target.Shape))
            throw new ShapeException(
                $"the prediction has shape {prediction.Shape}, but the target, {target.Describe()}, has {target.Shape}");
        foreach (var tensor in parameters.Append(prediction).Append(target))
            if (tensor.DType != DType.Float64)
                throw new ShapeException($"a fit is done in Float64, but {tensor.Describe()} is {tensor.DType}");
        var reached = TopologicalOrder.Of(prediction);
        foreach (var parameter in parameters)
            if (!reached.Contains(parameter))
                throw new ShapeException(
                    $"the prediction does not depend on {parameter.Describe()}, so no value of it is better than another");
    }
}

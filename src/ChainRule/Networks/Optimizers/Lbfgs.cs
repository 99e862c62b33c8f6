using System.Numerics.Tensors;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>A loss as a function of numbers: it gives the loss and writes the gradient.</summary>
public delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>Why a minimization ended.</summary>
public enum LbfgsStop
{
    /// <summary>The gradient vanished, or the loss no longer changed.</summary>
    Converged,

    /// <summary>The iterations were used up.</summary>
    Iterations,

    /// <summary>No step along the direction of steepest descent lessened the loss: a kink, or the last digits.</summary>
    Stalled,
}

/// <summary>Where a minimization ended.</summary>
/// <param name="Loss">The loss there.</param>
/// <param name="Iterations">How many steps were taken.</param>
/// <param name="Stop">Why it ended.</param>
public readonly record struct LbfgsResult(double Loss, int Iterations, LbfgsStop Stop);

/// <summary>
/// The limited-memory BFGS method for smooth losses that are computed on all data (Nocedal and Wright, "Numerical
/// Optimization", 2nd ed., algorithm 7.5). It asks for the loss as often as it needs to, so it is no single graph.
/// </summary>
public sealed record Lbfgs
{
    /// <summary>How many steps the curvature is estimated from.</summary>
    public int Memory { get; init; } = 10;

    /// <summary>How many steps to take at most.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>The greatest part of the gradient that counts as zero.</summary>
    public double GradientTolerance { get; init; } = 1e-10;

    /// <summary>The relative change of the loss that counts as none, when it happens twice in a row.</summary>
    public double LossTolerance { get; init; } = 1e-13;

    /// <summary>Moves <paramref name="point"/> to a minimum near it.</summary>
    /// <param name="objective">The loss and its gradient. Where it is no number the search turns back.</param>
    /// <param name="point">Where to begin, and then where it ended.</param>
    /// <param name="onIteration">Is told the loss after each step; it may throw to end the run.</param>
    public LbfgsResult Minimize(Objective objective, double[] point, Action<double>? onIteration = null)
    {
        ArgumentNullException.ThrowIfNull(objective);
        ArgumentNullException.ThrowIfNull(point);
        var (gradient, direction) = (new double[point.Length], new double[point.Length]);
        var (search, memory) = (new WolfeLineSearch(objective, point.Length), new LbfgsHistory(Memory));
        var loss = objective(point, gradient);
        var quiet = 0;
        for (var iteration = 0; ; iteration++)
        {
            if (MaxNorm(gradient) <= GradientTolerance || quiet == 2) return new(loss, iteration, LbfgsStop.Converged);
            if (iteration == MaxIterations) return new(loss, iteration, LbfgsStop.Iterations);
            if (!Advance(search, memory, point, gradient, direction, loss)) return new(loss, iteration, LbfgsStop.Stalled);
            quiet = loss - search.Loss <= LossTolerance * Math.Abs(loss) ? quiet + 1 : 0;
            loss = search.Loss;
            onIteration?.Invoke(loss);
        }
    }

    /// <summary>Moves parameters to a minimum of a loss near their values: a small network is trained on all its data.</summary>
    /// <param name="loss">A scalar that is the same for the same parameters: no dropout, no running statistics.</param>
    /// <param name="parameters">What may change, in single or double precision.</param>
    /// <param name="onIteration">
    /// Is told the loss after each step, and finds the parameters as they are then; it may throw to end the run.
    /// </param>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    /// <exception cref="ArgumentException">The loss changes a state each time that it is computed.</exception>
    public LbfgsResult Minimize(Tensor loss, IReadOnlyList<Parameter> parameters, Action<double>? onIteration = null)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (var (state, _) in CarriedUpdates.Of([loss]))
            throw new ArgumentException(
                $"the loss changes {state.Describe()} each time that it is computed, and L-BFGS needs one that stays; build it after "
                + $"model.Eval()", nameof(loss));
        var flat = new FlatParameters(parameters);
        var point = flat.Read();
        var result = Minimize(Objective(loss, flat), point, onIteration is null ? null : Report);
        flat.Write(point);
        return result;

        void Report(double value)
        {
            flat.Write(point); // the last trial of the search may be another point
            onIteration(value);
        }
    }

    private static Objective Objective(Tensor loss, FlatParameters flat)
    {
        var gradient = Concat([.. Gradient.Of(loss, flat.Parameters).Select(g => g.Reshape(-1).Cast(DType.Float64))], 0);
        var step = new Step([loss, gradient]);
        return (point, slope) =>
        {
            flat.Write(point);
            step.Run();
            step.CopyOutput(1, slope);
            return step.Scalar();
        };
    }

    /// <summary>One step; when the remembered curvature leads nowhere, one of steepest descent.</summary>
    private static bool Advance(WolfeLineSearch search, LbfgsHistory memory, double[] point, double[] gradient, double[] direction,
        double loss)
    {
        while (true)
        {
            memory.Direction(gradient, direction);
            var slope = TensorPrimitives.Dot<double>(gradient, direction);
            var guess = memory.IsEmpty ? Math.Min(1, 1 / TensorPrimitives.Norm<double>(gradient)) : 1;
            if (slope < 0 && search.Search(point, direction, loss, slope, guess)) break;
            if (memory.IsEmpty) return false;
            memory.Clear();
        }
        var (move, change) = (new double[point.Length], new double[point.Length]);
        TensorPrimitives.Subtract(search.Point, point, move);
        TensorPrimitives.Subtract(search.Gradient, gradient, change);
        memory.Add(move, change);
        search.Point.CopyTo(point, 0);
        search.Gradient.CopyTo(gradient, 0);
        return true;
    }

    private static double MaxNorm(double[] gradient) => Math.Abs(TensorPrimitives.MaxMagnitude<double>(gradient));
}

using System.Numerics.Tensors;

namespace ChainRule.Networks;

/// <summary>
/// Finds a step along a direction that lessens the loss enough and levels its slope: the strong Wolfe conditions (Nocedal and
/// Wright, "Numerical Optimization", 2nd ed., algorithms 3.5 and 3.6). A loss that is no number counts as too great.
/// </summary>
internal sealed class WolfeLineSearch(Objective objective, int size)
{
    private const double SufficientDecrease = 1e-4; // c₁ and c₂ as the book proposes for quasi-Newton methods
    private const double SlopeLevelled = 0.9;
    private const int MaxTrials = 30;
    private double[] origin = [];
    private double[] direction = [];
    private Trial start;

    private readonly record struct Trial(double Step, double Loss, double Slope);

    /// <summary>The point of the last trial: after a search that succeeded, the point found.</summary>
    public double[] Point { get; } = new double[size];

    /// <summary>The gradient there.</summary>
    public double[] Gradient { get; } = new double[size];

    /// <summary>The loss there.</summary>
    public double Loss { get; private set; }

    /// <summary>Searches from a point along a direction, with a first guess of the step; false if no step lessens the loss.</summary>
    public bool Search(double[] from, double[] along, double loss, double slope, double guess)
    {
        (origin, direction, start) = (from, along, new Trial(0, loss, slope));
        var (before, step) = (start, guess);
        for (var i = 0; i < MaxTrials; i++, step *= 2)
        {
            var trial = Try(step);
            if (!DecreasesEnough(trial) || (i > 0 && trial.Loss >= before.Loss)) return Zoom(before, trial);
            if (IsLevel(trial)) return true;
            if (trial.Slope >= 0) return Zoom(trial, before);
            before = trial;
        }
        return true; // still falling after 2³⁰ guesses: go there
    }

    /// <summary>Between <paramref name="low"/>, the best so far, and <paramref name="high"/> lies a step that is right.</summary>
    private bool Zoom(Trial low, Trial high)
    {
        for (var i = 0; i < MaxTrials && Math.Abs(high.Step - low.Step) > 1e-15 * Math.Abs(high.Step); i++)
        {
            var trial = Try(Between(low, high));
            if (!DecreasesEnough(trial) || trial.Loss >= low.Loss)
            {
                high = trial;
                continue;
            }
            if (IsLevel(trial)) return true;
            if (trial.Slope * (high.Step - low.Step) >= 0) high = low;
            low = trial;
        }
        if (low.Step == 0) return false;
        Try(low.Step); // no step is level, as at a kink: the best that decreases will do
        return true;
    }

    private bool DecreasesEnough(Trial trial) => trial.Loss <= start.Loss + SufficientDecrease * trial.Step * start.Slope;

    private bool IsLevel(Trial trial) => Math.Abs(trial.Slope) <= -SlopeLevelled * start.Slope;

    /// <summary>The minimum of the cubic through both ends (eq. 3.59), kept away from the ends; the middle where there is none.</summary>
    private static double Between(Trial a, Trial b)
    {
        var width = b.Step - a.Step;
        var d1 = a.Slope + b.Slope - 3 * (a.Loss - b.Loss) / (a.Step - b.Step);
        var d2 = Math.Sign(width) * Math.Sqrt(d1 * d1 - a.Slope * b.Slope);
        var share = 1 - (b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2);
        return a.Step + width * (double.IsFinite(share) ? Math.Clamp(share, 0.1, 0.9) : 0.5);
    }

    private Trial Try(double step)
    {
        TensorPrimitives.MultiplyAdd(direction, step, origin, Point);
        Loss = objective(Point, Gradient);
        return new Trial(step, Loss, TensorPrimitives.Dot<double>(Gradient, direction));
    }
}

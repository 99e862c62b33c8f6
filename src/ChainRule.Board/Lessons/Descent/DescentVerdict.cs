namespace ChainRule.Board;

/// <summary>How a descent goes.</summary>
public enum DescentState
{
    /// <summary>No step was taken yet.</summary>
    Start,

    /// <summary>The loss falls.</summary>
    Descending,

    /// <summary>The loss falls, but every step lands on the other side of the minimum.</summary>
    Oscillating,

    /// <summary>The last step made the loss greater, or not less though it was long.</summary>
    Diverging,

    /// <summary>The loss or its gradient is not finite.</summary>
    Undefined,

    /// <summary>The minimum is reached, as far as one can tell: the gradient has vanished and the loss bends upward.</summary>
    Converged,

    /// <summary>The gradient is zero, but not at a minimum.</summary>
    Stuck,
}

/// <summary>How a descent goes, and why.</summary>
/// <param name="State">How.</param>
/// <param name="Text">Why, in a sentence with numbers.</param>
/// <param name="Curvature">The second derivative along the gradient, where the last step began; NaN where the gradient is zero.</param>
/// <param name="RateTimesCurvature">
/// Below 1 a step stops short of the minimum of a parabola, beyond 1 it overshoots, beyond 2 it diverges.
/// </param>
public sealed record DescentVerdict(DescentState State, string Text, double Curvature, double RateTimesCurvature);

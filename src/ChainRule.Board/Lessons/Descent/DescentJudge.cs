using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Says how a descent goes, from its last points and the curvature there.</summary>
internal sealed class DescentJudge
{
    private const double Tiny = 1e-12;

    private readonly Descent descent;
    private readonly DescentPoint current;
    private readonly DescentPoint? previous, beforeThat;

    /// <summary>What the last step met; before the first, what it will meet.</summary>
    private readonly Slope met;

    public DescentJudge(Descent descent)
    {
        this.descent = descent;
        var points = descent.History;
        (current, previous, beforeThat) = (descent.Current, points.Count > 1 ? points[^2] : null, points.Count > 2 ? points[^3] : null);
        met = descent.SlopeAt(previous ?? current);
        // Where numbers have grown so large that their squares overflow, the start tells the same story.
        if (!double.IsFinite(met.Curvature) && met.GradientSquared != 0) met = descent.SlopeAt(descent.Start);
    }

    public DescentVerdict Judge()
    {
        if (!double.IsFinite(current.Loss)) return Undefined();
        if (previous is not null && current.Loss > previous.Loss * (1 + Tiny)) return Diverging(previous);
        var here = previous is null ? met : descent.SlopeAt(current);
        if (!double.IsFinite(here.GradientSquared))
            return Say(DescentState.Undefined, $"the gradient is {Number(here.GradientSquared)} here, so there is no step to take");
        if (here.GradientSquared == 0) return Still(here);
        if (previous is null) return Say(DescentState.Start, $"before the first step: {RateText.For(descent.Rate, met.Curvature)}");
        if (HasSettled(previous, here))
            return Say(DescentState.Converged,
                $"the last step changed the loss by less than one part in a million million: it stays at {Number(current.Loss)}");
        if (SwingsBack(previous)) return Swinging(previous);
        return Say(DescentState.Descending,
            $"the loss fell from {Number(previous.Loss)} to {Number(current.Loss)}; {RateText.For(descent.Rate, met.Curvature)}");
    }

    private DescentVerdict Undefined() => previous is null
        ? Say(DescentState.Undefined, $"the loss is {Number(current.Loss)} where the descent begins; give other values")
        : Say(DescentState.Undefined,
            $"after step {current.Step} the loss is {Number(current.Loss)}, and the descent "
            + $"ends; {RateText.For(descent.Rate, met.Curvature)}");

    private DescentVerdict Diverging(DescentPoint from) =>
        Say(DescentState.Diverging, RateText.Growth("the loss", from.Loss, current.Loss, descent.Rate, met.Curvature));

    /// <summary>
    /// A zero gradient is a minimum, a top or a flat place; the second derivative tells them apart, unless it is zero too.
    /// </summary>
    private DescentVerdict Still(Slope here) => here.Bend switch
    {
        > 0 => Say(DescentState.Converged,
            $"the gradient is 0 and the loss, {Number(current.Loss)}, bends upward: a minimum, as far as one direction tells"),
        < 0 => Say(DescentState.Stuck,
            "the gradient is 0, but the loss bends downward: a top or a saddle, from which no step leads; begin beside it"),
        _ => Say(DescentState.Stuck, $"the gradient is 0 and nothing bends: no step leads away. {WhyZero()}"),
    };

    private string WhyZero() =>
        ChainRule.Explain.Why(descent.Problem.Output, descent.Parameters[0]).ToString().ReplaceLineEndings(" ").Trim();

    /// <summary>Neither the loss nor what the next step could gain is worth a digit.</summary>
    private bool HasSettled(DescentPoint from, Slope here)
    {
        var size = Tiny * Math.Max(Math.Abs(current.Loss), Math.Abs(descent.Start.Loss));
        return from.Loss - current.Loss <= size && descent.Rate * here.GradientSquared <= size;
    }

    /// <summary>Whether the last step went back on the one before.</summary>
    private bool SwingsBack(DescentPoint from) => beforeThat is not null
        && Enumerable
            .Range(0, current.Parameters.Count)
            .Sum(i => (current.Parameters[i] - from.Parameters[i]) * (from.Parameters[i] - beforeThat.Parameters[i])) < 0;

    private DescentVerdict Swinging(DescentPoint from) => current.Loss < from.Loss * (1 - Tiny)
        ? Say(DescentState.Oscillating, $"the steps go to and fro while the loss falls: {RateText.For(descent.Rate, met.Curvature)}")
        : Say(DescentState.Diverging,
            $"the steps go to and fro and the loss stays at {Number(current.Loss)}: {RateText.For(descent.Rate, met.Curvature)}");

    private DescentVerdict Say(DescentState state, string text) =>
        new(state, text, met.Curvature, RateText.Product(descent.Rate, met.Curvature));

    private static string Number(double value) => FormulaNotation.Pretty.Number(value);
}

namespace ChainRule.Networks;

/// <summary>
/// The rate rises to its highest and falls far below where it began, once in a whole training (Smith and Topin, "Super-convergence",
/// 2018, in PyTorch's form); the momentum, where a range of it is given, goes the other way. Beyond the last step nothing changes.
/// </summary>
/// <param name="Steps">How many steps the training takes.</param>
/// <param name="MaxRate">The highest rate; the optimizer's own where it is not given.</param>
/// <param name="Rise">The share of the steps in which the rate rises; with three phases at most ½.</param>
/// <param name="StartDivisor">The first rate is the highest divided by it.</param>
/// <param name="EndDivisor">The last rate is the first divided by it.</param>
/// <param name="IsLinear">Whether the ways are straight lines and not half cosines.</param>
/// <param name="ThreePhases">Whether the fall mirrors the rise, and a third phase leads down from there.</param>
/// <param name="MomentumRange">Between what the momentum goes: the greatest first and last, the least where the rate is highest.</param>
public sealed record OneCycleSchedule(int Steps, double? MaxRate = null, double Rise = 0.3, double StartDivisor = 25,
    double EndDivisor = 1e4,
    bool IsLinear = false, bool ThreePhases = false, (double Min, double Max)? MomentumRange = null) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate)
    {
        var top = MaxRate ?? baseRate;
        var (start, end) = (top / StartDivisor, top / StartDivisor / EndDivisor);
        return At(step, start, top, ThreePhases ? start : end, end);
    }

    /// <inheritdoc/>
    public override double? Momentum(long step) =>
        MomentumRange is { } range ? At(step, range.Max, range.Min, range.Max, range.Max) : null;

    /// <summary>
    /// The place of a step on the way from <paramref name="start"/> by <paramref name="top"/> and <paramref name="down"/> to
    /// <paramref name="end"/>.
    /// </summary>
    private double At(long step, double start, double top, double down, double end)
    {
        var (last, highest) = (steps - 1, Rise * steps - 1);
        var mirrored = ThreePhases ? 2 * highest : last;
        if (step >= last) return end;
        if (step < highest) return Between(start, top, step / highest);
        if (step < mirrored) return Between(top, down, (step - highest) / (mirrored - highest));
        return Between(down, end, (step - mirrored) / (last - mirrored));
    }

    private double Between(double from, double to, double share) =>
        from + (to - from) * (IsLinear ? share : (1 - Math.Cos(Math.PI * share)) / 2);
}

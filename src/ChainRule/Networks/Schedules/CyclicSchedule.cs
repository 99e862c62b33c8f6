namespace ChainRule.Networks;

/// <summary>
/// The rate goes up and down between two bounds, again and again (Smith, "Cyclical learning rates for training neural networks",
/// 2017); the momentum, where a range of it is given, goes the other way.
/// </summary>
/// <param name="MinRate">The rate at the start of a cycle.</param>
/// <param name="MaxRate">The rate at the top of the first cycle.</param>
/// <param name="StepsUp">How many steps the way up takes.</param>
/// <param name="StepsDown">How many steps the way down takes; as many as up where it is not given.</param>
/// <param name="Decay">What the height is multiplied by from cycle to cycle: 1 for equal triangles, ½ for PyTorch's "triangular2".</param>
/// <param name="MomentumRange">Between what the momentum goes: the greatest where the rate is least.</param>
public sealed record CyclicSchedule(double MinRate, double MaxRate, int StepsUp, int? StepsDown = null, double Decay = 1,
    (double Min, double Max)? MomentumRange = null)
    : Schedule
{
    private readonly int up = Positive(StepsUp);
    private readonly int down = Positive(StepsDown ?? StepsUp, nameof(StepsDown));

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => MinRate + (MaxRate - MinRate) * Height(step);

    /// <inheritdoc/>
    public override double? Momentum(long step) => MomentumRange is { } range ? range.Max - (range.Max - range.Min) * Height(step) : null;

    /// <summary>From 0 at the start of a cycle to its height, 1 in the first.</summary>
    private double Height(long step)
    {
        var (cycle, place) = Math.DivRem(step, up + down);
        return Math.Pow(Decay, cycle) * (place <= up ? (double)place / up : (double)(up + down - place) / down);
    }
}

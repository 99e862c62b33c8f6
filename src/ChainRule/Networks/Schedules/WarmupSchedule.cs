namespace ChainRule.Networks;

/// <summary>A warm-up before another schedule: step k has (k + 1)/steps of the rate that <paramref name="Then"/> begins with.</summary>
/// <param name="Steps">How many steps the warm-up takes.</param>
/// <param name="Then">What follows, counted from its own step 0.</param>
public sealed record WarmupSchedule(int Steps, Schedule Then) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        step < steps ? Then.Rate(0, baseRate) * (step + 1) / steps : Then.Rate(step - steps, baseRate);

    /// <inheritdoc/>
    public override double? Momentum(long step) => Then.Momentum(Math.Max(0, step - steps));

    /// <inheritdoc/>
    public override void Observe(double metric) => Then.Observe(metric);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, State Value)> NamedStates => Then.NamedStates;
}

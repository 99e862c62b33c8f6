namespace ChainRule.Networks;

/// <summary>The optimizer's rate; a share of it in the first steps, if wanted.</summary>
/// <param name="Factor">The share in the first steps.</param>
/// <param name="Steps">How many steps that is.</param>
public sealed record ConstantSchedule(double Factor = 1, int Steps = 0) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => step < Steps ? baseRate * Factor : baseRate;
}

/// <summary>A rate by the user's own rule.</summary>
/// <param name="Rule">Makes the rate of the number of a step, from 0, and the optimizer's rate.</param>
public sealed record LambdaSchedule(Func<long, double, double> Rule) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => Rule(step, baseRate);
}

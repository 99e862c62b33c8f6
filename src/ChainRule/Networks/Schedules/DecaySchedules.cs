namespace ChainRule.Networks;

/// <summary>The rate falls in stairs of equal length: ηₖ = η·factor^⌊k/steps⌋.</summary>
/// <param name="Steps">How many steps of training a stair is long.</param>
/// <param name="Factor">What the rate is multiplied by at each stair.</param>
public sealed record StepSchedule(int Steps, double Factor = 0.1) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(Factor, step / steps);
}

/// <summary>The rate falls at given steps.</summary>
/// <param name="Milestones">The numbers of the steps from which on it is lower, in any order.</param>
/// <param name="Factor">What the rate is multiplied by at each.</param>
public sealed record MultiStepSchedule(IReadOnlyList<long> Milestones, double Factor = 0.1) : Schedule
{
    private readonly long[] milestones = [.. Milestones];

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate)
    {
        var passed = 0;
        foreach (var milestone in milestones)
            if (step >= milestone) passed++;
        return baseRate * Math.Pow(Factor, passed);
    }
}

/// <summary>The rate falls at each step: ηₖ = η·factorᵏ.</summary>
/// <param name="Factor">What the rate is multiplied by at each step.</param>
public sealed record ExponentialSchedule(double Factor) : Schedule
{
    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(Factor, step);
}

/// <summary>
/// The rate falls along half a cosine: ηₖ = min + (η − min)(1 + cos(πk/steps))/2 (Loshchilov and Hutter, "SGDR: Stochastic gradient
/// descent with warm restarts", 2017, eq. 5). Beyond the last step it rises again, as the cosine does.
/// </summary>
/// <param name="Steps">After how many steps the rate is least.</param>
/// <param name="MinRate">The least rate.</param>
public sealed record CosineSchedule(int Steps, double MinRate = 0) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        MinRate + (baseRate - MinRate) * (1 + Math.Cos(Math.PI * step / steps)) / 2;
}

/// <summary>The rate goes evenly from one share of the optimizer's to another, and stays there: a warm-up, or a decay.</summary>
/// <param name="Start">The share at step 0.</param>
/// <param name="End">The share from the last step on.</param>
/// <param name="Steps">How many steps the way is long.</param>
public sealed record LinearSchedule(double Start, double End, int Steps) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * (Start + (End - Start) * Math.Min(step, steps) / steps);
}

/// <summary>The rate falls to 0 as a power: ηₖ = η(1 − k/steps)^power.</summary>
/// <param name="Steps">After how many steps the rate is 0.</param>
/// <param name="Power">1 is a straight line.</param>
public sealed record PolynomialSchedule(int Steps, double Power = 1) : Schedule
{
    private readonly int steps = Positive(Steps);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => baseRate * Math.Pow(1 - (double)Math.Min(step, steps) / steps, Power);
}

/// <summary>
/// The rate grows evenly in a warm-up and then falls with the root of the number of the step: with s = k + 1,
/// ηₖ = η·min(s^(−½), s·warmup^(−3/2)) (Vaswani et al., "Attention is all you need", 2017, eq. 3).
/// </summary>
/// <param name="Warmup">How many steps the warm-up takes; at its end the rate is η/√warmup.</param>
public sealed record InverseSqrtSchedule(int Warmup) : Schedule
{
    private readonly int warmup = Positive(Warmup);

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) =>
        baseRate * Math.Min(Math.Pow(step + 1, -0.5), (step + 1) * Math.Pow(warmup, -1.5));
}

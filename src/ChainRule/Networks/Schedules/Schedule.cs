using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Networks;

/// <summary>
/// How the learning rate changes from step to step. Steps are updates of the parameters and are counted from 0. A schedule is a
/// function of that number alone, so a training that goes on from a checkpoint goes on in it; but for <see cref="ReduceOnPlateau"/>,
/// which has states to be saved.
/// </summary>
public abstract record Schedule
{
    /// <summary>The rate of a step.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    /// <param name="baseRate">The rate that the optimizer, or the group of parameters, was given.</param>
    public abstract double Rate(long step, double baseRate);

    /// <summary>The momentum of a step, or β₁ of Adam and its kin; nothing where the schedule leaves it alone.</summary>
    /// <param name="step">The number of the step, from 0.</param>
    public virtual double? Momentum(long step) => null;

    /// <summary>Tells how well it goes, a validation loss after an epoch for example. Most schedules do not ask.</summary>
    public virtual void Observe(double metric) { }

    /// <summary>What must be saved for a schedule to go on, beside the number of the step.</summary>
    public virtual IReadOnlyList<(string Name, State Value)> NamedStates => [];

    /// <summary>
    /// The same after a warm-up: the rate grows evenly in <paramref name="steps"/> steps to what this schedule begins with.
    /// </summary>
    public Schedule AfterWarmup(int steps) => new WarmupSchedule(steps, this);

    /// <summary>A count that is divided by.</summary>
    private protected static T Positive<T>(T count, [CallerArgumentExpression(nameof(count))] string? name = null) where T : INumber<T> =>
        count > T.Zero ? count : throw new ArgumentOutOfRangeException(name, count, $"{name} must be greater than 0");
}

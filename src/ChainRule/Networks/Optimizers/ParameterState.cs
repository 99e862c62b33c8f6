using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// What one step does to an optimizer's memories of one parameter, while its graph is built. Numbers that change from step to step
/// are scalars of the graph, in the parameter's dtype.
/// </summary>
public sealed class ParameterState
{
    private readonly OptimizerState state;
    private readonly Parameter owner;
    private readonly Dictionary<Variable, Tensor> updates;

    internal ParameterState(OptimizerState state, Parameter owner, Dictionary<Variable, Tensor> updates) =>
        (this.state, this.owner, this.updates) = (state, owner, updates);

    /// <summary>The number of this step of the parameter's own, from 1: what was frozen until now begins now.</summary>
    public Tensor StepNumber => Own(Count);

    private Tensor Count => Next(state.StateOf(owner, "step", Shape.Scalar, DType.Float64), count => count + 1);

    /// <summary>The learning rate of this step: that of a schedule, else <paramref name="own"/>.</summary>
    /// <param name="own">The optimizer's own rate.</param>
    public Tensor LearningRate(double own) => Own(state.LearningRate(own));

    /// <summary>The momentum of this step: that of a schedule which moves it, else <paramref name="own"/>.</summary>
    /// <param name="own">The optimizer's own momentum.</param>
    public Tensor Momentum(double own) => Own(state.Momentum(own));

    /// <summary>What was remembered before this step.</summary>
    /// <param name="role">What the memory is, such as "velocity".</param>
    /// <param name="initial">What it begins with.</param>
    public Tensor Last(string role, double initial = 0) => state.StateOf(owner, role, owner.Shape, owner.DType, initial);

    /// <summary>The new value of a memory of the parameter's shape.</summary>
    /// <param name="role">What the memory is, such as "velocity".</param>
    /// <param name="next">Makes the new value of the old one.</param>
    /// <param name="initial">What it begins with.</param>
    public Tensor Next(string role, Func<Tensor, Tensor> next, double initial = 0) =>
        Next(state.StateOf(owner, role, owner.Shape, owner.DType, initial), next);

    /// <summary>The new value of a memory that is one number, a scalar of the parameter's dtype.</summary>
    /// <param name="role">What the memory is, such as "product".</param>
    /// <param name="next">Makes the new value of the old one.</param>
    /// <param name="initial">What it begins with.</param>
    public Tensor NextNumber(string role, Func<Tensor, Tensor> next, double initial = 0) =>
        Next(state.StateOf(owner, role, Shape.Scalar, owner.DType, initial), next);

    /// <summary>The new value of a running mean that begins with 0: β·m + (1 − β)·value.</summary>
    /// <param name="role">What the memory is, such as "mean" or "square".</param>
    /// <param name="beta">How much of the mean is kept, from 0 to below 1.</param>
    /// <param name="value">What comes in, of the parameter's shape.</param>
    public Tensor RunningMean(string role, double beta, Tensor value) => Next(role, m => beta * m + (1 - beta) * value);

    /// <summary>The same for a β that a schedule may move: <see cref="Momentum"/>.</summary>
    /// <param name="role">What the memory is, such as "mean" or "square".</param>
    /// <param name="beta">How much of the mean is kept, a scalar of the parameter's dtype.</param>
    /// <param name="value">What comes in, of the parameter's shape.</param>
    public Tensor RunningMean(string role, Tensor beta, Tensor value) => Next(role, m => beta * m + (1 - beta) * value);

    /// <summary>
    /// 1 − βᵗ at the parameter's step t. A running mean that began with 0 is divided by it: the weights of its t values add up to so much.
    /// It is worked out in double precision, and a scalar of the parameter's dtype.
    /// </summary>
    /// <param name="beta">How much of the mean is kept at each step.</param>
    public Tensor BiasCorrection(double beta) => Own(-Expm1(Math.Log(beta) * Count));

    /// <summary>The same for a running mean whose β is the momentum of this step.</summary>
    /// <param name="own">The optimizer's own momentum.</param>
    public Tensor MomentumBiasCorrection(double own) => Own(-Expm1(Log(state.Momentum(own)) * Count));

    private Tensor Next(State memory, Func<Tensor, Tensor> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        return updates[memory] = next(memory);
    }

    private Tensor Own(Tensor scalar) => scalar.Cast(owner.DType);
}

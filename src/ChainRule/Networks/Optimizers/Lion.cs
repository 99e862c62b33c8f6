using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Steps of the same size for every element, by the sign of a mean gradient: w ← w − η(sign(β₁m + (1−β₁)g) + λw), then m ← β₂m + (1−β₂)g
/// (Chen et al., "Symbolic discovery of optimization algorithms", 2023, algorithm 2). Its rate is 3 to 10 times smaller than Adam's.
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Beta1">The share of the mean in the direction of a step.</param>
/// <param name="Beta2">How much of the mean gradient is kept.</param>
/// <param name="WeightDecay">λ, the share of a weight that a step of rate 1 would take away.</param>
public sealed record Lion(double Rate = 1e-4, double Beta1 = 0.9, double Beta2 = 0.99, double WeightDecay = 0) : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        var beta1 = memory.Momentum(Beta1);
        var direction = Sign(beta1 * memory.Last("mean") + (1 - beta1) * gradient);
        memory.RunningMean("mean", Beta2, gradient);
        return DecayedParameter(parameter, memory, LearningRate, WeightDecay) - memory.LearningRate(LearningRate) * direction;
    }
}

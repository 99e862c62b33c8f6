using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Adam with the greatest gradient in place of the mean square: u ← max(β₂u, |g| + ε), w ← w − η/(1 − β₁ᵗ)·m/u (Kingma and Ba, "Adam: A
/// method for stochastic optimization", 2015, algorithm 2).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the greatest gradient is kept.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
public sealed record Adamax(double Rate = 0.002, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var mean = memory.RunningMean("mean", memory.Momentum(Beta1), gradient);
        var greatest = memory.Next("greatest", u => Maximum(Beta2 * u, Abs(gradient) + Epsilon));
        return parameter - memory.LearningRate(LearningRate) / memory.MomentumBiasCorrection(Beta1) * (mean / greatest);
    }
}

/// <summary>
/// Adam with Nesterov's look ahead: μₜ = β₁(1 − ½·0.96^(tψ)), w ← w − η((1 − μₜ)g/(1 − Πμ) + μₜ₊₁m/(1 − μₜ₊₁Πμ))/(√v̂ + ε), Πμ being the
/// product of μ₁ to μₜ (Dozat, "Incorporating Nesterov momentum into Adam", 2016).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
/// <param name="MomentumDecay">ψ, by which μ comes up to β₁.</param>
public sealed record NAdam(double Rate = 0.002, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0,
    double MomentumDecay = 0.004)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var (now, next) = (Momentum(memory, 0), Momentum(memory, 1));
        var product = memory.NextNumber("momentum", before => before * now, initial: 1);
        var mean = memory.RunningMean("mean", memory.Momentum(Beta1), gradient);
        var square = memory.RunningMean("square", Beta2, Square(gradient));
        var ahead = gradient * ((1 - now) / (1 - product)) + mean * (next / (1 - product * next));
        return parameter - memory.LearningRate(LearningRate) * (ahead / (Sqrt(square) * Rsqrt(memory.BiasCorrection(Beta2)) + Epsilon));
    }

    /// <summary>μ of this step, or of one that comes later.</summary>
    private Tensor Momentum(ParameterState memory, int later) =>
        memory.Momentum(Beta1) * (1 - 0.5 * Exp(Math.Log(0.96) * MomentumDecay * (memory.StepNumber + later)));
}

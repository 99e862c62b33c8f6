using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Steps of about the same size for every parameter (Kingma and Ba, "Adam: A method for stochastic optimization", 2015,
/// algorithm 1): m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂/(√v̂ + ε), where m̂ and v̂ make up for the start at 0.
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss; <see cref="AdamW"/> has the decoupled one.</param>
/// <param name="Amsgrad">Whether the greatest v so far stands for v (Reddi et al., "On the convergence of Adam and beyond", 2018).</param>
public sealed record Adam(double Rate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0,
    bool Amsgrad = false)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory) =>
        parameter - Move(AddWeightDecay(gradient, parameter, WeightDecay), memory, LearningRate, Beta1, Beta2, Epsilon, Amsgrad);

    /// <summary>η·m̂/(√v̂ + ε).</summary>
    internal static Tensor Move(Tensor gradient, ParameterState memory, double rate, double beta1, double beta2, double epsilon,
        bool amsgrad)
    {
        var mean = memory.RunningMean("mean", memory.Momentum(beta1), gradient);
        var square = memory.RunningMean("square", beta2, Square(gradient));
        if (amsgrad) square = memory.Next("greatest", greatest => Maximum(greatest, square));
        var root = Sqrt(square) * Rsqrt(memory.BiasCorrection(beta2)) + epsilon;
        return memory.LearningRate(rate) / memory.MomentumBiasCorrection(beta1) * (mean / root);
    }
}

/// <summary>
/// Adam with weight decay beside the gradient: w ← (1 − ηλ)w − η·m̂/(√v̂ + ε) (Loshchilov and Hutter, "Decoupled weight
/// decay regularization", 2019, algorithm 2).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Beta1">How much of the mean gradient is kept.</param>
/// <param name="Beta2">How much of the mean squared gradient is kept.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
/// <param name="WeightDecay">λ, the share of a weight that a step of rate 1 would take away.</param>
/// <param name="Amsgrad">Whether the greatest v so far stands for v.</param>
public sealed record AdamW(double Rate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01,
    bool Amsgrad = false)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory) =>
        DecayedParameter(parameter, memory, LearningRate, WeightDecay)
        - Adam.Move(gradient, memory, LearningRate, Beta1, Beta2, Epsilon, Amsgrad);
}

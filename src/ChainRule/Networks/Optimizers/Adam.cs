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
public sealed record Adam(double Rate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0) : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected override Tensor Next(Parameter parameter, Tensor gradient, OptimizerMemory memory)
    {
        if (WeightDecay != 0) gradient += WeightDecay * parameter;
        return parameter - Rate * Direction(gradient, memory, Beta1, Beta2, Epsilon);
    }

    internal static Tensor Direction(Tensor gradient, OptimizerMemory memory, double beta1, double beta2, double epsilon)
    {
        var mean = memory.Next("mean", m => beta1 * m + (1 - beta1) * gradient);
        var square = memory.Next("square", v => beta2 * v + (1 - beta2) * Square(gradient));
        var steps = memory.StepNumber;
        return mean / OneMinusPower(beta1, steps) / (Sqrt(square / OneMinusPower(beta2, steps)) + epsilon);
    }

    /// <summary>1 − βᵗ, which loses no digits in single precision where β is near 1.</summary>
    private static Tensor OneMinusPower(double beta, Tensor steps) => -Expm1(Math.Log(beta) * steps);
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
public sealed record AdamW(double Rate = 0.001, double Beta1 = 0.9, double Beta2 = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.01) : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected override Tensor Next(Parameter parameter, Tensor gradient, OptimizerMemory memory) =>
        (1 - Rate * WeightDecay) * parameter - Rate * Adam.Direction(gradient, memory, Beta1, Beta2, Epsilon);
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Gradient descent, with momentum if wanted: v ← μv + g, w ← w − ηv; Nesterov's looks ahead, w ← w − η(g + μv) (Sutskever et
/// al., "On the importance of initialization and momentum in deep learning", 2013, in the form that PyTorch has).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Momentum">How much of the last step is kept, μ.</param>
/// <param name="Nesterov">Whether to look ahead.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
/// <param name="Dampening">The share of a gradient that is kept out of the momentum, but for the first: v ← μv + (1 − dampening)g.</param>
public sealed record Sgd(double Rate, double Momentum = 0, bool Nesterov = false, double WeightDecay = 0, double Dampening = 0)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var rate = memory.LearningRate(LearningRate);
        if (Momentum == 0) return parameter - rate * gradient;
        var momentum = memory.Momentum(Momentum);
        var velocity = memory.Next("velocity", v => momentum * v + Dampened(gradient, memory));
        return parameter - rate * (Nesterov ? gradient + momentum * velocity : velocity);
    }

    private Tensor Dampened(Tensor gradient, ParameterState memory) =>
        Dampening == 0 ? gradient : gradient * (1 - Dampening * Indicator(Greater(memory.StepNumber, 1), gradient));
}

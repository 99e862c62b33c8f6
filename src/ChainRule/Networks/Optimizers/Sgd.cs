namespace ChainRule.Networks;

/// <summary>
/// Gradient descent, with momentum if wanted: v ← μv + g, w ← w − ηv; Nesterov's looks ahead, w ← w − η(g + μv) (Sutskever et
/// al., "On the importance of initialization and momentum in deep learning", 2013, in the form that PyTorch has).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Momentum">How much of the last step is kept, μ.</param>
/// <param name="Nesterov">Whether to look ahead.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
public sealed record Sgd(double Rate, double Momentum = 0, bool Nesterov = false, double WeightDecay = 0) : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected override Tensor Next(Parameter parameter, Tensor gradient, OptimizerMemory memory)
    {
        if (WeightDecay != 0) gradient += WeightDecay * parameter;
        if (Momentum == 0) return parameter - Rate * gradient;
        var velocity = memory.Next("velocity", v => Momentum * v + gradient);
        return parameter - Rate * (Nesterov ? gradient + Momentum * velocity : velocity);
    }
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// The gradient divided by the root of its mean square: v ← αv + (1−α)g², w ← w − η·g/(√v + ε) (Tieleman and Hinton, "Lecture 6.5 -
/// RMSprop", 2012, in PyTorch's form).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Alpha">How much of the mean square is kept.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
/// <param name="Momentum">How much of the last step is kept.</param>
/// <param name="Centered">
/// Whether the squared mean is taken off the mean square, which leaves the variance (Graves, "Generating sequences with recurrent neural
/// networks", 2013, eq. 38 to 45).
/// </param>
public sealed record RMSprop(double Rate = 0.01, double Alpha = 0.99, double Epsilon = 1e-8, double WeightDecay = 0, double Momentum = 0,
    bool Centered = false)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var square = memory.RunningMean("square", Alpha, Square(gradient));
        if (Centered) square -= Square(memory.RunningMean("mean", Alpha, gradient));
        var move = gradient / (Sqrt(square) + Epsilon);
        if (Momentum != 0) move = memory.Next("velocity", v => memory.Momentum(Momentum) * v + move);
        return parameter - memory.LearningRate(LearningRate) * move;
    }
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// The gradient divided by the root of the sum of all its squares: s ← s + g², w ← w − η/(1 + (t − 1)·decay)·g/(√s + ε) (Duchi et al.,
/// "Adaptive subgradient methods for online learning and stochastic optimization", 2011).
/// </summary>
/// <param name="Rate">The learning rate η.</param>
/// <param name="RateDecay">By how much the divisor of the rate grows at each step.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
/// <param name="InitialSum">What the sums of squares begin with.</param>
/// <param name="Epsilon">Keeps the division from blowing up.</param>
public sealed record Adagrad(double Rate = 0.01, double RateDecay = 0, double WeightDecay = 0, double InitialSum = 0,
    double Epsilon = 1e-10)
    : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var sum = memory.Next("sum", s => s + Square(gradient), InitialSum);
        var rate = memory.LearningRate(LearningRate);
        if (RateDecay != 0) rate /= 1 + RateDecay * (memory.StepNumber - 1);
        return parameter - rate * (gradient / (Sqrt(sum) + Epsilon));
    }
}

/// <summary>
/// Steps in the unit of the parameter itself: d = g·√(a + ε)/√(v + ε), where v ← ρv + (1−ρ)g² and a is the like mean of earlier d²;
/// w ← w − ηd (Zeiler, "ADADELTA: An adaptive learning rate method", 2012, algorithm 1).
/// </summary>
/// <param name="Rate">The learning rate η; the paper has 1.</param>
/// <param name="Rho">How much of the mean squares is kept.</param>
/// <param name="Epsilon">Lets the first steps begin.</param>
/// <param name="WeightDecay">λ of a term ½λw² that is added to the loss.</param>
public sealed record Adadelta(double Rate = 1, double Rho = 0.9, double Epsilon = 1e-6, double WeightDecay = 0) : Optimizer(Rate)
{
    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        gradient = AddWeightDecay(gradient, parameter, WeightDecay);
        var square = memory.RunningMean("square", Rho, Square(gradient));
        var move = gradient * (Sqrt(memory.Last("move") + Epsilon) / Sqrt(square + Epsilon));
        memory.RunningMean("move", Rho, Square(move));
        return parameter - memory.LearningRate(LearningRate) * move;
    }
}

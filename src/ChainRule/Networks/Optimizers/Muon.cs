using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// Momentum whose steps are made orthogonal, so that each turns all directions of a weight alike (K. Jordan et al., "Muon: An optimizer
/// for hidden layers in neural networks", 2024): v ← μv + g, O = the nearest semi-orthogonal matrix to g + μv by Newton-Schulz
/// iterations, w ← (1 − ηλ)w − η·√max(1, rows/columns)·O. It is for the weights between hidden layers, of two axes or more; those
/// of convolutions count as [outputs, all else]. What has one axis or none is left to another optimizer; give embeddings and the
/// last layer to it as well, by <see cref="ParameterGroups"/>.
/// </summary>
/// <param name="Others">The optimizer of biases and scales, an <see cref="AdamW"/> for example.</param>
/// <param name="Rate">The learning rate η.</param>
/// <param name="Momentum">How much of the last step is kept, μ.</param>
/// <param name="Nesterov">Whether to look ahead; else O is made of v itself.</param>
/// <param name="WeightDecay">λ, the share of a weight that a step of rate 1 would take away.</param>
/// <param name="Iterations">How often the Newton-Schulz polynomial is applied.</param>
public sealed record Muon(Optimizer Others, double Rate = 0.02, double Momentum = 0.95, bool Nesterov = true, double WeightDecay = 0,
    int Iterations = 5)
    : Optimizer(Rate)
{
    private const double Epsilon = 1e-7; // keeps a gradient of 0 from being divided by

    /// <inheritdoc/>
    protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
    {
        if (parameter.Rank < 2) return Others.Next(parameter, gradient, memory);
        var momentum = memory.Momentum(Momentum);
        var velocity = memory.Next("velocity", v => momentum * v + gradient);
        var matrix = (Nesterov ? gradient + momentum * velocity : velocity).Reshape(parameter.Shape[0], -1);
        var stretch = Math.Sqrt(Math.Max(1, (double)matrix.Shape[0] / matrix.Shape[1]));
        return DecayedParameter(parameter, memory, LearningRate, WeightDecay)
            - memory.LearningRate(LearningRate) * stretch * Orthogonal(matrix).Reshape(parameter.Shape);
    }

    internal override void CheckNames(IReadOnlyList<string> names) => Others.CheckNames(names);

    /// <summary>
    /// The matrix with its singular values brought near 1. Each iteration takes a singular value s to 3.4445s − 4.775s³ + 2.0315s⁵,
    /// which grows fast from small ones and ends between 0.7 and 1.2.
    /// </summary>
    private Tensor Orthogonal(Tensor matrix)
    {
        var isTall = matrix.Shape[0] > matrix.Shape[1];
        var x = isTall ? matrix.Transpose() : matrix; // the product of the shorter side with itself is the smaller one
        x /= Norm(x) + Epsilon;
        for (var i = 0; i < Iterations; i++)
        {
            var square = MatMul(x, x.Transpose());
            x = 3.4445 * x + MatMul(-4.775 * square + 2.0315 * MatMul(square, square), x);
        }
        return isTall ? x.Transpose() : x;
    }
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>x·Wᵀ + b along the last axis, the weight [outputs, inputs] as PyTorch has it.</summary>
public sealed class Linear : WeightedLayer
{
    private readonly int inputs, outputs;

    /// <summary>A layer whose weight and bias are drawn from ±1/√inputs.</summary>
    /// <param name="inputs">The size of the last axis that comes in.</param>
    /// <param name="outputs">The size of the last axis that goes out.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public Linear(int inputs, int outputs, bool bias = true, DType dtype = DType.Float32)
        : base([outputs, inputs], outputs, bias, dtype) => (this.inputs, this.outputs) = (inputs, outputs);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank > 0 && x.Shape[^1] == inputs, $"a last axis of {inputs}", Weight.DType);
        return Of(x, Weight, Bias);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Linear({inputs} → {outputs})";

    /// <summary>x·Wᵀ + b.</summary>
    internal static Tensor Of(Tensor x, Tensor weight, Tensor? bias)
    {
        var y = MatMul(x, weight.Transpose());
        return bias is null ? y : y + bias;
    }
}

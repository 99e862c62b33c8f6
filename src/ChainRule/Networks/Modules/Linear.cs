using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>x·Wᵀ + b along the last axis, the weight [outputs, inputs] as PyTorch has it.</summary>
public sealed class Linear : Layer
{
    /// <summary>A layer whose weight and bias are drawn from ±1/√inputs.</summary>
    /// <param name="inputs">The size of the last axis that comes in.</param>
    /// <param name="outputs">The size of the last axis that goes out.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public Linear(int inputs, int outputs, bool bias = true, DType dtype = DType.Float32)
    {
        var bound = 1 / Math.Sqrt(inputs);
        Weight = new(Initialize.Uniform([outputs, inputs], -bound, bound, dtype), "weight");
        Bias = bias ? new(Initialize.Uniform([outputs], -bound, bound, dtype), "bias") : null;
    }

    /// <summary>[outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs], if there is one.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(Weight, "weight"), new(Bias, "bias")];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var y = MatMul(x, Weight.Transpose());
        return Bias is null ? y : y + Bias;
    }
}

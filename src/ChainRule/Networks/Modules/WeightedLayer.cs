using ChainRule.Shapes;

namespace ChainRule.Networks;

/// <summary>A layer with a weight and, perhaps, a bias, both drawn from ±1/√n, where n is how many numbers one output is made of.</summary>
public abstract class WeightedLayer : Layer
{
    private protected WeightedLayer(Shape weight, int outputs, bool bias, DType dtype)
    {
        var bound = weight.Size == 0 ? 0 : 1 / Math.Sqrt(Initialize.FanIn(weight)); // what nothing comes in to begins at 0, as in PyTorch
        Weight = new(Initialize.Uniform(weight, -bound, bound, dtype), "weight");
        Bias = bias ? new(Initialize.Uniform([outputs], -bound, bound, dtype), "bias") : null;
    }

    /// <summary>What the layer multiplies by.</summary>
    public Parameter Weight { get; }

    /// <summary>What it adds, a number for each output, if there is a bias.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(Weight, "weight"), new(Bias, "bias")];
}

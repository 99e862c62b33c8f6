namespace ChainRule.Networks;

/// <summary>A layer that normalizes, then scales by a weight, 1 at first, and shifts by a bias, 0 at first, where it has them.</summary>
public abstract class NormalizingLayer : Layer
{
    private protected NormalizingLayer(Shape shape, bool weight, bool bias, double eps, DType dtype)
    {
        (Eps, DType) = (eps, dtype);
        Weight = weight ? new(Initialize.Filled(shape, 1, dtype), "weight") : null;
        Bias = bias ? new(Initialize.Filled(shape, 0, dtype), "bias") : null;
    }

    /// <summary>The scale, if there is one.</summary>
    public Parameter? Weight { get; }

    /// <summary>The shift, if there is one.</summary>
    public Parameter? Bias { get; }

    /// <summary>What is added to the variance, so that equal numbers do not divide by 0.</summary>
    public double Eps { get; }

    private protected DType DType { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(Weight, "weight"), new(Bias, "bias")];

    private protected void RequireChannels(Tensor x, int channels) =>
        Require(x, x.Rank >= 2 && x.Shape[1] == channels, $"a batch of {channels} channels, [N, {channels}, …]", DType);
}

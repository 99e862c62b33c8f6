namespace ChainRule.Networks;

/// <summary>What convolutions and their transposes share: kernels that see all channels of their group.</summary>
public abstract class ConvolutionLayer : WeightedLayer
{
    private readonly string signature;

    private protected ConvolutionLayer(int inputs, int outputs, int groups, Shape kernels, string signature, bool bias, DType dtype)
        : base(kernels, outputs, bias, dtype) => (Inputs, Groups, this.signature) = (inputs, groups, signature);

    private protected int Inputs { get; }

    private protected int Groups { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => signature;

    /// <summary>The shape of kernels [one, other/groups, …]; the groups must divide the channels on both sides.</summary>
    private protected static Shape Kernels(int one, int other, int groups, params ReadOnlySpan<int> sizes)
    {
        if (one < 1 || other < 1 || groups < 1 || one % groups != 0 || other % groups != 0)
            throw new ArgumentException(
                $"a convolution needs at least one channel on each side and groups that divide both, but there are {one} and {other} "
                + $"channels in {groups} groups");
        return [one, other / groups, .. sizes];
    }

    private protected void RequireSignals(Tensor x) =>
        Require(x, x.Rank == 3 && x.Shape[1] == Inputs, $"signals [N, {Inputs}, L]", Weight.DType);

    private protected void RequireImages(Tensor x) =>
        Require(x, x.Rank == 4 && x.Shape[1] == Inputs, $"images [N, {Inputs}, H, W]", Weight.DType);
}

namespace ChainRule.Networks;

/// <summary>Each slice along the last axes to mean 0 and variance 1: <see cref="Functions.LayerNorm"/>.</summary>
public sealed class LayerNorm : NormalizingLayer
{
    private readonly Shape shape;

    /// <summary>A layer over the last axis.</summary>
    /// <param name="features">Its size.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether a weight scales the result.</param>
    /// <param name="bias">Whether a bias shifts it as well.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public LayerNorm(int features, double eps = 1e-5, bool affine = true, bool bias = true, DType dtype = DType.Float32)
        : this([features], eps, affine, bias, dtype) { }

    /// <summary>A layer over the last axes together.</summary>
    /// <param name="shape">Their sizes.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether a weight scales the result.</param>
    /// <param name="bias">Whether a bias shifts it as well.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public LayerNorm(Shape shape, double eps = 1e-5, bool affine = true, bool bias = true, DType dtype = DType.Float32)
        : base(shape, affine, affine && bias, eps, dtype) => this.shape = shape;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank >= shape.Rank && x.Shape.TakeLast(shape.Rank).SequenceEqual(shape), $"last sizes {shape}", DType);
        return Functions.LayerNorm(x, shape, Weight, Bias, Eps);
    }

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm({shape})";
}

/// <summary>Groups of channels of [N, C, …] to mean 0 and variance 1, each example by itself: <see cref="Functions.GroupNorm"/>.</summary>
public sealed class GroupNorm : NormalizingLayer
{
    private readonly int groups, channels;

    /// <summary>A layer of so many groups.</summary>
    /// <param name="groups">How many groups the channels make; it divides their number.</param>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias for each channel scale and shift the result.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
        : base([channels], affine, affine, eps, dtype)
    {
        if (groups < 1 || channels % groups != 0)
            throw new ArgumentException($"{groups} groups do not divide {channels} channels", nameof(groups));
        (this.groups, this.channels) = (groups, channels);
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireChannels(x, channels);
        return Functions.GroupNorm(x, groups, Weight, Bias, Eps);
    }

    /// <inheritdoc/>
    public override string ToString() => $"GroupNorm({groups}, {channels})";
}

/// <summary>Each channel of each example of [N, C, …] to mean 0 and variance 1: <see cref="Functions.InstanceNorm"/>.</summary>
public sealed class InstanceNorm : NormalizingLayer
{
    private readonly int channels;

    /// <summary>A layer for so many channels.</summary>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias for each channel scale and shift the result.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public InstanceNorm(int channels, double eps = 1e-5, bool affine = false, DType dtype = DType.Float32)
        : base([channels], affine, affine, eps, dtype) => this.channels = channels;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireChannels(x, channels);
        return Functions.InstanceNorm(x, Weight, Bias, Eps);
    }

    /// <inheritdoc/>
    public override string ToString() => $"InstanceNorm({channels})";
}

/// <summary>x divided by its root mean square along the last axis: <see cref="Functions.RMSNorm"/>.</summary>
public sealed class RMSNorm : NormalizingLayer
{
    private readonly int features;

    /// <summary>A layer over the last axis.</summary>
    /// <param name="features">Its size.</param>
    /// <param name="eps">Added to the mean square; the distance from 1 to the next number of the type where none is given.</param>
    /// <param name="affine">Whether a weight scales the result.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public RMSNorm(int features, double? eps = null, bool affine = true, DType dtype = DType.Float32)
        : base([features], affine, bias: false, eps ?? (dtype == DType.Float32 ? MathF.BitIncrement(1) - 1 : Math.BitIncrement(1) - 1),
            dtype) =>
        this.features = features;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank > 0 && x.Shape[^1] == features, $"a last axis of {features}", DType);
        return Functions.RMSNorm(x, Weight, Eps);
    }

    /// <inheritdoc/>
    public override string ToString() => $"RMSNorm({features})";
}

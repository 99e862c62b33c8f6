using ChainRule.Shapes;

namespace ChainRule;

/// <summary>What batch normalization gives in training.</summary>
/// <param name="Output">The normalized batch.</param>
/// <param name="RunningMean">The new running mean.</param>
/// <param name="RunningVar">The new running variance.</param>
public readonly record struct BatchNormResult(Tensor Output, Tensor RunningMean, Tensor RunningVar);

public static partial class Functions
{
    /// <summary>
    /// Each slice along the last axes to mean 0 and variance 1, then scaled and shifted (Ba, Kiros, Hinton, "Layer normalization",
    /// 2016, section 3).
    /// </summary>
    /// <param name="x">Of shape [..., <paramref name="normalizedShape"/>].</param>
    /// <param name="normalizedShape">The sizes of the last axes, which are normalized together.</param>
    /// <param name="weight">The scale, of that shape; none is 1.</param>
    /// <param name="bias">The shift, of that shape; none is 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">The last sizes of x are others.</exception>
    public static Tensor LayerNorm(Tensor x, Shape normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        var first = x.Rank - normalizedShape.Rank;
        if (first < 0 || !x.Shape.Skip(first).SequenceEqual(normalizedShape))
            throw new ShapeException(
                $"LayerNorm over {normalizedShape} needs a tensor whose last sizes are these, but {x.Describe()} has shape {x.Shape}");
        return Affine(Standardized(x, [.. Enumerable.Range(first, normalizedShape.Rank)], eps), weight, bias);
    }

    /// <summary>
    /// Groups of channels to mean 0 and variance 1, each example by itself (Wu, He, "Group normalization", 2018, section 3).
    /// </summary>
    /// <param name="x">Of shape [N, C, ...].</param>
    /// <param name="groups">How many groups the channels make; it divides C.</param>
    /// <param name="weight">The scale of each channel, [C]; none is 1.</param>
    /// <param name="bias">The shift of each channel, [C]; none is 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">There is no channel axis, or the groups do not divide it.</exception>
    public static Tensor GroupNorm(Tensor x, int groups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        RequireChannels("GroupNorm", x);
        var channels = x.Shape[1];
        if (groups < 1 || channels % groups != 0)
            throw new ShapeException(
                $"GroupNorm cannot make {groups} groups of the {channels} channels of {x.Describe()} of shape {x.Shape}: the number must "
                + $"divide them");
        var grouped = x.Reshape([x.Shape[0], groups, channels / groups, .. x.Shape.Skip(2)]);
        var normalized = Standardized(grouped, [.. Enumerable.Range(2, grouped.Rank - 2)], eps).Reshape(x.Shape);
        return Affine(normalized, PerChannel(weight, x), PerChannel(bias, x));
    }

    /// <summary>
    /// Each channel of each example to mean 0 and variance 1 (Ulyanov, Vedaldi, Lempitsky, "Instance normalization", 2016).
    /// </summary>
    /// <param name="x">Of shape [N, C, ...].</param>
    /// <param name="weight">The scale of each channel, [C]; none is 1.</param>
    /// <param name="bias">The shift of each channel, [C]; none is 0.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">There is no channel axis.</exception>
    public static Tensor InstanceNorm(Tensor x, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        RequireChannels("InstanceNorm", x);
        return GroupNorm(x, x.Shape[1], weight, bias, eps);
    }

    /// <summary>
    /// x divided by its root mean square along an axis, then scaled (Zhang, Sennrich, "Root mean square layer normalization", 2019,
    /// eq. 4).
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or the weight does not broadcast.</exception>
    public static Tensor RMSNorm(Tensor x, Tensor? weight = null, double eps = 1e-6, int axis = -1) =>
        Affine(x * Rsqrt(Mean(Square(x), [axis], keepDims: true) + eps), weight, bias: null);

    /// <summary>
    /// Each channel to mean 0 and variance 1 by the batch's own statistics, which also move the running ones (Ioffe, Szegedy, "Batch
    /// normalization", 2015, algorithm 1). The batch is divided by its standard deviation with n, the running variance is with n − 1.
    /// </summary>
    /// <param name="x">Of shape [N, C, ...].</param>
    /// <param name="weight">The scale of each channel, [C]; none is 1.</param>
    /// <param name="bias">The shift of each channel, [C]; none is 0.</param>
    /// <param name="runningMean">The mean so far, [C].</param>
    /// <param name="runningVar">The variance so far, [C].</param>
    /// <param name="momentum">The part of the new statistics in the running ones.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">There is no channel axis, or only one value for each channel, which has no variance.</exception>
    public static BatchNormResult BatchNormTraining(Tensor x, Tensor? weight, Tensor? bias, Tensor runningMean, Tensor runningVar,
        double momentum = 0.1, double eps = 1e-5)
    {
        RequireChannels("BatchNorm", x);
        IntList axes = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != 1)];
        var count = CountAlong(x.Shape, axes);
        if (count == 1)
            throw new ShapeException(
                $"BatchNorm needs more than one value for each channel in training, but {x.Describe()} of shape {x.Shape} has one, whose "
                + $"variance is undefined; a batch of two or more would fit, or LayerNorm, which needs no batch");
        var output = Affine(Standardized(x, axes, eps), PerChannel(weight, x), PerChannel(bias, x));
        if (count == 0) return new(output, runningMean, runningVar); // as PyTorch: an empty batch tells nothing
        return new(output, Moved(runningMean, Mean(x, axes), momentum), Moved(runningVar, Var(x, axes), momentum));
    }

    /// <summary>Each channel by the running statistics of training, which stay as they are.</summary>
    /// <param name="x">Of shape [N, C, ...].</param>
    /// <param name="weight">The scale of each channel, [C]; none is 1.</param>
    /// <param name="bias">The shift of each channel, [C]; none is 0.</param>
    /// <param name="runningMean">The mean, [C].</param>
    /// <param name="runningVar">The variance, [C].</param>
    /// <param name="eps">Added to the variance.</param>
    /// <exception cref="ShapeException">There is no channel axis.</exception>
    public static Tensor BatchNorm(Tensor x, Tensor? weight, Tensor? bias, Tensor runningMean, Tensor runningVar, double eps = 1e-5)
    {
        RequireChannels("BatchNorm", x);
        var normalized = (x - PerChannel(runningMean, x)) * Rsqrt(PerChannel(runningVar, x) + eps);
        return Affine(normalized, PerChannel(weight, x), PerChannel(bias, x));
    }

    private static Tensor Standardized(Tensor x, IntList axes, double eps)
    {
        var centered = x - Mean(x, axes, keepDims: true);
        return centered * Rsqrt(Mean(Square(centered), axes, keepDims: true) + eps);
    }

    private static Tensor Affine(Tensor x, Tensor? weight, Tensor? bias)
    {
        if (weight is not null) x *= weight;
        return bias is null ? x : x + bias;
    }

    private static Tensor Moved(Tensor running, Tensor batch, double momentum) => (1 - momentum) * running + momentum * batch;

    /// <summary>[C] as [C, 1, …], so that it lines up with the channels of [N, C, …].</summary>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(values))]
    private static Tensor? PerChannel(Tensor? values, Tensor like)
    {
        if (values is not null && (values.Rank != 1 || values.Shape[0] != like.Shape[1]))
            throw new ShapeException(
                $"{values.Describe()} must hold one number for each of the {like.Shape[1]} channels of {like.Describe()} of "
                + $"shape {like.Shape}, so have shape [{like.Shape[1]}], not {values.Shape}");
        return values?.Reshape([like.Shape[1], .. Enumerable.Repeat(1, like.Rank - 2)]);
    }

    private static void RequireChannels(string op, Tensor x)
    {
        if (x.Rank < 2)
            throw new ShapeException($"{op} needs a batch with channels, [N, C, …], but {x.Describe()} has shape {x.Shape}");
    }
}

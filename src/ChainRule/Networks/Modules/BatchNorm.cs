namespace ChainRule.Networks;

/// <summary>
/// Each channel of [N, C, …] to mean 0 and variance 1, for any number of axes: in training by the batch's own statistics, which move
/// the running ones along; in use by the running ones (<see cref="Functions.BatchNormTraining"/>, <see cref="Functions.BatchNorm"/>).
/// </summary>
public sealed class BatchNorm : NormalizingLayer
{
    private readonly int channels;
    private readonly double momentum;

    /// <summary>A layer for so many channels.</summary>
    /// <param name="channels">How many channels there are.</param>
    /// <param name="momentum">The part of a batch's statistics in the running ones.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether a weight and a bias for each channel scale and shift the result.</param>
    /// <param name="dtype">The type of the parameters and the statistics.</param>
    public BatchNorm(int channels, double momentum = 0.1, double eps = 1e-5, bool affine = true, DType dtype = DType.Float32)
        : base([channels], affine, affine, eps, dtype)
    {
        (this.channels, this.momentum) = (channels, momentum);
        RunningMean = new(Initialize.Filled([channels], 0, dtype), "running_mean");
        RunningVar = new(Initialize.Filled([channels], 1, dtype), "running_var");
        BatchCount = new(TensorData.Zeros(Shape.Scalar, DType.Int64), "num_batches_tracked");
    }

    /// <summary>The running mean of each channel, 0 at first.</summary>
    public State RunningMean { get; }

    /// <summary>The running variance of each channel, 1 at first.</summary>
    public State RunningVar { get; }

    /// <summary>How many batches the running statistics have seen.</summary>
    public State BatchCount { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members =>
        [.. base.Members, new(RunningMean, "running_mean"), new(RunningVar, "running_var"), new(BatchCount, "num_batches_tracked")];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireChannels(x, channels);
        if (!IsTraining) return Functions.BatchNorm(x, Weight, Bias, RunningMean, RunningVar, Eps);
        Require(x, x.Shape.Size > channels, "more than one number for each channel to train on");
        var batch = Functions.BatchNormTraining(x, Weight, Bias, RunningMean, RunningVar, momentum, Eps);
        return batch.Output
            .Updating(RunningMean, batch.RunningMean)
            .Updating(RunningVar, batch.RunningVar)
            .Updating(BatchCount, (BatchCount.Cast(DType.Float64) + 1).Cast(DType.Int64));
    }

    /// <inheritdoc/>
    public override string ToString() => $"BatchNorm({channels})";
}

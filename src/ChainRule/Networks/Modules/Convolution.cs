namespace ChainRule.Networks;

/// <summary>Images [N, inputs, H, W] seen through kernels: <see cref="Functions.Conv2d"/>.</summary>
public sealed class Conv2d : ConvolutionLayer
{
    private readonly Size2d stride, padding, dilation;

    /// <summary>A layer whose kernels and bias are drawn from ±1/√(inputs/groups · h · w).</summary>
    /// <param name="inputs">The channels that come in.</param>
    /// <param name="outputs">The channels that go out, one for each kernel.</param>
    /// <param name="kernel">The size of the kernels.</param>
    /// <param name="stride">The step between places; 1 where none is given.</param>
    /// <param name="padding">How many rows and columns of zeros surround the images on each side; 0 where none is given.</param>
    /// <param name="dilation">The step between the pixels that a kernel sees; 1 where none is given.</param>
    /// <param name="groups">Into how many separate groups the channels are split.</param>
    /// <param name="bias">Whether each kernel adds a number.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv2d(int inputs, int outputs, Size2d kernel, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null,
        int groups = 1, bool bias = true, DType dtype = DType.Float32)
        : base(inputs, outputs, groups, Kernels(outputs, inputs, groups, kernel.H, kernel.W), $"Conv2d({inputs} → {outputs}, {kernel})",
            bias, dtype) =>
        (this.stride, this.padding, this.dilation) = (stride ?? 1, padding ?? 0, dilation ?? 1);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireImages(x);
        return Functions.Conv2d(x, Weight, Bias, stride, padding, dilation, Groups);
    }
}

/// <summary>Signals [N, inputs, L] seen through kernels: <see cref="Functions.Conv1d"/>.</summary>
public sealed class Conv1d : ConvolutionLayer
{
    private readonly int stride, padding, dilation;

    /// <summary>A layer whose kernels and bias are drawn from ±1/√(inputs/groups · kernel).</summary>
    /// <param name="inputs">The channels that come in.</param>
    /// <param name="outputs">The channels that go out, one for each kernel.</param>
    /// <param name="kernel">The length of the kernels.</param>
    /// <param name="stride">The step between places.</param>
    /// <param name="padding">How many zeros are put before and after the signals.</param>
    /// <param name="dilation">The step between the elements that a kernel sees.</param>
    /// <param name="groups">Into how many separate groups the channels are split.</param>
    /// <param name="bias">Whether each kernel adds a number.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public Conv1d(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int dilation = 1,
        int groups = 1, bool bias = true, DType dtype = DType.Float32)
        : base(inputs, outputs, groups, Kernels(outputs, inputs, groups, kernel), $"Conv1d({inputs} → {outputs}, {kernel})", bias, dtype) =>
        (this.stride, this.padding, this.dilation) = (stride, padding, dilation);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireSignals(x);
        return Functions.Conv1d(x, Weight, Bias, stride, padding, dilation, Groups);
    }
}

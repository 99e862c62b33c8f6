namespace ChainRule.Networks;

/// <summary>Images [N, inputs, H, W] whose pixels each put a kernel into the result: <see cref="Functions.ConvTranspose2d"/>.</summary>
public sealed class ConvTranspose2d : ConvolutionLayer
{
    private readonly Size2d stride, padding, outputPadding, dilation;

    /// <summary>A layer whose kernels and bias are drawn from ±1/√(outputs/groups · h · w).</summary>
    /// <param name="inputs">The channels that come in, one for each kernel.</param>
    /// <param name="outputs">The channels that go out.</param>
    /// <param name="kernel">The size of the kernels.</param>
    /// <param name="stride">The step between places in the result; 1 where none is given.</param>
    /// <param name="padding">How many rows and columns are cut off the result on each side; 0 where none is given.</param>
    /// <param name="outputPadding">How many rows and columns are added to the result at its end; 0 where none is given.</param>
    /// <param name="groups">Into how many separate groups the channels are split.</param>
    /// <param name="bias">Whether a number is added to each channel of the result.</param>
    /// <param name="dilation">The step between the pixels of a kernel; 1 where none is given.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public ConvTranspose2d(int inputs, int outputs, Size2d kernel, Size2d? stride = null, Size2d? padding = null,
        Size2d? outputPadding = null,
        int groups = 1, bool bias = true, Size2d? dilation = null, DType dtype = DType.Float32)
        : base(inputs, outputs, groups, Kernels(inputs, outputs, groups, kernel.H, kernel.W),
            $"ConvTranspose2d({inputs} → {outputs}, {kernel})", bias, dtype) =>
        (this.stride, this.padding, this.outputPadding, this.dilation) = (stride ?? 1, padding ?? 0, outputPadding ?? 0, dilation ?? 1);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireImages(x);
        return Functions.ConvTranspose2d(x, Weight, Bias, stride, padding, outputPadding, dilation, Groups);
    }
}

/// <summary>Signals [N, inputs, L] whose elements each put a kernel into the result: <see cref="Functions.ConvTranspose1d"/>.</summary>
public sealed class ConvTranspose1d : ConvolutionLayer
{
    private readonly int stride, padding, outputPadding, dilation;

    /// <summary>A layer whose kernels and bias are drawn from ±1/√(outputs/groups · kernel).</summary>
    /// <param name="inputs">The channels that come in, one for each kernel.</param>
    /// <param name="outputs">The channels that go out.</param>
    /// <param name="kernel">The length of the kernels.</param>
    /// <param name="stride">The step between places in the result.</param>
    /// <param name="padding">How much is cut off the result on each side.</param>
    /// <param name="outputPadding">How much is added to the result at its end.</param>
    /// <param name="groups">Into how many separate groups the channels are split.</param>
    /// <param name="bias">Whether a number is added to each channel of the result.</param>
    /// <param name="dilation">The step between the elements of a kernel.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public ConvTranspose1d(int inputs, int outputs, int kernel, int stride = 1, int padding = 0, int outputPadding = 0,
        int groups = 1, bool bias = true, int dilation = 1, DType dtype = DType.Float32)
        : base(inputs, outputs, groups, Kernels(inputs, outputs, groups, kernel), $"ConvTranspose1d({inputs} → {outputs}, {kernel})", bias,
            dtype) =>
        (this.stride, this.padding, this.outputPadding, this.dilation) = (stride, padding, outputPadding, dilation);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        RequireSignals(x);
        return Functions.ConvTranspose1d(x, Weight, Bias, stride, padding, outputPadding, dilation, Groups);
    }
}

namespace ChainRule.Kernels;

/// <summary>
/// The sizes of a 2-D convolution: x is [Batch, InChannels, InHeight, InWidth], w is [OutChannels, InChannels / Groups,
/// KernelHeight, KernelWidth] and y is [Batch, OutChannels, OutHeight, OutWidth]. A 1-D convolution has height 1.
/// </summary>
/// <remarks>
/// The caller gives the sizes of y, since a transposed convolution (which runs y to x) may ask for more of x than the rule needs.
/// </remarks>
internal readonly record struct ConvGeometry
{
    public ConvGeometry()
    {
    }

    public required int Batch { get; init; }

    public required int InChannels { get; init; }

    public required int InHeight { get; init; }

    public required int InWidth { get; init; }

    public required int OutChannels { get; init; }

    public required int OutHeight { get; init; }

    public required int OutWidth { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public int StrideY { get; init; } = 1;

    public int StrideX { get; init; } = 1;

    public int PaddingY { get; init; }

    public int PaddingX { get; init; }

    public int DilationY { get; init; } = 1;

    public int DilationX { get; init; } = 1;

    public int Groups { get; init; } = 1;

    /// <summary>Input channels of a group.</summary>
    public int GroupIn => InChannels / Groups;

    /// <summary>Output channels of a group.</summary>
    public int GroupOut => OutChannels / Groups;

    public int InPixels => InHeight * InWidth;

    public int OutPixels => OutHeight * OutWidth;

    /// <summary>How many inputs meet in one output.</summary>
    public int Window => GroupIn * Taps;

    /// <summary>How many weights a kernel has for each channel.</summary>
    public int Taps => KernelHeight * KernelWidth;

    /// <summary>The way down.</summary>
    public ConvAxis Down => new(InHeight, OutHeight, KernelHeight, StrideY, PaddingY, DilationY);

    /// <summary>The way across.</summary>
    public ConvAxis Across => new(InWidth, OutWidth, KernelWidth, StrideX, PaddingX, DilationX);

    public override string ToString() =>
        $"x [{Batch}, {InChannels}, {InHeight}, {InWidth}], w [{OutChannels}, {GroupIn}, {KernelHeight}, {KernelWidth}] and y "
        + $"[{Batch}, {OutChannels}, {OutHeight}, {OutWidth}]";

    /// <summary>(size + 2 padding - dilation (kernel - 1) - 1) / stride + 1, rounded down.</summary>
    public static int OutputSize(int size, int kernel, int stride, int padding, int dilation) =>
        ((size + (2 * padding) - (dilation * (kernel - 1)) - 1) / stride) + 1;

    /// <summary>The outputs from..to of a row whose input position, out * stride + offset, lies inside 0..size.</summary>
    public static (int From, int To) Inside(int size, int outputs, int stride, int offset)
    {
        var from = offset >= 0 ? 0 : (-offset + stride - 1) / stride;
        var to = offset >= size ? 0 : ((size - 1 - offset) / stride) + 1;
        to = Math.Min(to, outputs);
        return (Math.Min(from, to), to);
    }
}

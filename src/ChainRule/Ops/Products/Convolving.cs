using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule;

public static partial class Functions
{
    /// <summary>The correlation of images with kernels, as convolutional layers have it.</summary>
    /// <param name="x">Images, [N, C, H, W].</param>
    /// <param name="weight">Kernels, [K, C/groups, h, w].</param>
    /// <param name="bias">A number for each kernel, [K].</param>
    /// <param name="stride">The step between places, down and across.</param>
    /// <param name="padding">How many rows and columns of zeros surround the images on each side.</param>
    /// <param name="dilation">The step between the pixels that a kernel sees.</param>
    /// <param name="groups">Into how many separate groups channels and kernels are split.</param>
    /// <param name="xName">The expression for the images, for messages.</param>
    /// <param name="weightName">The expression for the kernels, for messages.</param>
    /// <exception cref="ShapeException">The kernels do not fit the images.</exception>
    public static Tensor Conv2d(Tensor x, Tensor weight, Tensor? bias = null, (int H, int W)? stride = null, (int H, int W)? padding = null,
        (int H, int W)? dilation = null, int groups = 1,
        [CallerArgumentExpression(nameof(x))] string? xName = null, [CallerArgumentExpression(nameof(weight))] string? weightName = null) =>
        WithBias(Tensor.Apply(new Conv2dOp(Window(stride, padding, dilation, groups)), [x, weight], [xName, weightName]), bias);

    /// <summary>The transpose of a convolution: each pixel puts a kernel, scaled by it, into the result.</summary>
    /// <param name="x">Images, [N, C, H, W].</param>
    /// <param name="weight">Kernels, [C, K/groups, h, w].</param>
    /// <param name="bias">A number for each channel of the result, [K].</param>
    /// <param name="stride">The step between places in the result.</param>
    /// <param name="padding">How many rows and columns are cut off the result on each side.</param>
    /// <param name="outputPadding">
    /// How many rows and columns are added to the result at its end, to choose among the sizes that a convolution would map to x's: from 0,
    /// and fewer than the stride or the dilation.
    /// </param>
    /// <param name="dilation">The step between the pixels of a kernel.</param>
    /// <param name="groups">Into how many separate groups channels and kernels are split.</param>
    /// <param name="xName">The expression for the images, for messages.</param>
    /// <param name="weightName">The expression for the kernels, for messages.</param>
    /// <exception cref="ShapeException">
    /// The kernels do not fit the images, the output padding is out of its range, or the result would have no pixel.
    /// </exception>
    public static Tensor ConvTranspose2d(Tensor x, Tensor weight, Tensor? bias = null, (int H, int W)? stride = null,
        (int H, int W)? padding = null,
        (int H, int W)? outputPadding = null, (int H, int W)? dilation = null, int groups = 1,
        [CallerArgumentExpression(nameof(x))] string? xName = null, [CallerArgumentExpression(nameof(weight))] string? weightName = null)
    {
        var operands = new Operands([x, weight], [xName, weightName]);
        operands.RequireRank("ConvTranspose2d", 0, 4, "images [N, C, H, W]");
        operands.RequireRank("ConvTranspose2d", 1, 4, "kernels [C, K/groups, h, w]");
        var window = Window(stride, padding, dilation, groups);
        if (x.Shape[1] != weight.Shape[0] || x.Shape[1] % groups != 0)
            throw new ShapeException(
                $"ConvTranspose2d with {groups} groups cannot use {operands.Describe(1)} on {operands.Describe(0)}: the kernels' first "
                + $"size must be the channels {x.Shape[1]}, and the groups must divide it; kernels of "
                + $"shape {weight.Shape.With(0, x.Shape[1])} would fit");
        ConvWindow.RequireElements("ConvTranspose2d", operands);
        var (extraH, extraW) = outputPadding ?? (0, 0);
        if (Math.Min(extraH, extraW) < 0
            || extraH >= Math.Max(window.StrideH, window.DilationH)
            || extraW >= Math.Max(window.StrideW, window.DilationW))
            throw new ShapeException(
                $"ConvTranspose2d has output padding of at least 0 and less than its stride or its dilation, not {(extraH, extraW)} with "
                + $"stride {(window.StrideH, window.StrideW)} and dilation {(window.DilationH, window.DilationW)}");
        var height = Unfolded(x.Shape[2], weight.Shape[2], window.StrideH, window.PadH, window.DilationH) + extraH;
        var width = Unfolded(x.Shape[3], weight.Shape[3], window.StrideW, window.PadW, window.DilationW) + extraW;
        if (height < 1 || width < 1)
            throw new ShapeException(
                $"ConvTranspose2d of {operands.Describe(0)} by {operands.Describe(1)} with padding {(window.PadH, window.PadW)} would have "
                + $"[{height}, {width}] pixels; less padding leaves some");
        ConvWindow.RequireCountable("ConvTranspose2d", height, window.PadH);
        ConvWindow.RequireCountable("ConvTranspose2d", width, window.PadW);
        var images = new Conv2dInputGradientOp(window, [x.Shape[0], weight.Shape[1] * groups, (int)height, (int)width]);
        return WithBias(Tensor.Apply(images, [x, weight], [xName, weightName]), bias);
    }

    /// <summary>The correlation of signals [N, C, L] with kernels [K, C/groups, l]; see <see cref="Conv2d"/>.</summary>
    /// <exception cref="ShapeException">The kernels do not fit the signals.</exception>
    public static Tensor Conv1d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0, int dilation = 1,
        int groups = 1,
        [CallerArgumentExpression(nameof(x))] string? xName = null, [CallerArgumentExpression(nameof(weight))] string? weightName = null)
    {
        RequireSignals("Conv1d", new Operands([x, weight], [xName, weightName]));
        return Squeeze(
            Conv2d(Unsqueeze(x, 2), Unsqueeze(weight, 2), bias, (1, stride), (0, padding), (1, dilation), groups, xName, weightName), [2]);
    }

    /// <summary>
    /// The transpose of a convolution of signals [N, C, L] with kernels [C, K/groups, l]; see <see cref="ConvTranspose2d"/>.
    /// </summary>
    /// <exception cref="ShapeException">The kernels do not fit the signals.</exception>
    public static Tensor ConvTranspose1d(Tensor x, Tensor weight, Tensor? bias = null, int stride = 1, int padding = 0,
        int outputPadding = 0, int dilation = 1, int groups = 1,
        [CallerArgumentExpression(nameof(x))] string? xName = null, [CallerArgumentExpression(nameof(weight))] string? weightName = null)
    {
        RequireSignals("ConvTranspose1d", new Operands([x, weight], [xName, weightName]));
        return Squeeze(
            ConvTranspose2d(Unsqueeze(x, 2), Unsqueeze(weight, 2), bias, (1, stride), (0, padding), (0, outputPadding), (1, dilation),
                groups, xName, weightName), [2]);
    }

    /// <summary>The size of the axis that a convolution maps to so many places.</summary>
    private static long Unfolded(int places, int kernel, int stride, int padding, int dilation) =>
        (places - 1L) * stride + ConvWindow.Extent(kernel, dilation) - 2L * padding;

    private static void RequireSignals(string op, Operands operands)
    {
        operands.RequireRank(op, 0, 3, "signals [N, C, L]");
        operands.RequireRank(op, 1, 3, "kernels of three axes");
    }

    private static ConvWindow Window((int H, int W)? stride, (int H, int W)? padding, (int H, int W)? dilation, int groups)
    {
        var (s, p, d) = (stride ?? (1, 1), padding ?? (0, 0), dilation ?? (1, 1));
        if (Math.Min(s.H, s.W) < 1 || Math.Min(d.H, d.W) < 1 || Math.Min(p.H, p.W) < 0 || groups < 1)
            throw new ShapeException(
                $"a window has strides, dilations and groups of at least 1 and no negative padding, not stride {s}, dilation {d}, "
                + $"padding {p}, groups {groups}");
        return new(s.H, s.W, p.H, p.W, d.H, d.W, groups);
    }

    private static Tensor WithBias(Tensor y, Tensor? bias) => bias is null ? y : y + PerChannel(bias, y);
}

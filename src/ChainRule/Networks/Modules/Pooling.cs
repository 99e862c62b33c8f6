namespace ChainRule.Networks;

/// <summary>The greatest pixel of each window over images [N, C, H, W]: <see cref="Functions.MaxPool2d"/>.</summary>
/// <param name="kernel">The window's size.</param>
/// <param name="stride">The step between windows; the window's size where none is given.</param>
/// <param name="padding">How far windows may begin outside; 0 where none is given.</param>
/// <param name="dilation">The step between the pixels that a window sees; 1 where none is given.</param>
/// <param name="ceilMode">Whether a last window may reach outside.</param>
public sealed class MaxPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, Size2d? dilation = null, bool ceilMode = false)
    : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank == 4, "images [N, C, H, W]");
        return Functions.MaxPool2d(x, kernel, stride, padding, dilation, ceilMode);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool2d({kernel})";
}

/// <summary>The greatest element of each window over signals [N, C, L]: <see cref="Functions.MaxPool1d"/>.</summary>
/// <param name="kernel">The window's length.</param>
/// <param name="stride">The step between windows; the window's length where none is given.</param>
/// <param name="padding">How far windows may begin outside.</param>
/// <param name="dilation">The step between the elements that a window sees.</param>
/// <param name="ceilMode">Whether a last window may reach outside.</param>
public sealed class MaxPool1d(int kernel, int? stride = null, int padding = 0, int dilation = 1, bool ceilMode = false) : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank == 3, "signals [N, C, L]");
        return Functions.MaxPool1d(x, kernel, stride, padding, dilation, ceilMode);
    }

    /// <inheritdoc/>
    public override string ToString() => $"MaxPool1d({kernel})";
}

/// <summary>The mean of each window over images [N, C, H, W]: <see cref="Functions.AvgPool2d"/>.</summary>
/// <param name="kernel">The window's size.</param>
/// <param name="stride">The step between windows; the window's size where none is given.</param>
/// <param name="padding">How far windows may begin outside; 0 where none is given.</param>
/// <param name="ceilMode">Whether a last window may reach outside.</param>
/// <param name="countIncludePad">Whether the zeros of the padding count.</param>
public sealed class AvgPool2d(Size2d kernel, Size2d? stride = null, Size2d? padding = null, bool ceilMode = false,
    bool countIncludePad = true)
    : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank == 4, "images [N, C, H, W]");
        return Functions.AvgPool2d(x, kernel, stride, padding, ceilMode, countIncludePad);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AvgPool2d({kernel})";
}

/// <summary>Images [N, C, H, W] of any size brought to one size by means of windows: <see cref="Functions.AdaptiveAvgPool2d"/>.</summary>
/// <param name="outputSize">The size of the result.</param>
public sealed class AdaptiveAvgPool2d(Size2d outputSize) : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank == 4, "images [N, C, H, W]");
        return Functions.AdaptiveAvgPool2d(x, outputSize);
    }

    /// <inheritdoc/>
    public override string ToString() => $"AdaptiveAvgPool2d({outputSize})";
}

/// <summary>Images [N, C, H, W] with each pixel repeated down and across: <see cref="Functions.UpsampleNearest2d"/>.</summary>
/// <param name="scale">How often.</param>
public sealed class UpsampleNearest2d(int scale) : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Require(x, x.Rank == 4, "images [N, C, H, W]");
        return Functions.UpsampleNearest2d(x, scale);
    }

    /// <inheritdoc/>
    public override string ToString() => $"UpsampleNearest2d({scale})";
}

using System.Numerics;

namespace ChainRule.Kernels;

/// <summary>
/// y[n, o, p] = Σ w[o, k] columns[n, k, p] and its two transposes, as matrix products with the column matrix. Images of a
/// batch are independent in <see cref="Forward"/> and <see cref="InputGradient"/>: a caller may split the batch over threads.
/// </summary>
internal static class Convolution
{
    /// <summary>The column matrix is made for a band of output rows of about this many elements, to stay in cache.</summary>
    private const int BandElements = 1 << 16;

    /// <summary>How many elements of workspace each of the three functions needs.</summary>
    public static int WorkspaceLength<T>(in ConvGeometry g)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var pixels = BandRows(g) * g.OutWidth;
        var last = g.OutHeight % BandRows(g) * g.OutWidth;
        var products = Math.Max(
            Products<T>(g, pixels),
            last == 0 ? 0 : Products<T>(g, last));
        return ColumnsLength(g) + products;
    }

    /// <summary>y = conv(x, w).</summary>
    public static void Forward<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(g, x, w, y);
        var columns = workspace[..ColumnsLength(g)];
        for (var part = 0; part < g.Batch * g.Groups; part++)
        {
            var image = Image(g, x, part);
            var weights = Weights(g, w, part);
            var output = y.Slice(part * g.GroupOut * g.OutPixels, g.GroupOut * g.OutPixels);
            for (var row = 0; row < g.OutHeight; row += BandRows(g))
            {
                var band = Band(g, image, row, columns, out var stride, out var pixels);
                MatMul.Multiply(
                    g.GroupOut, pixels, g.Window, weights, g.Window, 1, band, stride, 1,
                    output[(row * g.OutWidth)..], g.OutPixels, false, workspace[columns.Length..]);
            }
        }
    }

    /// <summary>gx, the transpose of <see cref="Forward"/> in x; also a transposed convolution of gy.</summary>
    public static void InputGradient<T>(in ConvGeometry g, ReadOnlySpan<T> gy, ReadOnlySpan<T> w, Span<T> gx, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(g, gx, w, gy);
        var columns = workspace[..ColumnsLength(g)];
        if (!g.IsPointwise) { gx.Clear(); }
        for (var part = 0; part < g.Batch * g.Groups; part++)
        {
            var image = gx.Slice(part * g.GroupIn * g.InPixels, g.GroupIn * g.InPixels);
            var weights = Weights(g, w, part);
            var output = gy.Slice(part * g.GroupOut * g.OutPixels, g.GroupOut * g.OutPixels);
            for (var row = 0; row < g.OutHeight; row += BandRows(g))
            {
                var rows = Math.Min(BandRows(g), g.OutHeight - row);
                var pixels = rows * g.OutWidth;
                var target = g.IsPointwise ? image[(row * g.OutWidth)..] : columns;
                MatMul.Multiply(
                    g.Window, pixels, g.GroupOut, weights, 1, g.Window, output[(row * g.OutWidth)..], g.OutPixels, 1,
                    target, g.IsPointwise ? g.OutPixels : pixels, false, workspace[columns.Length..]);
                if (!g.IsPointwise) { Columns.AddToImage(g, columns, row, rows, image); }
            }
        }
    }

    /// <summary>gw, the transpose of <see cref="Forward"/> in w, summed over the batch.</summary>
    public static void WeightGradient<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> gy, Span<T> gw, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(g, x, gw, gy);
        var columns = workspace[..ColumnsLength(g)];
        gw.Clear();
        for (var part = 0; part < g.Batch * g.Groups; part++)
        {
            var image = Image(g, x, part);
            var target = gw.Slice(part % g.Groups * g.GroupOut * g.Window, g.GroupOut * g.Window);
            var output = gy.Slice(part * g.GroupOut * g.OutPixels, g.GroupOut * g.OutPixels);
            for (var row = 0; row < g.OutHeight; row += BandRows(g))
            {
                var band = Band(g, image, row, columns, out var stride, out var pixels);
                MatMul.Multiply(
                    g.GroupOut, g.Window, pixels, output[(row * g.OutWidth)..], g.OutPixels, 1, band, 1, stride,
                    target, g.Window, true, workspace[columns.Length..]);
            }
        }
    }

    /// <summary>The column matrix of the band that begins at a row; its rows are stride apart.</summary>
    private static ReadOnlySpan<T> Band<T>(
        in ConvGeometry g, ReadOnlySpan<T> image, int row, Span<T> columns, out int stride, out int pixels)
        where T : unmanaged
    {
        var rows = Math.Min(BandRows(g), g.OutHeight - row);
        pixels = rows * g.OutWidth;
        stride = g.IsPointwise ? g.OutPixels : pixels;
        if (g.IsPointwise) { return image[(row * g.OutWidth)..]; }
        Columns.FromImage(g, image, row, rows, columns);
        return columns;
    }

    private static int BandRows(in ConvGeometry g) =>
        Math.Clamp(BandElements / Math.Max(1, g.Window * g.OutWidth), 1, Math.Max(1, g.OutHeight));

    private static int ColumnsLength(in ConvGeometry g) => g.IsPointwise ? 0 : g.Window * BandRows(g) * g.OutWidth;

    /// <summary>The workspace of the largest of the three products over so many pixels.</summary>
    private static int Products<T>(in ConvGeometry g, int pixels)
        where T : unmanaged, IFloatingPointIeee754<T> => Math.Max(
            MatMul.WorkspaceLength<T>(g.GroupOut, pixels, g.Window),
            Math.Max(
                MatMul.WorkspaceLength<T>(g.Window, pixels, g.GroupOut),
                MatMul.WorkspaceLength<T>(g.GroupOut, g.Window, pixels)));

    /// <summary>One group of one image; parts count groups within images.</summary>
    private static ReadOnlySpan<T> Image<T>(in ConvGeometry g, ReadOnlySpan<T> x, int part) =>
        x.Slice(part * g.GroupIn * g.InPixels, g.GroupIn * g.InPixels);

    private static ReadOnlySpan<T> Weights<T>(in ConvGeometry g, ReadOnlySpan<T> w, int part) =>
        w.Slice(part % g.Groups * g.GroupOut * g.Window, g.GroupOut * g.Window);

    private static void Check<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> y)
    {
        if (x.Length != (long)g.Batch * g.InChannels * g.InPixels || w.Length != (long)g.OutChannels * g.Window
            || y.Length != (long)g.Batch * g.OutChannels * g.OutPixels)
        {
            throw new ArgumentException($"Spans of {x.Length}, {w.Length} and {y.Length} elements do not fit {g}.");
        }
    }
}

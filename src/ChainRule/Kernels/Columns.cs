using System.Numerics;
using System.Numerics.Tensors;

namespace ChainRule.Kernels;

/// <summary>
/// The column matrix of an image: row (channel, ky, kx) holds, for each output pixel, the input that this weight meets
/// there, and 0 in the padding. A convolution is then a matrix product. Made for a band of output rows at a time.
/// </summary>
internal static class Columns
{
    /// <summary>columns[Window, rows * OutWidth] from one group's image, for the output rows from..from + rows.</summary>
    public static void FromImage<T>(in ConvGeometry g, ReadOnlySpan<T> image, int from, int rows, Span<T> columns)
        where T : unmanaged
    {
        var at = 0;
        for (var channel = 0; channel < g.GroupIn; channel++)
        {
            var plane = image.Slice(channel * g.InPixels, g.InPixels);
            for (var tap = 0; tap < g.KernelHeight * g.KernelWidth; tap++)
            {
                for (var row = from; row < from + rows; row++)
                {
                    CopyRow(g, plane, tap, row, columns.Slice(at, g.OutWidth));
                    at += g.OutWidth;
                }
            }
        }
    }

    /// <summary>The transpose: adds each column element to the input that it came from.</summary>
    public static void AddToImage<T>(in ConvGeometry g, ReadOnlySpan<T> columns, int from, int rows, Span<T> image)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var at = 0;
        for (var channel = 0; channel < g.GroupIn; channel++)
        {
            var plane = image.Slice(channel * g.InPixels, g.InPixels);
            for (var tap = 0; tap < g.KernelHeight * g.KernelWidth; tap++)
            {
                for (var row = from; row < from + rows; row++)
                {
                    AddRow(g, columns.Slice(at, g.OutWidth), tap, row, plane);
                    at += g.OutWidth;
                }
            }
        }
    }

    private static void CopyRow<T>(in ConvGeometry g, ReadOnlySpan<T> plane, int tap, int row, Span<T> target)
        where T : unmanaged
    {
        var (y, x) = Position(g, tap, row);
        if (y < 0 || y >= g.InHeight)
        {
            target.Clear();
            return;
        }
        var source = plane.Slice(y * g.InWidth, g.InWidth);
        var (from, to) = ConvGeometry.Inside(g.InWidth, g.OutWidth, g.StrideX, x);
        target[..from].Clear();
        target[to..].Clear();
        if (from == to) { return; }
        if (g.StrideX == 1) { source.Slice(from + x, to - from).CopyTo(target[from..]); }
        else { for (var i = from; i < to; i++) { target[i] = source[(i * g.StrideX) + x]; } }
    }

    private static void AddRow<T>(in ConvGeometry g, ReadOnlySpan<T> source, int tap, int row, Span<T> plane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (y, x) = Position(g, tap, row);
        if (y < 0 || y >= g.InHeight) { return; }
        var target = plane.Slice(y * g.InWidth, g.InWidth);
        var (from, to) = ConvGeometry.Inside(g.InWidth, g.OutWidth, g.StrideX, x);
        if (from == to) { return; }
        if (g.StrideX != 1)
        {
            for (var i = from; i < to; i++) { target[(i * g.StrideX) + x] += source[i]; }
            return;
        }
        var overlap = target.Slice(from + x, to - from);
        TensorPrimitives.Add(overlap, source[from..to], overlap);
    }

    /// <summary>The input row that a tap meets at an output row, and the input column that it meets at output column 0.</summary>
    private static (int Y, int X) Position(in ConvGeometry g, int tap, int row)
    {
        var (ky, kx) = Math.DivRem(tap, g.KernelWidth);
        return ((row * g.StrideY) - g.PaddingY + (ky * g.DilationY), (kx * g.DilationX) - g.PaddingX);
    }
}

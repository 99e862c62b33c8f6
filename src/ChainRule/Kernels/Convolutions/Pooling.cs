using System.Numerics;

namespace ChainRule.Kernels;

/// <summary>The sizes of a 2-D pooling over planes [Planes, InHeight, InWidth] to [Planes, OutHeight, OutWidth].</summary>
internal readonly record struct PoolGeometry
{
    public PoolGeometry()
    {
    }

    public required int Planes { get; init; }

    public required int InHeight { get; init; }

    public required int InWidth { get; init; }

    public required int OutHeight { get; init; }

    public required int OutWidth { get; init; }

    public required int KernelHeight { get; init; }

    public required int KernelWidth { get; init; }

    public required int StrideY { get; init; }

    public required int StrideX { get; init; }

    public int PaddingY { get; init; }

    public int PaddingX { get; init; }

    public int DilationY { get; init; } = 1;

    public int DilationX { get; init; } = 1;

    public override string ToString() => $"{KernelHeight}×{KernelWidth} over [{InHeight}, {InWidth}], padded by ({PaddingY}, {PaddingX})";
}

/// <summary>Windows over planes.</summary>
internal static class Pooling
{
    /// <summary>
    /// For each window the position y * InWidth + x of its first maximum in the plane. Padding is never chosen; NaN counts as
    /// larger than every number.
    /// </summary>
    public static void ArgMax2d<T>(in PoolGeometry g, ReadOnlySpan<T> x, Span<long> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (inside, outPixels) = (WholeWindows.Of(g), g.OutHeight * g.OutWidth);
        for (var plane = 0; plane < g.Planes; plane++)
        {
            var source = x.Slice(plane * g.InHeight * g.InWidth, g.InHeight * g.InWidth);
            var target = indices.Slice(plane * outPixels, outPixels);
            inside.ArgMax(g, source, target);
            for (var row = 0; row < g.OutHeight; row++)
            {
                var isInside = row >= inside.Top && row < inside.Bottom;
                for (var column = 0; column < g.OutWidth; column++)
                {
                    if (isInside && column == inside.Left) { column = inside.Right; }
                    if (column < g.OutWidth) { target[(row * g.OutWidth) + column] = Window(g, source, row, column); }
                }
            }
        }
    }

    private static long Window<T>(in PoolGeometry g, ReadOnlySpan<T> plane, int row, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (top, left) = ((row * g.StrideY) - g.PaddingY, (column * g.StrideX) - g.PaddingX);
        var (fromY, toY) = ConvGeometry.Inside(g.InHeight, g.KernelHeight, g.DilationY, top);
        var (fromX, toX) = ConvGeometry.Inside(g.InWidth, g.KernelWidth, g.DilationX, left);
        if (fromY >= toY || fromX >= toX) { throw new ArgumentException($"Window ({row}, {column}) lies in the padding: {g}."); }
        var best = ((top + (fromY * g.DilationY)) * g.InWidth) + left + (fromX * g.DilationX);
        for (var ky = fromY; ky < toY; ky++)
        {
            var line = ((top + (ky * g.DilationY)) * g.InWidth) + left;
            for (var kx = fromX; kx < toX; kx++)
            {
                var at = line + (kx * g.DilationX);
                if (Order.Above(plane[at], plane[best])) { best = at; }
            }
        }
        return best;
    }
}

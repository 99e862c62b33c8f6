using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// The rectangle of a pooling's windows that lie inside their plane, padding aside: many windows are gone over at once, tap by tap.
/// </summary>
internal readonly record struct WholeWindows(int Top, int Bottom, int Left, int Right)
{
    /// <summary>So many windows are gone over at a time.</summary>
    private const int Batch = 256;

    /// <summary>Places within a window are kept as floats, which count up to here.</summary>
    private const int MaxOffset = 1 << 24;

    public static WholeWindows Of(in PoolGeometry g)
    {
        var (top, bottom) = Along(g.InHeight, g.OutHeight, g.KernelHeight, g.StrideY, g.PaddingY, g.DilationY);
        var (left, right) = Along(g.InWidth, g.OutWidth, g.KernelWidth, g.StrideX, g.PaddingX, g.DilationX);
        var isCounted = Offset(g, (g.KernelHeight * g.KernelWidth) - 1) <= MaxOffset;
        return top == bottom || left == right || !isCounted ? default : new(top, bottom, left, right);
    }

    /// <summary>For each of these windows the place of its first maximum.</summary>
    public void ArgMax<T>(in PoolGeometry g, ReadOnlySpan<T> plane, Span<long> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> space = stackalloc T[3 * (Batch + Vector<T>.Count)];
        var width = Math.Min(Right - Left, Batch);
        for (var row = Top; row < Bottom; row += Batch / width)
        {
            for (var column = Left; column < Right; column += width)
            {
                var windows = new WholeWindows(row, Math.Min(Bottom, row + (Batch / width)), column, Math.Min(Right, column + width));
                windows.ArgMax(g, plane, indices, space);
            }
        }
    }

    private static (int From, int To) Along(int size, int places, int kernel, int stride, int padding, int dilation)
    {
        var (from, _) = ConvGeometry.Inside(size, places, stride, -padding);
        var (_, to) = ConvGeometry.Inside(size, places, stride, ((kernel - 1) * dilation) - padding);
        return (Math.Min(from, to), to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ArgMax<T>(in PoolGeometry g, ReadOnlySpan<T> plane, Span<long> indices, Span<T> space)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (rows, columns) = (Bottom - Top, Right - Left);
        var length = space.Length / 3;
        var values = space[..length];
        var best = space.Slice(length, length);
        var offsets = space[(2 * length)..];
        var origin = (((Top * g.StrideY) - g.PaddingY) * g.InWidth) + (Left * g.StrideX) - g.PaddingX;
        for (var tap = 0; tap < g.KernelHeight * g.KernelWidth; tap++)
        {
            var from = plane[(origin + Offset(g, tap))..];
            var to = tap == 0 ? best : values;
            Rows.Thin(rows, columns, from, g.StrideY * g.InWidth, g.StrideX, to, columns);
            if (tap == 0) { offsets.Clear(); }
            else { Keep(rows * columns, T.CreateTruncating(Offset(g, tap)), values, best, offsets); }
        }
        for (var row = 0; row < rows; row++)
        {
            var to = indices.Slice(((Top + row) * g.OutWidth) + Left, columns);
            var at = origin + (row * g.StrideY * g.InWidth);
            for (var column = 0; column < to.Length; column++, at += g.StrideX)
            {
                to[column] = at
                + int.CreateTruncating(offsets[(row * columns) + column]);
            }
        }
    }

    /// <summary>How far from a window's first element another one of it is.</summary>
    private static int Offset(in PoolGeometry g, int tap)
    {
        var (ky, kx) = Math.DivRem(tap, g.KernelWidth);
        return (ky * g.DilationY * g.InWidth) + (kx * g.DilationX);
    }

    /// <summary>
    /// Keeps values that are above the best ones, as <see cref="Order.Above"/> has it, and how far from the window's first element they
    /// lie.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Keep<T>(int count, T offset, Span<T> values, Span<T> best, Span<T> offsets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var splat = Vector.Create(offset);
        for (var i = 0; i < count; i += Vector<T>.Count)
        {
            var (value, top) = (Vector.LoadUnsafe(ref values[i]), Vector.LoadUnsafe(ref best[i]));
            var above = Vector.GreaterThan(value, top) | Vector.AndNot(Vector.Equals(top, top), Vector.Equals(value, value));
            Vector.ConditionalSelect(above, value, top).StoreUnsafe(ref best[i]);
            Vector.ConditionalSelect(above, splat, Vector.LoadUnsafe(ref offsets[i])).StoreUnsafe(ref offsets[i]);
        }
    }
}

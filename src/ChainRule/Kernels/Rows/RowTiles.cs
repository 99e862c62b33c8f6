using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>Steps on tiles of whole rows of <c>n</c> elements, with one number a row beside them.</summary>
internal static class RowTiles
{
    /// <summary>rows[r] = Σ tile[r, i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T>(int n, ReadOnlySpan<T> tile, Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < rows.Length; r++) rows[r] = WideSums.Sum<T>(tile.Slice(r * n, n));
    }

    /// <summary>rows[r] = Σ x[r, i] y[r, i].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dot<T>(int n, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n == 0) rows.Clear();
        else
            for (var r = 0; r < rows.Length; r++)
                rows[r] = MatrixVector.Dot(ref MemoryMarshal.GetReference(x.Slice(r * n, n)),
                    ref MemoryMarshal.GetReference(y.Slice(r * n, n)), n);
    }

    /// <summary>rows[r] = the greatest of tile[r, i]; NaN wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Max<T>(int n, ReadOnlySpan<T> tile, Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < rows.Length; r++) rows[r] = TensorPrimitives.Max(tile.Slice(r * n, n));
    }

    /// <summary>rows[r] = the least of tile[r, i]; NaN wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Min<T>(int n, ReadOnlySpan<T> tile, Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < rows.Length; r++) rows[r] = TensorPrimitives.Min(tile.Slice(r * n, n));
    }

    /// <summary>rows[r] = √Σ tile[r, i]²; NaN wins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Norm<T>(int n, ReadOnlySpan<T> tile, Span<T> rows) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var r = 0; r < rows.Length; r++) rows[r] = Norms.Of(tile.Slice(r * n, n));
    }

    /// <summary>tile[r, i] = rows[r].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Broadcast<T>(int n, ReadOnlySpan<T> rows, Span<T> tile)
    {
        for (var r = 0; r < rows.Length; r++) tile.Slice(r * n, n).Fill(rows[r]);
    }

    /// <summary>rows[r] = tile[r, index[r]].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PickElement<T>(int n, ReadOnlySpan<T> tile, ReadOnlySpan<long> index, Span<T> rows)
    {
        for (var r = 0; r < rows.Length; r++) rows[r] = tile.Slice(r * n, n)[Indexing.Resolve(index[r], n)];
    }

    /// <summary>tile[r, i] = i = index[r] ? rows[r] : 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Place<T>(int n, ReadOnlySpan<T> rows, ReadOnlySpan<long> index, Span<T> tile)
    {
        tile.Clear();
        for (var r = 0; r < rows.Length; r++) tile.Slice(r * n, n)[Indexing.Resolve(index[r], n)] = rows[r];
    }
}

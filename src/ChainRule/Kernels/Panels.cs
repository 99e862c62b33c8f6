using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// Packs matrices into panels: the elements that one step of an inner kernel needs lie side by side, so that it reads memory in order.
/// </summary>
internal static class Panels
{
    private const int Line = 64; // bytes

    /// <summary>Panels that are cut at a time.</summary>
    private const int AtOnce = 8;

    /// <summary>Copies rows of a matrix, side by side: element (i, p) goes to p * height + i. Rows that it lacks are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(Matrix<T> matrix, int height, Span<T> panel)
        where T : unmanaged
    {
        ref var to = ref MemoryMarshal.GetReference(panel[..(height * matrix.Columns)]);
        if (matrix.Rows == height && matrix.RowStride == 1) { PackContiguous(matrix, height, ref to); }
        else { PackRows(matrix, height, ref to); }
    }

    /// <summary>
    /// Cuts rows that lie in memory as they are into panels, side by side, each so many columns wide. Several panels are filled at a time, so that
    /// a visit to a row, which is far from the next in memory, is worth it.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Cut<T>(Matrix<T> matrix, int width, Span<T> panels)
        where T : unmanaged
    {
        panels = panels[..(matrix.Rows * matrix.Columns)];
        for (var column = 0; column < matrix.Columns; column += AtOnce * width)
        {
            var count = Math.Min(AtOnce, (matrix.Columns - column) / width);
            for (var row = 0; row < matrix.Rows; row++)
            {
                for (var panel = 0; panel < count; panel++)
                {
                    var from = column + (panel * width);
                    CopyLines(ref Unsafe.Add(ref matrix.Origin, (row * matrix.RowStride) + from), ref Unsafe.Add(ref MemoryMarshal.GetReference(panels), (from * matrix.Rows) + (row * width)), width);
                }
            }
        }
    }

    /// <summary>Rows side by side in memory: a run of short copies.</summary>
    private static void PackContiguous<T>(Matrix<T> matrix, int height, ref T to)
        where T : unmanaged
    {
        ref var from = ref matrix.Origin;
        for (var column = 0; column < matrix.Columns; column++)
        {
            Unsafe.CopyBlockUnaligned(ref Unsafe.As<T, byte>(ref to), ref Unsafe.As<T, byte>(ref from), (uint)(height * Unsafe.SizeOf<T>()));
            from = ref Unsafe.Add(ref from, matrix.ColumnStride);
            to = ref Unsafe.Add(ref to, height);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLines<T>(ref T from, ref T to, int count)
        where T : unmanaged
    {
        nint bytes = count * Unsafe.SizeOf<T>();
        for (nint at = 0; at < bytes; at += Line) { CopyLine(ref Unsafe.Add(ref Unsafe.As<T, byte>(ref from), at), ref Unsafe.Add(ref Unsafe.As<T, byte>(ref to), at)); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyLine(ref byte from, ref byte to)
    {
        var (low, high) = (Vector256.LoadUnsafe(ref from), Vector256.LoadUnsafe(ref from, Line / 2));
        low.StoreUnsafe(ref to);
        high.StoreUnsafe(ref to, Line / 2);
    }

    /// <summary>Blocks of eight rows are transposed in registers where that can be; the rest goes element by element.</summary>
    private static void PackRows<T>(Matrix<T> matrix, int height, ref T to)
        where T : unmanaged
    {
        var row = 0;
        if (matrix.ColumnStride == 1 && Transpose8.IsSupported<T>())
        {
            for (; row + 8 <= matrix.Rows; row += 8) { Transpose8.Copy(ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride), matrix.RowStride, matrix.Columns, ref Unsafe.Add(ref to, row), height); }
        }
        var zero = default(T);
        for (; row < height; row++)
        {
            ref var source = ref (row < matrix.Rows ? ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride) : ref zero);
            Scatter(ref source, row < matrix.Rows ? matrix.ColumnStride : 0, matrix.Columns, ref Unsafe.Add(ref to, row), height);
        }
    }

    /// <summary>Elements of one row, each a panel's height after the last.</summary>
    private static void Scatter<T>(ref T source, nint step, int count, ref T target, nint height)
    {
        for (; count > 0; count--)
        {
            target = source;
            source = ref Unsafe.Add(ref source, step);
            target = ref Unsafe.Add(ref target, height);
        }
    }
}

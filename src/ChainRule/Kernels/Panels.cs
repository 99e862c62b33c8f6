using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>
/// Packs matrices into panels: the elements that one step of an inner kernel needs lie side by side, so that it reads memory in order.
/// </summary>
internal static class Panels
{
    /// <summary>Copies rows of a matrix, side by side: element (i, p) goes to p * height + i. Rows that it lacks are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack<T>(Matrix<T> matrix, int height, Span<T> panel)
        where T : unmanaged
    {
        ref var to = ref MemoryMarshal.GetReference(panel[..(height * matrix.Columns)]);
        if (matrix.Rows == height && matrix.RowStride == 1) { PackContiguous(matrix, height, ref to); }
        else { PackRows(matrix, height, ref to); }
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

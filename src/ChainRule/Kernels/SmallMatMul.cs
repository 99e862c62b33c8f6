using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>C += A·B for products too small to be worth packing.</summary>
internal static class SmallMatMul
{
    public static void Multiply<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Rows; i++)
        {
            var row = c.Slice(i * cRow, b.Columns);
            if (b.ColumnStride == 1) { AddRows(a, i, b, row); }
            else if (b.RowStride == 1 && a.ColumnStride == 1) { AddDots(a, i, b, row); }
            else { AddStrided(a, i, b, row); }
        }
    }

    /// <summary>B's rows lie in memory as they are read: a row of C is a sum of them.</summary>
    private static void AddRows<T>(Matrix<T> a, int i, Matrix<T> b, Span<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var p = 0; p < b.Rows; p++)
        {
            MatrixVector.AddScaled(a[i, p], ref Unsafe.Add(ref b.Origin, p * b.RowStride), ref row[0], row.Length);
        }
    }

    /// <summary>B's columns do (a transposed B): an element of C is a dot product.</summary>
    private static void AddDots<T>(Matrix<T> a, int i, Matrix<T> b, Span<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var left = ref Unsafe.Add(ref a.Origin, i * a.RowStride);
        for (var j = 0; j < row.Length; j++)
        {
            row[j] += MatrixVector.Dot(ref left, ref Unsafe.Add(ref b.Origin, j * b.ColumnStride), b.Rows);
        }
    }

    private static void AddStrided<T>(Matrix<T> a, int i, Matrix<T> b, Span<T> row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < row.Length; j++)
        {
            var sum = T.Zero;
            for (var p = 0; p < b.Rows; p++) { sum += a[i, p] * b[p, j]; }
            row[j] += sum;
        }
    }
}

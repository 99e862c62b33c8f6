using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>C += A·B for products too small to be worth packing.</summary>
internal static class SmallMatMul
{
    public static void Multiply<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (b.ColumnStride == 1) { AddRows(a, b, c, cRow); }
        else if (b.RowStride == 1 && a.ColumnStride == 1) { AddDots(a, b, c, cRow); }
        else { AddStrided(a, b, c, cRow, 0); }
    }

    /// <summary>B's rows lie in memory as they are read: four rows of C at a time are sums of them.</summary>
    private static void AddRows<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lanes = Vector<T>.Count;
        var whole = b.Columns / lanes * lanes;
        for (var j = 0; j < whole; j += lanes)
        {
            ref var column = ref Unsafe.Add(ref b.Origin, j);
            var i = 0;
            for (; i + 4 <= a.Rows; i += 4) { AddFour(a, i, ref column, b.RowStride, ref c[(i * cRow) + j], cRow); }
            for (; i < a.Rows; i++) { AddOne(a, i, ref column, b.RowStride, ref c[(i * cRow) + j]); }
        }
        if (whole < b.Columns) { AddStrided(a, b, c, cRow, whole); }
    }

    private static void AddFour<T>(Matrix<T> a, int row, ref T b, int bRow, ref T c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        ref var factor = ref Unsafe.Add(ref a.Origin, row * a.RowStride);
        for (var p = 0; p < a.Columns; p++)
        {
            var terms = Vector.LoadUnsafe(ref b);
            s0 = MulAdd(Vector.Create(factor), terms, s0);
            s1 = MulAdd(Vector.Create(Unsafe.Add(ref factor, a.RowStride)), terms, s1);
            s2 = MulAdd(Vector.Create(Unsafe.Add(ref factor, 2 * a.RowStride)), terms, s2);
            s3 = MulAdd(Vector.Create(Unsafe.Add(ref factor, 3 * a.RowStride)), terms, s3);
            factor = ref Unsafe.Add(ref factor, a.ColumnStride);
            b = ref Unsafe.Add(ref b, bRow);
        }
        Add(s0, ref c);
        Add(s1, ref Unsafe.Add(ref c, cRow));
        Add(s2, ref Unsafe.Add(ref c, 2 * cRow));
        Add(s3, ref Unsafe.Add(ref c, 3 * cRow));
    }

    private static void AddOne<T>(Matrix<T> a, int row, ref T b, int bRow, ref T c)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sum = Vector<T>.Zero;
        for (var p = 0; p < a.Columns; p++)
        {
            sum = MulAdd(Vector.Create(a[row, p]), Vector.LoadUnsafe(ref b), sum);
            b = ref Unsafe.Add(ref b, bRow);
        }
        Add(sum, ref c);
    }

    private static void Add<T>(Vector<T> x, ref T c) => (Vector.LoadUnsafe(ref c) + x).StoreUnsafe(ref c);

    /// <summary>B's columns do (a transposed B): an element of C is a dot product.</summary>
    private static void AddDots<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Rows; i++)
        {
            ref var left = ref Unsafe.Add(ref a.Origin, i * a.RowStride);
            var row = c.Slice(i * cRow, b.Columns);
            for (var j = 0; j < row.Length; j++)
            {
                row[j] += MatrixVector.Dot(ref left, ref Unsafe.Add(ref b.Origin, j * b.ColumnStride), b.Rows);
            }
        }
    }

    /// <summary>The columns from <paramref name="first"/> on, element by element.</summary>
    private static void AddStrided<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow, int first)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var j = first; j < b.Columns; j++)
            {
                ref var left = ref Unsafe.Add(ref a.Origin, i * a.RowStride);
                ref var right = ref Unsafe.Add(ref b.Origin, j * b.ColumnStride);
                var sum = T.Zero;
                for (var p = 0; p < b.Rows; p++)
                {
                    sum += Unsafe.Add(ref left, p * a.ColumnStride) * Unsafe.Add(ref right, p * b.RowStride);
                }
                c[(i * cRow) + j] += sum;
            }
        }
    }
}

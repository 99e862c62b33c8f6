using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>y += M·x, each element of M read once and in the order it lies in memory.</summary>
internal static class MatrixVector
{
    /// <summary>
    /// Adds to y, whose elements are <paramref name="yStride"/> apart. The workspace takes columns + rows elements.
    /// </summary>
    public static void Multiply<T>(Matrix<T> m, Matrix<T> x, Span<T> y, int yStride, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vector = workspace[..m.Columns];
        for (var j = 0; j < vector.Length; j++) { vector[j] = x[j, 0]; }
        if (m.ColumnStride == 1)
        {
            for (var i = 0; i < m.Rows; i++) { y[i * yStride] += Dot(m, i, vector); }
            return;
        }
        var sums = workspace.Slice(m.Columns, m.Rows);
        if (m.RowStride == 1) { Columns(m, vector, sums); }
        else { Strided(m, vector, sums); }
        for (var i = 0; i < m.Rows; i++) { y[i * yStride] += sums[i]; }
    }

    /// <summary>A row of unit stride times the vector.</summary>
    private static T Dot<T>(Matrix<T> m, int row, ReadOnlySpan<T> vector)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var from = ref Unsafe.Add(ref m.Origin, row * m.RowStride);
        return Dot(ref from, ref Unsafe.AsRef(in vector[0]), vector.Length);
    }

    /// <summary>Four sums run side by side, since one would wait for its own last addition.</summary>
    internal static T Dot<T>(ref T x, ref T y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var lanes = (nuint)Vector<T>.Count;
        Vector<T> s0 = default, s1 = default, s2 = default, s3 = default;
        nuint i = 0;
        for (; i + (4 * lanes) <= (nuint)length; i += 4 * lanes)
        {
            s0 = MulAdd(Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i), s0);
            s1 = MulAdd(Vector.LoadUnsafe(ref x, i + lanes), Vector.LoadUnsafe(ref y, i + lanes), s1);
            s2 = MulAdd(Vector.LoadUnsafe(ref x, i + (2 * lanes)), Vector.LoadUnsafe(ref y, i + (2 * lanes)), s2);
            s3 = MulAdd(Vector.LoadUnsafe(ref x, i + (3 * lanes)), Vector.LoadUnsafe(ref y, i + (3 * lanes)), s3);
        }
        for (; i + lanes <= (nuint)length; i += lanes)
        {
            s0 = MulAdd(Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i), s0);
        }
        var sum = Vector.Sum(s0 + s1 + (s2 + s3));
        for (; i < (nuint)length; i++) { sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i); }
        return sum;
    }

    /// <summary>Columns of unit stride, each times its element of the vector: sums = Σ xⱼ mⱼ.</summary>
    private static void Columns<T>(Matrix<T> m, ReadOnlySpan<T> vector, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        sums.Clear();
        for (var j = 0; j < vector.Length; j++)
        {
            ref var column = ref Unsafe.Add(ref m.Origin, j * m.ColumnStride);
            AddScaled(vector[j], ref column, ref sums[0], sums.Length);
        }
    }

    /// <summary>y += a x.</summary>
    private static void AddScaled<T>(T a, ref T x, ref T y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var factor = Vector.Create(a);
        nuint i = 0;
        for (; i + (nuint)Vector<T>.Count <= (nuint)length; i += (nuint)Vector<T>.Count)
        {
            MulAdd(factor, Vector.LoadUnsafe(ref x, i), Vector.LoadUnsafe(ref y, i)).StoreUnsafe(ref y, i);
        }
        for (; i < (nuint)length; i++) { Unsafe.Add(ref y, i) += a * Unsafe.Add(ref x, i); }
    }

    private static void Strided<T>(Matrix<T> m, ReadOnlySpan<T> vector, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < sums.Length; i++)
        {
            var sum = T.Zero;
            for (var j = 0; j < vector.Length; j++) { sum += m[i, j] * vector[j]; }
            sums[i] = sum;
        }
    }
}

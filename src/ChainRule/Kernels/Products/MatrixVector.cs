using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>y += M·x, each element of M read once and in the order it lies in memory.</summary>
internal static class MatrixVector
{
    private const int MaxTerms = 2048; // of a sum that is added up one after the other

    /// <summary>
    /// Adds to y, whose elements are <paramref name="yStride"/> apart. The workspace takes columns + rows elements.
    /// </summary>
    public static void Multiply<T>(Matrix<T> m, Matrix<T> x, Span<T> y, int yStride, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Vector512.IsHardwareAccelerated) { Multiply<WideLanes<T>, T>(m, x, y, yStride, workspace); }
        else { Multiply<NativeLanes<T>, T>(m, x, y, yStride, workspace); }
    }

    /// <summary>The sum of products of two runs of elements.</summary>
    internal static T Dot<T>(ref T x, ref T y, int length)
        where T : unmanaged, IFloatingPointIeee754<T> => Vector512.IsHardwareAccelerated
            ? Dot<WideLanes<T>, T>(ref x, ref y, length)
            : Dot<NativeLanes<T>, T>(ref x, ref y, length);

    private static void Multiply<V, T>(Matrix<T> m, Matrix<T> x, Span<T> y, int yStride, Span<T> workspace)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var vector = workspace[..m.Columns];
        for (var j = 0; j < vector.Length; j++) { vector[j] = x[j, 0]; }
        var sums = workspace.Slice(m.Columns, m.Rows);
        for (var from = 0; from < m.Columns; from += MaxTerms)
        {
            var some = m.Block(0, from, m.Rows, Math.Min(MaxTerms, m.Columns - from));
            Multiply<V, T>(some, vector.Slice(from, some.Columns), sums);
            for (var i = 0; i < sums.Length; i++) { y[i * yStride] += sums[i]; }
        }
    }

    private static void Multiply<V, T>(Matrix<T> m, Span<T> vector, Span<T> sums)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m.ColumnStride == 1 && m.Columns >= V.Count) { Rows<V, T>(m, ref vector[0], sums); }
        else if (m.RowStride == 1 && m.Rows >= V.Count) { Columns<V, T>(m, ref vector[0], sums); }
        else { Strided(m, vector, sums); }
    }

    /// <summary>Rows of unit stride, four at a time, each times the vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows<V, T>(Matrix<T> m, ref T vector, Span<T> sums)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref var row = ref m.Origin;
        var (length, stride, i) = (m.Columns, (nint)m.RowStride, 0);
        var tail = length % V.Count == 0 ? default : LastLanes<V, T>(ref vector, length);
        for (; i + 4 <= sums.Length; i += 4)
        {
            V s0 = default, s1 = default, s2 = default, s3 = default;
            ref var r1 = ref Unsafe.Add(ref row, stride);
            ref var r2 = ref Unsafe.Add(ref r1, stride);
            ref var r3 = ref Unsafe.Add(ref r2, stride);
            nint p = 0;
            for (; p + V.Count <= length; p += V.Count)
            {
                var x = V.Load(ref Unsafe.Add(ref vector, p), 0);
                V.Accumulate(V.Load(ref Unsafe.Add(ref row, p), 0), x, ref s0);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r1, p), 0), x, ref s1);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r2, p), 0), x, ref s2);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r3, p), 0), x, ref s3);
            }
            if (p < length)
            {
                p = length - V.Count;
                V.Accumulate(V.Load(ref Unsafe.Add(ref row, p), 0), tail, ref s0);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r1, p), 0), tail, ref s1);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r2, p), 0), tail, ref s2);
                V.Accumulate(V.Load(ref Unsafe.Add(ref r3, p), 0), tail, ref s3);
            }
            (sums[i], sums[i + 1], sums[i + 2], sums[i + 3]) = (V.Sum(s0), V.Sum(s1), V.Sum(s2), V.Sum(s3));
            row = ref Unsafe.Add(ref row, 4 * stride);
        }
        for (; i < sums.Length; i++)
        {
            sums[i] = Dot<V, T>(ref row, ref vector, length);
            row = ref Unsafe.Add(ref row, stride);
        }
    }

    /// <summary>The last register of a run that begins before its end by a whole register: what was counted before is 0.</summary>
    private static V LastLanes<V, T>(ref T vector, int length)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<T> lanes = stackalloc T[V.Count];
        lanes.Clear();
        var rest = length % V.Count;
        for (var i = 0; i < rest; i++) { lanes[V.Count - rest + i] = Unsafe.Add(ref vector, length - rest + i); }
        return V.Load(ref lanes[0], 0);
    }

    /// <summary>Four sums run side by side, since one would wait for its own last addition.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Dot<V, T>(ref T x, ref T y, int length)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V s0 = default, s1 = default, s2 = default, s3 = default;
        nint i = 0, lanes = V.Count;
        for (; i + (4 * lanes) <= length; i += 4 * lanes)
        {
            Accumulate(ref x, ref y, i, ref s0);
            Accumulate(ref x, ref y, i + lanes, ref s1);
            Accumulate(ref x, ref y, i + (2 * lanes), ref s2);
            Accumulate(ref x, ref y, i + (3 * lanes), ref s3);
        }
        for (; i + lanes <= length; i += lanes) { Accumulate(ref x, ref y, i, ref s0); }
        var sum = V.Sum(s0 + s1 + (s2 + s3));
        for (; i < length; i++) { sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i); }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<V, T>(ref T x, ref T y, nint at, ref V sum)
        where V : struct, ILanes<V, T> => V.Accumulate(V.Load(ref Unsafe.Add(ref x, at), 0), V.Load(ref Unsafe.Add(ref y, at), 0), ref sum);

    /// <summary>
    /// Columns of unit stride, each times its element of the vector. Two registers of sums at a time; the last may overlap the one before,
    /// so that no row is left over.
    /// </summary>
    private static void Columns<V, T>(Matrix<T> m, ref T vector, Span<T> sums)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var last = m.Rows - V.Count;
        for (var i = 0; i < m.Rows; i += 2 * V.Count)
        {
            var (first, second) = (Math.Min(i, last), Math.Min(i + V.Count, last));
            Stripe<V, T>(ref Unsafe.Add(ref m.Origin, first), ref Unsafe.Add(ref m.Origin, second), m.ColumnStride, ref vector, m.Columns,
                ref sums[first], ref sums[second]);
        }
    }

    /// <summary>Four columns at a time, each with sums of its own, which are independent of each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Stripe<V, T>(ref T first, ref T second, nint stride, ref T vector, int columns, ref T sum1, ref T sum2)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        V a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        for (; columns >= 4; columns -= 4)
        {
            var (x0, x1, x2, x3) = (V.Splat(vector), V.Splat(Unsafe.Add(ref vector, 1)), V.Splat(Unsafe.Add(ref vector, 2)),
                V.Splat(Unsafe.Add(ref vector, 3)));
            V.Accumulate(x0, V.Load(ref first, 0), ref a0);
            V.Accumulate(x0, V.Load(ref second, 0), ref b0);
            V.Accumulate(x1, V.Load(ref Unsafe.Add(ref first, stride), 0), ref a1);
            V.Accumulate(x1, V.Load(ref Unsafe.Add(ref second, stride), 0), ref b1);
            V.Accumulate(x2, V.Load(ref Unsafe.Add(ref first, 2 * stride), 0), ref a2);
            V.Accumulate(x2, V.Load(ref Unsafe.Add(ref second, 2 * stride), 0), ref b2);
            V.Accumulate(x3, V.Load(ref Unsafe.Add(ref first, 3 * stride), 0), ref a3);
            V.Accumulate(x3, V.Load(ref Unsafe.Add(ref second, 3 * stride), 0), ref b3);
            first = ref Unsafe.Add(ref first, 4 * stride);
            second = ref Unsafe.Add(ref second, 4 * stride);
            vector = ref Unsafe.Add(ref vector, 4);
        }
        for (; columns > 0; columns--)
        {
            var x = V.Splat(vector);
            V.Accumulate(x, V.Load(ref first, 0), ref a0);
            V.Accumulate(x, V.Load(ref second, 0), ref b0);
            first = ref Unsafe.Add(ref first, stride);
            second = ref Unsafe.Add(ref second, stride);
            vector = ref Unsafe.Add(ref vector, 1);
        }
        V.Store(a0 + a1 + (a2 + a3), ref sum1, 0);
        V.Store(b0 + b1 + (b2 + b3), ref sum2, 0);
    }

    private static void Strided<T>(Matrix<T> m, ReadOnlySpan<T> vector, Span<T> sums)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < sums.Length; i++)
        {
            ref var element = ref Unsafe.Add(ref m.Origin, i * m.RowStride);
            var sum = T.Zero;
            for (var j = 0; j < vector.Length; j++)
            {
                sum += element * vector[j];
                element = ref Unsafe.Add(ref element, m.ColumnStride);
            }
            sums[i] = sum;
        }
    }
}

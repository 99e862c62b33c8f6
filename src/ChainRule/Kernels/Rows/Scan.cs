using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Running sums and products along the middle axis of a contiguous [outer, n, inner].</summary>
internal static class Scan
{
    private const int Columns = 128;

    /// <summary>y[o, j, i] = Σ x[o, 0..j, i], added up in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CumSum<T>(int outer, int n, int inner, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(outer, n, inner, x, y);
        Span<double> sums = stackalloc double[Columns];
        for (var o = 0; o < outer; o++)
        {
            var (block, sum) = (o * n * inner, 0.0);
            for (var j = 0; inner == 1 && j < n; j++) { y[block + j] = WideSums.Rounded<T>(sum += WideSums.Double(x[block + j])); }
            for (var from = 0; inner > 1 && from < inner; from += Columns)
            {
                var columns = Math.Min(Columns, inner - from);
                sums.Clear();
                for (var j = 0; j < n; j++)
                {
                    WideSums.Add(x.Slice(block + (j * inner) + from, columns), sums);
                    WideSums.Round(sums, y.Slice(block + (j * inner) + from, columns));
                }
            }
        }
    }

    /// <summary>y[o, j, i] = Π x[o, 0..j, i].</summary>
    public static void CumProd<T>(int outer, int n, int inner, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(outer, n, inner, x, y);
        for (var at = 0; at < x.Length; at += inner)
        {
            var line = y.Slice(at, inner);
            if (at / inner % n == 0) { x.Slice(at, inner).CopyTo(line); }
            else if (inner == 1) { y[at] = y[at - 1] * x[at]; }
            else { TensorPrimitives.Multiply(y.Slice(at - inner, inner), x.Slice(at, inner), line); }
        }
    }

    private static void Check<T>(int outer, int n, int inner, ReadOnlySpan<T> x, Span<T> y)
    {
        if (x.Length != (long)outer * n * inner || y.Length != x.Length)
        {
            throw new ArgumentException($"Spans of {x.Length} and {y.Length} elements do not fit [{outer}, {n}, {inner}].");
        }
    }
}

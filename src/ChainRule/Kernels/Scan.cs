using System.Numerics;
using System.Numerics.Tensors;

namespace ChainRule.Kernels;

/// <summary>Running sums and products along the middle axis of a contiguous [outer, n, inner].</summary>
internal static class Scan
{
    /// <summary>y[o, j, i] = Σ x[o, 0..j, i].</summary>
    public static void CumSum<T>(int outer, int n, int inner, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(outer, n, inner, x, y);
        for (var at = 0; at < x.Length; at += inner)
        {
            var line = y.Slice(at, inner);
            if (at / inner % n == 0) { x.Slice(at, inner).CopyTo(line); }
            else if (inner == 1) { y[at] = y[at - 1] + x[at]; }
            else { TensorPrimitives.Add(y.Slice(at - inner, inner), x.Slice(at, inner), line); }
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

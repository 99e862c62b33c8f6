using System.Numerics;
using System.Numerics.Tensors;

namespace ChainRule.Kernels;

/// <summary>Exponentials as shares of their sum, row by row while the row is in cache.</summary>
internal static class Softmax
{
    /// <summary>
    /// y[r, i] = e^x[r, i] / Σ e^x[r, j], shifted by the row's maximum so that nothing overflows. A row of −∞ alone is NaN, or 0 where
    /// <paramref name="emptyIsZero"/> says so.
    /// </summary>
    public static void Rows<T>(int rows, int n, ReadOnlySpan<T> x, Span<T> y, bool emptyIsZero = false)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (n == 0) { return; }
        for (var at = 0; at < rows * n; at += n)
        {
            var from = x.Slice(at, n);
            var to = y.Slice(at, n);
            var max = TensorPrimitives.Max(from);
            if (emptyIsZero && T.IsNegativeInfinity(max))
            {
                to.Clear();
                continue;
            }
            TensorPrimitives.Subtract(from, max, to);
            Elementary.Exp(to, to);
            TensorPrimitives.Divide(to, WideSums.Sum<T>(to), to);
        }
    }
}

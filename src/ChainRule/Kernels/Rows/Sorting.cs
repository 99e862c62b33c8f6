using System.Numerics;

namespace ChainRule.Kernels;

/// <summary>Orders and extremes along the rows of a contiguous [rows, n]. NaN counts as larger than every number in a sort.</summary>
internal static class Sorting
{
    /// <summary>Runs up to this long are sorted by insertion before they are merged.</summary>
    private const int Run = 16;

    /// <summary>
    /// The positions of each row's elements in order. Stable; NaN comes last in ascending order and first in descending.
    /// The workspace takes n elements.
    /// </summary>
    public static void ArgSort<T>(int rows, int n, ReadOnlySpan<T> x, Span<long> indices, bool descending, Span<long> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var order = indices.Slice(row * n, n);
            for (var i = 0; i < n; i++) { order[i] = i; }
            if (descending) { MergeSort<T, Descending>(x.Slice(row * n, n), order, workspace[..n]); }
            else { MergeSort<T, Ascending>(x.Slice(row * n, n), order, workspace[..n]); }
        }
    }

    /// <summary>The position of each row's first maximum, or of its first NaN.</summary>
    public static void ArgMax<T>(int rows, int n, ReadOnlySpan<T> x, Span<long> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var values = x.Slice(row * n, n);
            var best = 0;
            for (var i = 1; i < n; i++) { best = Order.Above(values[i], values[best]) ? i : best; }
            indices[row] = best;
        }
    }

    /// <summary>The position of each row's first minimum, or of its first NaN.</summary>
    public static void ArgMin<T>(int rows, int n, ReadOnlySpan<T> x, Span<long> indices)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var row = 0; row < rows; row++)
        {
            var values = x.Slice(row * n, n);
            var best = 0;
            for (var i = 1; i < n; i++) { best = Order.Below(values[i], values[best]) ? i : best; }
            indices[row] = best;
        }
    }

    /// <summary>Bottom-up: sorted runs are merged pairwise, from one span to the other and back.</summary>
    private static void MergeSort<T, TOrder>(ReadOnlySpan<T> x, Span<long> order, Span<long> other)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOrder : IOrder
    {
        for (var from = 0; from < order.Length; from += Run)
        {
            Insertion<T, TOrder>(x, order.Slice(from, Math.Min(Run, order.Length - from)));
        }
        var source = order;
        var target = other;
        for (long width = Run; width < order.Length; width *= 2)
        {
            for (long from = 0; from < order.Length; from += 2 * width)
            {
                var middle = (int)Math.Min(width, order.Length - from);
                var length = (int)Math.Min(2 * width, order.Length - from);
                Merge<T, TOrder>(x, source.Slice((int)from, length), middle, target.Slice((int)from, length));
            }
            var held = source;
            source = target;
            target = held;
        }
        // After an even number of passes this copies the span onto itself.
        source.CopyTo(order);
    }

    private static void Insertion<T, TOrder>(ReadOnlySpan<T> x, Span<long> order)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOrder : IOrder
    {
        for (var i = 1; i < order.Length; i++)
        {
            var index = order[i];
            var at = i;
            for (; at > 0 && TOrder.Before(x[(int)index], x[(int)order[at - 1]]); at--) { order[at] = order[at - 1]; }
            order[at] = index;
        }
    }

    /// <summary>Merges source[..middle] and source[middle..]; the left goes first among equals, which keeps the sort stable.</summary>
    private static void Merge<T, TOrder>(ReadOnlySpan<T> x, ReadOnlySpan<long> source, int middle, Span<long> target)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOrder : IOrder
    {
        var (left, right) = (0, middle);
        for (var i = 0; i < target.Length; i++)
        {
            var takeRight = left == middle
                || (right < source.Length && TOrder.Before(x[(int)source[right]], x[(int)source[left]]));
            target[i] = source[takeRight ? right++ : left++];
        }
    }

    private interface IOrder
    {
        static abstract bool Before<T>(T x, T y) where T : IFloatingPointIeee754<T>;
    }

    private readonly struct Ascending : IOrder
    {
        public static bool Before<T>(T x, T y) where T : IFloatingPointIeee754<T> => Order.Above(y, x);
    }

    private readonly struct Descending : IOrder
    {
        public static bool Before<T>(T x, T y) where T : IFloatingPointIeee754<T> => Order.Above(x, y);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Reading and adding at indices along the middle axis of [outer, n, inner]. Negative indices count from the end.</summary>
internal static class Indexing
{
    private const int Columns = 128; // as many sums as stay in the cache beside what is added

    /// <summary>y[o, j, i] = x[o, indices[j], i], for the slices from..to of y, counted over o and j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Gather<T>(int from, int to, int n, int inner, ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y)
        where T : unmanaged
    {
        for (var slice = from; slice < to; slice++)
        {
            var (o, j) = Math.DivRem(slice, indices.Length);
            x.Slice(((o * n) + Resolve(indices[j], n)) * inner, inner).CopyTo(y.Slice(slice * inner, inner));
        }
    }

    /// <summary>
    /// y[o, indices[j], i] = Σ x[o, j, i], the transpose of <see cref="Gather"/>, for the columns from..to of the inner axis; added up in
    /// double precision, in the order of j. Slices are first grouped by their targets, so that each target is written once.
    /// </summary>
    /// <param name="outer">The size before the axis.</param>
    /// <param name="n">The size of the axis in y.</param>
    /// <param name="inner">The size after the axis.</param>
    /// <param name="from">The first column.</param>
    /// <param name="to">The column after the last.</param>
    /// <param name="x">The slices to add.</param>
    /// <param name="indices">The target of each.</param>
    /// <param name="y">The sums.</param>
    /// <param name="workspace"><paramref name="n"/> places, and one for each index.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddRows<T>(int outer, int n, int inner, int from, int to, ReadOnlySpan<T> x, ReadOnlySpan<long> indices,
        Span<T> y, Span<int> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var ends = workspace[..n];
        var slices = workspace.Slice(n, indices.Length);
        Group(indices, ends, slices);
        for (var row = 0; row < outer * n; row++)
        {
            var (o, target) = Math.DivRem(row, n);
            var start = target == 0 ? 0 : ends[target - 1];
            SumSlices(x[(o * indices.Length * inner)..], slices[start..ends[target]], inner, from,
                y.Slice((row * inner) + from, to - from));
        }
    }

    /// <summary>
    /// Orders the positions of indices by their targets, those of one target in their order; ends[t] is where target t's end.
    /// </summary>
    private static void Group(ReadOnlySpan<long> indices, Span<int> ends, Span<int> positions)
    {
        ends.Clear();
        foreach (var index in indices) { ends[Resolve(index, ends.Length)]++; }
        var before = 0;
        for (var target = 0; target < ends.Length; target++)
        {
            var count = ends[target];
            ends[target] = before;
            before += count;
        }
        for (var j = 0; j < indices.Length; j++) { positions[ends[Resolve(indices[j], ends.Length)]++] = j; }
    }

    /// <summary>y[i] = Σ x[slice, from + i] over some slices.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SumSlices<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> slices, int inner, int from, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (slices.IsEmpty) { y.Clear(); }
        else if (slices.Length == 1) { x.Slice((slices[0] * inner) + from, y.Length).CopyTo(y); }
        else if (y.Length == 1)
        {
            var sum = 0.0;
            foreach (var slice in slices) { sum += WideSums.Double(x[(slice * inner) + from]); }
            y[0] = WideSums.Rounded<T>(sum);
        }
        else
        {
            Span<double> sums = stackalloc double[Math.Min(Columns, y.Length)];
            for (var at = 0; at < y.Length; at += Columns)
            {
                var some = y.Slice(at, Math.Min(Columns, y.Length - at));
                sums.Clear();
                foreach (var slice in slices) { WideSums.Add(x.Slice((slice * inner) + from + at, some.Length), sums); }
                WideSums.Round(sums, some);
            }
        }
    }

    /// <summary>y[o, j, i] = x[o, indices[o, j, i], i], for indices and y of [outer, m, inner].</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TakeAlongAxis<T>(
        int outer, int n, int m, int inner, ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y)
        where T : unmanaged
    {
        var at = 0;
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < m; j++)
            {
                for (var i = 0; i < inner; i++, at++) { y[at] = x[(((o * n) + Resolve(indices[at], n)) * inner) + i]; }
            }
        }
    }

    /// <summary>
    /// y[o, indices[o, j, i], i] = Σ x[o, j, i], the transpose of <see cref="TakeAlongAxis"/>; added up in double precision, in the order
    /// of j. The workspace takes <see cref="SumsAlongAxis"/> numbers.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddAlongAxis<T>(
        int outer, int n, int m, int inner, ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y, Span<double> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var o = 0; o < outer; o++)
        {
            for (var from = 0; from < inner; from += Columns)
            {
                var columns = Math.Min(Columns, inner - from);
                var sums = workspace[..(n * columns)];
                sums.Clear();
                for (var j = 0; j < m; j++)
                {
                    var at = (((o * m) + j) * inner) + from;
                    for (var i = 0; i < columns; i++) { sums[(Resolve(indices[at + i], n) * columns) + i] += WideSums.Double(x[at + i]); }
                }
                if (columns == inner) { WideSums.Round(sums, y.Slice(o * n * inner, n * inner)); }
                else
                {
                    for (var row = 0; row < n; row++)
                    {
                        WideSums.Round(sums.Slice(row * columns, columns),
                        y.Slice((((o * n) + row) * inner) + from, columns));
                    }
                }
            }
        }
    }

    /// <summary>How many sums <see cref="ScatterAddAlongAxis"/> holds at a time.</summary>
    public static int SumsAlongAxis(int n, int inner) => n * Math.Min(Columns, inner);

    /// <summary>y[i] = classes[i], which is 0 to below count; or 0 where it is the ignored one.</summary>
    public static void Classes(ReadOnlySpan<long> classes, int count, long? ignored, Span<long> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            var isIgnored = classes[i] == ignored;
            if (!isIgnored && (ulong)classes[i] >= (ulong)count) { ThrowOutOfRange(classes[i], count); }
            y[i] = isIgnored ? 0 : classes[i];
        }
    }

    /// <summary>The place on an axis that an index means.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Resolve(long index, int size)
    {
        var place = index < 0 ? index + size : index;
        if ((ulong)place >= (ulong)size) { ThrowOutOfRange(index, size); }
        return (int)place;
    }

#pragma warning disable CA2201 // The same exception as an array's, which is what this is.
    private static void ThrowOutOfRange(long index, int size) =>
        throw new IndexOutOfRangeException($"Index {index} is out of range for an axis of size {size}.");
#pragma warning restore CA2201
}

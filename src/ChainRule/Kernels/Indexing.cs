using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Reading and adding at indices along the middle axis of [outer, n, inner]. Negative indices count from the end.</summary>
internal static class Indexing
{
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

    /// <summary>y[o, indices[j], i] = Σ x[o, j, i], the transpose of <see cref="Gather"/>, for the columns from..to of the inner axis.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddRows<T>(int outer, int n, int inner, int from, int to, ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var columns = to - from;
        for (var row = 0; row < outer * n; row++) { y.Slice((row * inner) + from, columns).Clear(); }
        var at = from;
        for (var o = 0; o < outer; o++)
        {
            foreach (var index in indices)
            {
                var target = y.Slice((((o * n) + Resolve(index, n)) * inner) + from, columns);
                Loops.Binary<T, AddFormula>(target, x.Slice(at, columns), target);
                at += inner;
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

    /// <summary>y[o, indices[o, j, i], i] += x[o, j, i], the transpose of <see cref="TakeAlongAxis"/>; adds to what y holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScatterAddAlongAxis<T>(
        int outer, int n, int m, int inner, ReadOnlySpan<T> x, ReadOnlySpan<long> indices, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var at = 0;
        for (var o = 0; o < outer; o++)
        {
            for (var j = 0; j < m; j++)
            {
                for (var i = 0; i < inner; i++, at++) { y[(((o * n) + Resolve(indices[at], n)) * inner) + i] += x[at]; }
            }
        }
    }

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

namespace ChainRule.Kernels;

/// <summary>Copies between places in buffers that strides describe.</summary>
internal static class Strided
{
    /// <summary>
    /// to[toOffset + Σ i·toStride] = from[fromOffset + Σ i·fromStride] for every index i within <paramref name="sizes"/>.
    /// </summary>
    public static void Copy<T>(ReadOnlySpan<int> sizes, ReadOnlySpan<T> from, int fromOffset, ReadOnlySpan<int> fromStrides, Span<T> to,
        int toOffset, ReadOnlySpan<int> toStrides)
    {
        if (sizes.IsEmpty)
        {
            to[toOffset] = from[fromOffset];
            return;
        }
        if (sizes.Length == 1)
        {
            Row(sizes[0], from, fromOffset, fromStrides[0], to, toOffset, toStrides[0]);
            return;
        }
        for (var i = 0; i < sizes[0]; i++)
            Copy(sizes[1..], from, fromOffset + i * fromStrides[0], fromStrides[1..], to, toOffset + i * toStrides[0], toStrides[1..]);
    }

    private static void Row<T>(int count, ReadOnlySpan<T> from, int fromOffset, int fromStride, Span<T> to, int toOffset, int toStride)
    {
        if (count == 0) return;
        if (toStride == 1 && fromStride == 1) from.Slice(fromOffset, count).CopyTo(to[toOffset..]);
        else if (toStride == 1 && fromStride == 0) to.Slice(toOffset, count).Fill(from[fromOffset]);
        else
            for (var i = 0; i < count; i++) to[toOffset + i * toStride] = from[fromOffset + i * fromStride];
    }
}

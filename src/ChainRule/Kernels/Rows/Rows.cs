using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>Copies of short rows, for which a call each would cost more than the copying.</summary>
internal static class Rows
{
    /// <summary>Copies rows of <paramref name="count"/> elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Copy<T>(int rows, int count, ReadOnlySpan<T> from, int fromRow, Span<T> to, int toRow)
        where T : unmanaged
    {
        Check(rows, count, from, fromRow, 1);
        Check<T>(rows, count, to, toRow, 1);
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        nint width = Vector<T>.Count;
        for (; rows > 0; rows--)
        {
            nint i = 0;
            for (; i <= count
                - width; i += width) { Vector.LoadUnsafe(ref Unsafe.Add(ref source, i)).StoreUnsafe(ref Unsafe.Add(ref target, i)); }
            // The last vector may overlap the one before.
            if (i < count
                && count >= width)
            {
                Vector
                    .LoadUnsafe(ref Unsafe.Add(ref source, count - width))
                    .StoreUnsafe(ref Unsafe.Add(ref target, count - width));
            }
            else { for (; i < count; i++) { Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i); } }
            source = ref Unsafe.Add(ref source, fromRow);
            target = ref Unsafe.Add(ref target, toRow);
        }
    }

    /// <summary>Copies every <paramref name="step"/>th element of rows, <paramref name="count"/> of each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Thin<T>(int rows, int count, ReadOnlySpan<T> from, int fromRow, int step, Span<T> to, int toRow)
        where T : unmanaged
    {
        Check(rows, count, from, fromRow, step);
        Check<T>(rows, count, to, toRow, 1);
        for (var row = 0; row < rows; row++)
        {
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(from), row * fromRow);
            ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(to), row * toRow);
            for (nint i = 0; i < count; i++) { Unsafe.Add(ref target, i) = Unsafe.Add(ref source, i * step); }
        }
    }

    /// <summary>The other way: row elements go to every <paramref name="step"/>th of the target.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Broadcast<T>(int rows, int count, ReadOnlySpan<T> from, int fromRow, Span<T> to, int toRow, int step)
        where T : unmanaged
    {
        Check(rows, count, from, fromRow, 1);
        Check<T>(rows, count, to, toRow, step);
        for (var row = 0; row < rows; row++)
        {
            ref var source = ref Unsafe.Add(ref MemoryMarshal.GetReference(from), row * fromRow);
            ref var target = ref Unsafe.Add(ref MemoryMarshal.GetReference(to), row * toRow);
            for (nint i = 0; i < count; i++) { Unsafe.Add(ref target, i * step) = Unsafe.Add(ref source, i); }
        }
    }

    private static void Check<T>(int rows, int count, ReadOnlySpan<T> span, int row, int step)
    {
        if (rows > 0 && count > 0 && ((long)(rows - 1) * row) + ((long)(count - 1) * step) >= span.Length)
        {
            throw new ArgumentException($"{rows} rows of {count} elements, {row} apart, reach beyond {span.Length}.");
        }
    }
}

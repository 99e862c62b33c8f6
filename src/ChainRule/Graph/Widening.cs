using System.Numerics;
using System.Runtime.InteropServices;

namespace ChainRule.Graph;

/// <summary>Integers of fewer bits as Int64, which holds each of their values.</summary>
internal static class Widening
{
    /// <summary>The values as longs; <see langword="null"/> where they are not integers of fewer bits.</summary>
    public static long[]? ToLongs<T>(ReadOnlySpan<T> values) where T : unmanaged =>
        typeof(T) == typeof(int) ? Widened<T, int>(values)
        : typeof(T) == typeof(uint) ? Widened<T, uint>(values)
        : typeof(T) == typeof(short) ? Widened<T, short>(values)
        : typeof(T) == typeof(ushort) ? Widened<T, ushort>(values)
        : typeof(T) == typeof(byte) ? Widened<T, byte>(values)
        : typeof(T) == typeof(sbyte) ? Widened<T, sbyte>(values)
        : null;

    private static long[] Widened<T, N>(ReadOnlySpan<T> values) where T : unmanaged where N : unmanaged, INumberBase<N>
    {
        var longs = new long[values.Length];
        var numbers = MemoryMarshal.Cast<T, N>(values);
        for (var i = 0; i < longs.Length; i++) longs[i] = long.CreateChecked(numbers[i]);
        return longs;
    }
}

using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// Dot products of some rows with some others, in registers: of 32, 24 hold sums, 4 elements of the first rows and one of the others; of
/// 16, half of that.
/// </summary>
internal static class DotTile
{
    /// <summary>Rows on the left.</summary>
    public static int Rows<T, V>()
        where V : struct, ILanes<V, T> => V.AreMany ? 4 : 2;

    /// <summary>Rows on the right.</summary>
    public const int Columns = 6;

    /// <summary>
    /// The sums of lanes[i, j] are Σ left[leftRows[i] + p] right[rightRows[j] + p], p from 0 to length; whole vectors are read.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum<T, V>(int length, ref T left, ReadOnlySpan<int> leftRows, ref T right, ReadOnlySpan<int> rightRows, ref T lanes)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        ref var a0 = ref Unsafe.Add(ref left, leftRows[0]);
        ref var a1 = ref Unsafe.Add(ref left, leftRows[1]);
        ref var a2 = ref Unsafe.Add(ref left, leftRows[V.AreMany ? 2 : 0]);
        ref var a3 = ref Unsafe.Add(ref left, leftRows[V.AreMany ? 3 : 0]);
        ref var b0 = ref Unsafe.Add(ref right, rightRows[0]);
        ref var b1 = ref Unsafe.Add(ref right, rightRows[1]);
        ref var b2 = ref Unsafe.Add(ref right, rightRows[2]);
        ref var b3 = ref Unsafe.Add(ref right, rightRows[3]);
        ref var b4 = ref Unsafe.Add(ref right, rightRows[4]);
        ref var b5 = ref Unsafe.Add(ref right, rightRows[5]);
        V s00 = default, s01 = default, s02 = default, s03 = default, s04 = default, s05 = default;
        V s10 = default, s11 = default, s12 = default, s13 = default, s14 = default, s15 = default;
        V s20 = default, s21 = default, s22 = default, s23 = default, s24 = default, s25 = default;
        V s30 = default, s31 = default, s32 = default, s33 = default, s34 = default, s35 = default;
        for (nint p = 0; p < length; p += V.Count)
        {
            var g0 = V.Load(ref Unsafe.Add(ref a0, p), 0);
            var g1 = V.Load(ref Unsafe.Add(ref a1, p), 0);
            var g2 = V.AreMany ? V.Load(ref Unsafe.Add(ref a2, p), 0) : g0;
            var g3 = V.AreMany ? V.Load(ref Unsafe.Add(ref a3, p), 0) : g0;
            var x = V.Load(ref Unsafe.Add(ref b0, p), 0);
            Both(g0, g1, x, ref s00, ref s10);
            if (V.AreMany) { Both(g2, g3, x, ref s20, ref s30); }
            x = V.Load(ref Unsafe.Add(ref b1, p), 0);
            Both(g0, g1, x, ref s01, ref s11);
            if (V.AreMany) { Both(g2, g3, x, ref s21, ref s31); }
            x = V.Load(ref Unsafe.Add(ref b2, p), 0);
            Both(g0, g1, x, ref s02, ref s12);
            if (V.AreMany) { Both(g2, g3, x, ref s22, ref s32); }
            x = V.Load(ref Unsafe.Add(ref b3, p), 0);
            Both(g0, g1, x, ref s03, ref s13);
            if (V.AreMany) { Both(g2, g3, x, ref s23, ref s33); }
            x = V.Load(ref Unsafe.Add(ref b4, p), 0);
            Both(g0, g1, x, ref s04, ref s14);
            if (V.AreMany) { Both(g2, g3, x, ref s24, ref s34); }
            x = V.Load(ref Unsafe.Add(ref b5, p), 0);
            Both(g0, g1, x, ref s05, ref s15);
            if (V.AreMany) { Both(g2, g3, x, ref s25, ref s35); }
        }
        Store<T, V>(s00, s01, s02, s03, s04, s05, ref lanes);
        Store<T, V>(s10, s11, s12, s13, s14, s15, ref Unsafe.Add(ref lanes, 1 * Columns * V.Count));
        if (!V.AreMany) { return; }
        Store<T, V>(s20, s21, s22, s23, s24, s25, ref Unsafe.Add(ref lanes, 2 * Columns * V.Count));
        Store<T, V>(s30, s31, s32, s33, s34, s35, ref Unsafe.Add(ref lanes, 3 * Columns * V.Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Both<V>(V g, V h, V x, ref V ofG, ref V ofH)
        where V : struct, ILanes<V>
    {
        V.Accumulate(g, x, ref ofG);
        V.Accumulate(h, x, ref ofH);
    }

    /// <summary>Stored without a call, for which all registers would have to be saved within the loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T, V>(V s0, V s1, V s2, V s3, V s4, V s5, ref T to)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        V.Store(s0, ref to, 0);
        V.Store(s1, ref Unsafe.Add(ref to, V.Count), 0);
        V.Store(s2, ref Unsafe.Add(ref to, 2 * V.Count), 0);
        V.Store(s3, ref Unsafe.Add(ref to, 3 * V.Count), 0);
        V.Store(s4, ref Unsafe.Add(ref to, 4 * V.Count), 0);
        V.Store(s5, ref Unsafe.Add(ref to, 5 * V.Count), 0);
    }
}

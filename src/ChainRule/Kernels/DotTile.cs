using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Dot products of some rows with some others, in registers: of 32, 24 hold sums, 4 elements of the first rows and one of the others.</summary>
internal static class DotTile
{
    /// <summary>Rows on the left.</summary>
    public static int Rows<T, V>()
        where V : struct, ILanes<V, T> => V.AreMany ? 4 : 2;

    /// <summary>Rows on the right.</summary>
    public static int Columns<T, V>()
        where V : struct, ILanes<V, T> => V.AreMany ? 6 : 4;

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
        ref var b4 = ref Unsafe.Add(ref right, rightRows[V.AreMany ? 4 : 0]);
        ref var b5 = ref Unsafe.Add(ref right, rightRows[V.AreMany ? 5 : 0]);
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
            var x0 = V.Load(ref Unsafe.Add(ref b0, p), 0);
            (s00, s10) = (V.MulAdd(g0, x0, s00), V.MulAdd(g1, x0, s10));
            if (V.AreMany) { (s20, s30) = (V.MulAdd(g2, x0, s20), V.MulAdd(g3, x0, s30)); }
            var x1 = V.Load(ref Unsafe.Add(ref b1, p), 0);
            (s01, s11) = (V.MulAdd(g0, x1, s01), V.MulAdd(g1, x1, s11));
            if (V.AreMany) { (s21, s31) = (V.MulAdd(g2, x1, s21), V.MulAdd(g3, x1, s31)); }
            var x2 = V.Load(ref Unsafe.Add(ref b2, p), 0);
            (s02, s12) = (V.MulAdd(g0, x2, s02), V.MulAdd(g1, x2, s12));
            if (V.AreMany) { (s22, s32) = (V.MulAdd(g2, x2, s22), V.MulAdd(g3, x2, s32)); }
            var x3 = V.Load(ref Unsafe.Add(ref b3, p), 0);
            (s03, s13) = (V.MulAdd(g0, x3, s03), V.MulAdd(g1, x3, s13));
            if (V.AreMany) { (s23, s33) = (V.MulAdd(g2, x3, s23), V.MulAdd(g3, x3, s33)); }
            if (!V.AreMany) { continue; }
            var x4 = V.Load(ref Unsafe.Add(ref b4, p), 0);
            (s04, s14, s24, s34) = (V.MulAdd(g0, x4, s04), V.MulAdd(g1, x4, s14), V.MulAdd(g2, x4, s24), V.MulAdd(g3, x4, s34));
            var x5 = V.Load(ref Unsafe.Add(ref b5, p), 0);
            (s05, s15, s25, s35) = (V.MulAdd(g0, x5, s05), V.MulAdd(g1, x5, s15), V.MulAdd(g2, x5, s25), V.MulAdd(g3, x5, s35));
        }
        Store<T, V>(s00, s01, s02, s03, s04, s05, ref lanes);
        Store<T, V>(s10, s11, s12, s13, s14, s15, ref Unsafe.Add(ref lanes, 1 * (V.AreMany ? 6 : 4) * V.Count));
        if (!V.AreMany) { return; }
        Store<T, V>(s20, s21, s22, s23, s24, s25, ref Unsafe.Add(ref lanes, 2 * (V.AreMany ? 6 : 4) * V.Count));
        Store<T, V>(s30, s31, s32, s33, s34, s35, ref Unsafe.Add(ref lanes, 3 * (V.AreMany ? 6 : 4) * V.Count));
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
        if (!V.AreMany) { return; }
        V.Store(s4, ref Unsafe.Add(ref to, 4 * V.Count), 0);
        V.Store(s5, ref Unsafe.Add(ref to, 5 * V.Count), 0);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// The inner kernel of matrix products: a block of C whose sums stay in registers while A and B pass by. It is written once for all heights
/// and widths, which are constants to the compiler: what a block does not have is not compiled.
/// </summary>
internal static class RegisterBlock
{
    /// <summary>See <see cref="RegisterBlocks.Multiply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V, T, S>(Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where S : struct, IBlockShape
    {
        if (adds) { Expect<V, T, S>(ref c, cRow); }
        V x0 = default, y0 = default;
        V x1 = default, y1 = default;
        V x2 = default, y2 = default;
        V x3 = default, y3 = default;
        V x4 = default, y4 = default;
        V x5 = default, y5 = default;
        V x6 = default, y6 = default;
        V x7 = default, y7 = default;
        V x8 = default, y8 = default;
        V x9 = default, y9 = default;
        V x10 = default, y10 = default;
        V x11 = default, y11 = default;
        ref var a3 = ref Unsafe.Add(ref a, 3 * aRow);
        ref var a6 = ref Unsafe.Add(ref a, 6 * aRow);
        ref var a9 = ref Unsafe.Add(ref a, 9 * aRow);
        var twoRows = 2 * aRow;
        for (var run = terms.Runs; run > 0; run--)
        {
            for (var p = terms.Length; p > 0; p--)
            {
                var bx = V.Load(ref b, 0);
                var by = S.IsWide ? V.Load(ref Unsafe.Add(ref b, V.Count), 0) : default;
                var f = V.Splat(a);
                V.Accumulate(f, bx, ref x0);
                if (S.IsWide) { V.Accumulate(f, by, ref y0); }
                if (S.Rows > 1)
                {
                    f = V.Splat(Unsafe.Add(ref a, aRow));
                    V.Accumulate(f, bx, ref x1);
                    if (S.IsWide) { V.Accumulate(f, by, ref y1); }
                }
                if (S.Rows > 2)
                {
                    f = V.Splat(Unsafe.Add(ref a, twoRows));
                    V.Accumulate(f, bx, ref x2);
                    if (S.IsWide) { V.Accumulate(f, by, ref y2); }
                }
                if (S.Rows > 3)
                {
                    f = V.Splat(a3);
                    V.Accumulate(f, bx, ref x3);
                    if (S.IsWide) { V.Accumulate(f, by, ref y3); }
                }
                if (S.Rows > 4)
                {
                    f = V.Splat(Unsafe.Add(ref a3, aRow));
                    V.Accumulate(f, bx, ref x4);
                    if (S.IsWide) { V.Accumulate(f, by, ref y4); }
                }
                if (S.Rows > 5)
                {
                    f = V.Splat(Unsafe.Add(ref a3, twoRows));
                    V.Accumulate(f, bx, ref x5);
                    if (S.IsWide) { V.Accumulate(f, by, ref y5); }
                }
                if (S.Rows > 6)
                {
                    f = V.Splat(a6);
                    V.Accumulate(f, bx, ref x6);
                    if (S.IsWide) { V.Accumulate(f, by, ref y6); }
                }
                if (S.Rows > 7)
                {
                    f = V.Splat(Unsafe.Add(ref a6, aRow));
                    V.Accumulate(f, bx, ref x7);
                    if (S.IsWide) { V.Accumulate(f, by, ref y7); }
                }
                if (S.Rows > 8)
                {
                    f = V.Splat(Unsafe.Add(ref a6, twoRows));
                    V.Accumulate(f, bx, ref x8);
                    if (S.IsWide) { V.Accumulate(f, by, ref y8); }
                }
                if (S.Rows > 9)
                {
                    f = V.Splat(a9);
                    V.Accumulate(f, bx, ref x9);
                    if (S.IsWide) { V.Accumulate(f, by, ref y9); }
                }
                if (S.Rows > 10)
                {
                    f = V.Splat(Unsafe.Add(ref a9, aRow));
                    V.Accumulate(f, bx, ref x10);
                    if (S.IsWide) { V.Accumulate(f, by, ref y10); }
                }
                if (S.Rows > 11)
                {
                    f = V.Splat(Unsafe.Add(ref a9, twoRows));
                    V.Accumulate(f, bx, ref x11);
                    if (S.IsWide) { V.Accumulate(f, by, ref y11); }
                }
                a = ref Unsafe.Add(ref a, aColumn);
                if (S.Rows > 3) { a3 = ref Unsafe.Add(ref a3, aColumn); }
                if (S.Rows > 6) { a6 = ref Unsafe.Add(ref a6, aColumn); }
                if (S.Rows > 9) { a9 = ref Unsafe.Add(ref a9, aColumn); }
                b = ref Unsafe.Add(ref b, bRow);
            }
            b = ref Unsafe.Add(ref b, terms.Jump);
        }
        Put<V, T, S>(x0, y0, ref c, adds);
        if (S.Rows > 1) { Put<V, T, S>(x1, y1, ref Unsafe.Add(ref c, cRow), adds); }
        if (S.Rows > 2) { Put<V, T, S>(x2, y2, ref Unsafe.Add(ref c, 2 * cRow), adds); }
        if (S.Rows > 3) { Put<V, T, S>(x3, y3, ref Unsafe.Add(ref c, 3 * cRow), adds); }
        if (S.Rows > 4) { Put<V, T, S>(x4, y4, ref Unsafe.Add(ref c, 4 * cRow), adds); }
        if (S.Rows > 5) { Put<V, T, S>(x5, y5, ref Unsafe.Add(ref c, 5 * cRow), adds); }
        if (S.Rows > 6) { Put<V, T, S>(x6, y6, ref Unsafe.Add(ref c, 6 * cRow), adds); }
        if (S.Rows > 7) { Put<V, T, S>(x7, y7, ref Unsafe.Add(ref c, 7 * cRow), adds); }
        if (S.Rows > 8) { Put<V, T, S>(x8, y8, ref Unsafe.Add(ref c, 8 * cRow), adds); }
        if (S.Rows > 9) { Put<V, T, S>(x9, y9, ref Unsafe.Add(ref c, 9 * cRow), adds); }
        if (S.Rows > 10) { Put<V, T, S>(x10, y10, ref Unsafe.Add(ref c, 10 * cRow), adds); }
        if (S.Rows > 11) { Put<V, T, S>(x11, y11, ref Unsafe.Add(ref c, 11 * cRow), adds); }
    }

    /// <summary>Asks for the rows of C, which come while the sums are made. Of a large matrix they are in no near cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Expect<V, T, S>(ref T c, nint cRow)
        where V : struct, ILanes<V, T>
        where S : struct, IBlockShape
    {
        for (var row = 0; row < S.Rows; row++)
        {
            Prefetch.Line(ref c);
            if (S.IsWide) { Prefetch.Line(ref Unsafe.Add(ref c, 2 * V.Count - 1)); }
            c = ref Unsafe.Add(ref c, cRow);
        }
    }

    /// <summary>Writes the sums of a row of C, or adds them to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<V, T, S>(V x, V y, ref T c, bool adds)
        where V : struct, ILanes<V, T>
        where S : struct, IBlockShape
    {
        V.Store(adds ? V.Load(ref c, 0) + x : x, ref c, 0);
        if (!S.IsWide) { return; }
        c = ref Unsafe.Add(ref c, V.Count);
        V.Store(adds ? V.Load(ref c, 0) + y : y, ref c, 0);
    }
}

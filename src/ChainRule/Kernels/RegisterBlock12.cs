using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>A block of C of 12 rows by two registers: 24 sums, two registers of B and one of A, of the 32 that AVX-512 has.</summary>
internal static class RegisterBlock12
{
    /// <summary>Rows of C.</summary>
    public const int Height = 12;

    /// <summary>See <see cref="RegisterBlocks.Multiply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V, T, W>(int terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where W : struct, IRegisterWidth
    {
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
        for (var p = terms; p > 0; p--)
        {
            var bx = V.Load(ref b, 0);
            var by = W.IsTwo ? V.Load(ref Unsafe.Add(ref b, V.Count), 0) : default;
            var f = V.Splat(a);
            x0 = V.MulAdd(f, bx, x0);
            if (W.IsTwo) { y0 = V.MulAdd(f, by, y0); }
            f = V.Splat(Unsafe.Add(ref a, aRow));
            x1 = V.MulAdd(f, bx, x1);
            if (W.IsTwo) { y1 = V.MulAdd(f, by, y1); }
            f = V.Splat(Unsafe.Add(ref a, twoRows));
            x2 = V.MulAdd(f, bx, x2);
            if (W.IsTwo) { y2 = V.MulAdd(f, by, y2); }
            f = V.Splat(a3);
            x3 = V.MulAdd(f, bx, x3);
            if (W.IsTwo) { y3 = V.MulAdd(f, by, y3); }
            f = V.Splat(Unsafe.Add(ref a3, aRow));
            x4 = V.MulAdd(f, bx, x4);
            if (W.IsTwo) { y4 = V.MulAdd(f, by, y4); }
            f = V.Splat(Unsafe.Add(ref a3, twoRows));
            x5 = V.MulAdd(f, bx, x5);
            if (W.IsTwo) { y5 = V.MulAdd(f, by, y5); }
            f = V.Splat(a6);
            x6 = V.MulAdd(f, bx, x6);
            if (W.IsTwo) { y6 = V.MulAdd(f, by, y6); }
            f = V.Splat(Unsafe.Add(ref a6, aRow));
            x7 = V.MulAdd(f, bx, x7);
            if (W.IsTwo) { y7 = V.MulAdd(f, by, y7); }
            f = V.Splat(Unsafe.Add(ref a6, twoRows));
            x8 = V.MulAdd(f, bx, x8);
            if (W.IsTwo) { y8 = V.MulAdd(f, by, y8); }
            f = V.Splat(a9);
            x9 = V.MulAdd(f, bx, x9);
            if (W.IsTwo) { y9 = V.MulAdd(f, by, y9); }
            f = V.Splat(Unsafe.Add(ref a9, aRow));
            x10 = V.MulAdd(f, bx, x10);
            if (W.IsTwo) { y10 = V.MulAdd(f, by, y10); }
            f = V.Splat(Unsafe.Add(ref a9, twoRows));
            x11 = V.MulAdd(f, bx, x11);
            if (W.IsTwo) { y11 = V.MulAdd(f, by, y11); }
            a = ref Unsafe.Add(ref a, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            a6 = ref Unsafe.Add(ref a6, aColumn);
            a9 = ref Unsafe.Add(ref a9, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }
        RegisterBlocks.Put<V, T, W>(x0, y0, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x1, y1, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x2, y2, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x3, y3, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x4, y4, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x5, y5, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x6, y6, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x7, y7, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x8, y8, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x9, y9, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x10, y10, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x11, y11, ref c, adds);
    }
}

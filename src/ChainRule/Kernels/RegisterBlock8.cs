using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>A block of C of 8 rows by two registers, for what 12 rows leave over, and for products of 8 or 16 rows.</summary>
internal static class RegisterBlock8
{
    /// <summary>Rows of C.</summary>
    public const int Height = 8;

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
        ref var a3 = ref Unsafe.Add(ref a, 3 * aRow);
        ref var a6 = ref Unsafe.Add(ref a, 6 * aRow);
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
            a = ref Unsafe.Add(ref a, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            a6 = ref Unsafe.Add(ref a6, aColumn);
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
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>A block of C of 4 rows by two registers: just enough sums to hide the time that one takes.</summary>
internal static class RegisterBlock4
{
    /// <summary>Rows of C.</summary>
    public const int Height = 4;

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
        ref var a3 = ref Unsafe.Add(ref a, 3 * aRow);
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
            a = ref Unsafe.Add(ref a, aColumn);
            a3 = ref Unsafe.Add(ref a3, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }
        RegisterBlocks.Put<V, T, W>(x0, y0, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x1, y1, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x2, y2, ref c, adds);
        c = ref Unsafe.Add(ref c, cRow);
        RegisterBlocks.Put<V, T, W>(x3, y3, ref c, adds);
    }
}

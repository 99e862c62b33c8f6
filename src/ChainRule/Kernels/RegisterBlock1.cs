using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>A block of C of One row, for the last few of a matrix.</summary>
internal static class RegisterBlock1
{
    /// <summary>Rows of C.</summary>
    public const int Height = 1;

    /// <summary>See <see cref="RegisterBlocks.Multiply"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply<V, T, W>(int terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where W : struct, IRegisterWidth
    {
        V x0 = default, y0 = default;
        for (var p = terms; p > 0; p--)
        {
            var bx = V.Load(ref b, 0);
            var by = W.IsTwo ? V.Load(ref Unsafe.Add(ref b, V.Count), 0) : default;
            var f = V.Splat(a);
            x0 = V.MulAdd(f, bx, x0);
            if (W.IsTwo) { y0 = V.MulAdd(f, by, y0); }
            a = ref Unsafe.Add(ref a, aColumn);
            b = ref Unsafe.Add(ref b, bRow);
        }
        RegisterBlocks.Put<V, T, W>(x0, y0, ref c, adds);
    }
}

using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>What formulas do to the bits of floating-point numbers.</summary>
internal static class LaneBits
{
    /// <summary>Shifts a lane's lowest bits up to where the exponent field begins.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ToExponent<V>(V x) where V : struct, ILanes<V> => V.BitsUp(x, V.IsFloat ? 23 : 52);

    /// <summary>Shifts sign and exponent field down to a lane's lowest bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FromExponent<V>(V x) where V : struct, ILanes<V> => V.BitsDown(x, V.IsFloat ? 23 : 52);

    /// <summary>Shifts bit 1 up to the sign.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V SecondBitToSign<V>(V x) where V : struct, ILanes<V> => V.BitsUp(x, V.IsFloat ? 30 : 62);

    /// <summary>All bits set in the lanes whose bit 0 is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FirstBitMask<V>(V x) where V : struct, ILanes<V> => V.BitSubtract(V.BitsOf(0), x & V.BitsOf(1));
}

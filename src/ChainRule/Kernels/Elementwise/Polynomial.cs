using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>Horner's rule over lanes in short unrolled runs, the highest coefficient first.</summary>
internal static class Polynomial
{
    /// <summary>((a x + b) x + c) x + d.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cubic<V>(V x, double a, double b, double c, double d) where V : struct, ILanes<V> => Extend(V.Of(a), x, b, c, d);

    /// <summary>(p x + a) x + b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Extend<V>(V p, V x, double a, double b) where V : struct, ILanes<V> => V.MulAdd(V.MulAdd(p, x, V.Of(a)), x, V.Of(b));

    /// <summary>((p x + a) x + b) x + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Extend<V>(V p, V x, double a, double b, double c)
        where V : struct, ILanes<V> => V.MulAdd(Extend(p, x, a, b), x, V.Of(c));
}

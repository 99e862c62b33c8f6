using System.Runtime.CompilerServices;
using static ChainRule.Kernels.LaneBits;

namespace ChainRule.Kernels;

/// <summary>
/// log(1 + x) over lanes: u = 1 + x = 2^k (1 + f) with 1 + f between √½ and √2, and with s = f / (2 + f)
/// log(1 + f) = 2 atanh s = f - f²/2 + s (f²/2 + R(s²)), the arrangement of fdlibm's e_log.c. What rounding lost of u
/// comes back as c / u.
/// </summary>
/// <remarks>R is a Chebyshev fit to 2 atanh(s)/s - 2 over s² up to 0.0295, made with 300 bits: error below 2^-27 and 2^-56.</remarks>
internal static class Logarithm
{
    /// <summary>log(1 + x); -infinity at -1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        var infinity = V.Of(double.PositiveInfinity);
        var y = Finite(x);
        y = V.IfGreater(V.Of(-1), x, V.Of(double.NaN), y);
        y = V.IfEqual(x, -one, -infinity, y);
        // 0 keeps its sign.
        return V.IfEqual(x, V.Of(0), x, V.IfEqual(x, infinity, x, y));
    }

    /// <summary>log(1 + x) for finite x above -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Finite<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        var u = one + x;
        var lost = V.IfGreater(x, one, one - (u - x), x - (u - one));
        var k = Split(u, out var f);
        var s = f / (V.Of(2) + f);
        var halfSquare = V.Of(0.5) * f * f;
        var tail = V.MulAdd(s, halfSquare + Remainder(s * s), lost / u);
        tail = V.MulAdd(k, V.Of(V.IsFloat ? -2.12194440054690583e-4 : 1.90821492927058770002e-10), tail);
        var high = k * V.Of(V.IsFloat ? 0.693359375 : 6.93147180369123816490e-01);
        return high - ((halfSquare - tail) - f);
    }

    /// <summary>R(z) = z (2/3 + 2/5 z + 2/7 z² + …).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Remainder<V>(V z) where V : struct, ILanes<V>
    {
        if (V.IsFloat)
        {
            return z * Polynomial.Extend(V.Of(0.29582022525412370), z, 0.39988734843129681, 0.66666685151396745);
        }
        var q = Polynomial.Cubic(z, 0.14619164777186420, 0.15331501721207419, 0.18182895746801429, 0.22222211043822486);
        return z * Polynomial.Extend(q, z, 0.28571428626533336, 0.39999999999898273, 0.66666666666666697);
    }

    /// <summary>Gives k, and f with u = 2^k (1 + f) and 1 + f between √½ and √2, for a normal u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Split<V>(V u, out V f) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        // Taking √½ off the bits makes the exponent field step at √½ 2^k; adding 1's bits puts the bias back.
        var biased = FromExponent(V.BitAdd(V.BitSubtract(u, V.Of(0.70710678118654752)), one));
        f = V.BitAdd(V.BitSubtract(u, ToExponent(biased)), one) - one;
        // An integer in the mantissa's lowest bits under the exponent of 2^(mantissa bits) is that power plus the integer.
        var power = V.IsFloat ? 8388608.0 : 4503599627370496.0;
        var bias = V.IsFloat ? 127 : 1023;
        return (biased | V.Of(power)) - V.Of(power + bias);
    }
}

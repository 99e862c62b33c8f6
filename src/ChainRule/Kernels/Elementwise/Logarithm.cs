using System.Runtime.CompilerServices;
using static ChainRule.Kernels.LaneBits;

namespace ChainRule.Kernels;

/// <summary>
/// log x and log(1 + x) over lanes: 2^k (1 + f) with 1 + f between √½ and √2, and log(1 + f) from a polynomial (float) or, with
/// s = f / (2 + f), as 2 atanh s = f - f²/2 + s (f²/2 + R(s²)), the arrangement of fdlibm's e_log.c (double).
/// </summary>
/// <remarks>
/// Coefficients are Chebyshev fits made with 200 bits and more, their relative error in the result below 2^-25 (float) and 2^-56
/// (double).
/// </remarks>
internal static class Logarithm
{
    /// <summary>log x; -infinity at 0, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log<V>(V x) where V : struct, ILanes<V>
    {
        // Denormals are taken up to the normal numbers first.
        var (least, up) = V.IsFloat ? (1.1754943508222875e-38, 24) : (2.2250738585072014e-308, 54);
        var tiny = V.IfGreater(V.Of(least), x, V.Of(up), V.Of(0));
        var u = V.IfGreater(V.Of(least), x, x * V.Of(1L << up), x);
        var exponent = Exponent(u, out var k);
        var f = V.BitSubtract(u, exponent) - V.Of(1);
        var y = Assemble(f, k - tiny, V.Of(0));
        return Edges(x, y, 0);
    }

    /// <summary>log(1 + x); -infinity at -1, NaN below.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Log1p<V>(V x) where V : struct, ILanes<V>
    {
        // 0 keeps its sign.
        var y = V.IfEqual(x, V.Of(0), x, Finite(x));
        return Edges(x, y, -1);
    }

    /// <summary>log(1 + x) for x from 0 to 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V OfOneAnd<V>(V x) where V : struct, ILanes<V>
    {
        if (!V.IsFloat) { return Finite(x); }
        var q = Polynomial.Cubic(x, -0.003176057018, 0.01954252726, -0.05637361283, 0.105436238);
        q = Polynomial.Extend(q, x, -0.1526966707, 0.1966327426, -0.2495161626);
        return x * Polynomial.Extend(q, x, 0.333297105, -0.4999989265, 0.9999999947);
    }

    /// <summary>log(1 + x) for finite x above -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Finite<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        var u = one + x;
        var exponent = Exponent(u, out var k);
        if (V.IsFloat)
        {
            // f = x 2^-k + (2^-k - 1) loses nothing that u has lost; 4 times 2^-k, since that itself may be denormal.
            var scale = V.BitSubtract(V.Of(4), exponent);
            return Assemble(V.BitSubtract(x, exponent) + V.MulAdd(scale, V.Of(0.25), V.Of(-1)), k, V.Of(0));
        }
        var lost = V.IfGreater(x, one, one - (u - x), x - (u - one));
        return Assemble(V.BitSubtract(u, exponent) - one, k, lost / u);
    }

    /// <summary>log(2^k (1 + f)), plus a small rest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Assemble<V>(V f, V k, V rest) where V : struct, ILanes<V>
    {
        var halfSquare = V.Of(0.5) * f * f;
        if (V.IsFloat)
        {
            var cubes = Polynomial.Cubic(f, -0.07902743772, 0.1262231985, -0.1299818376, 0.1421449592);
            cubes = Polynomial.Extend(Polynomial.Extend(cubes, f, -0.1664128146, 0.2000104509), f, -0.2500030642, 0.3333333073);
            return V.MulAdd(k, V.Of(0.69314718055994531), f - V.MulAdd(f * f, -(f * cubes), halfSquare));
        }
        var s = f / (V.Of(2) + f);
        var tail = V.MulAdd(s, halfSquare + Remainder(s * s), rest);
        tail = V.MulAdd(k, V.Of(1.90821492927058770002e-10), tail);
        return (k * V.Of(6.93147180369123816490e-01)) - ((halfSquare - tail) - f);
    }

    /// <summary>R(z) = z (2/3 + 2/5 z + 2/7 z² + …).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Remainder<V>(V z) where V : struct, ILanes<V>
    {
        var q = Polynomial.Cubic(z, 0.14619164777186420, 0.15331501721207419, 0.18182895746801429, 0.22222211043822486);
        return z * Polynomial.Extend(q, z, 0.28571428626533336, 0.39999999999898273, 0.66666666666666697);
    }

    /// <summary>k, where u is 2^k times a number between √½ and √2, for a normal u; gives k at its place in the exponent field.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Exponent<V>(V u, out V k) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        // Taking √½ off the bits makes the exponent field step at √½ 2^k; adding 1's bits puts the bias back.
        var biased = FromExponent(V.BitAdd(V.BitSubtract(u, V.Of(0.70710678118654752)), one));
        // An integer in the mantissa's lowest bits under the exponent of 2^(mantissa bits) is that power plus the integer.
        var power = V.IsFloat ? 8388608.0 : 4503599627370496.0;
        var bias = V.IsFloat ? 127 : 1023;
        k = (biased | V.Of(power)) - V.Of(power + bias);
        return V.BitSubtract(ToExponent(biased), one);
    }

    /// <summary>y between the end of the domain, where the logarithm is -infinity, and infinity; NaN elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Edges<V>(V x, V y, double end) where V : struct, ILanes<V>
    {
        y = V.IfEqual(x, V.Of(double.PositiveInfinity), x, y);
        y = V.IfEqual(x, V.Of(end), V.Of(double.NegativeInfinity), y);
        return V.IfGreaterEqual(x, V.Of(end), y, V.Of(double.NaN));
    }
}

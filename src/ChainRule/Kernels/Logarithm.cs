using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Exponential;
using static ChainRule.Kernels.Lanes;

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
    public static Vector<T> Log1p<T>(Vector<T> x)
    {
        var one = Of<T>(1);
        var infinity = Of<T>(double.PositiveInfinity);
        var y = Finite(x);
        y = Vector.ConditionalSelect(Vector.GreaterThan(Of<T>(-1), x), Of<T>(double.NaN), y);
        y = Vector.ConditionalSelect(Vector.Equals(x, -one), -infinity, y);
        // 0 keeps its sign.
        return Vector.ConditionalSelect(Vector.Equals(x, infinity) | Vector.Equals(x, Vector<T>.Zero), x, y);
    }

    /// <summary>log(1 + x) for finite x above -1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Finite<T>(Vector<T> x)
    {
        var one = Of<T>(1);
        var u = one + x;
        var lost = Vector.ConditionalSelect(Vector.GreaterThan(x, one), one - (u - x), x - (u - one));
        var k = Split(u, out var f);
        var s = f / (Of<T>(2) + f);
        var halfSquare = Of<T>(0.5) * f * f;
        var tail = MulAdd(s, halfSquare + Remainder(s * s), lost / u);
        tail = MulAdd(k, Of<T>(typeof(T) == typeof(float) ? -2.12194440054690583e-4 : 1.90821492927058770002e-10), tail);
        var high = k * Of<T>(typeof(T) == typeof(float) ? 0.693359375 : 6.93147180369123816490e-01);
        return high - ((halfSquare - tail) - f);
    }

    /// <summary>R(z) = z (2/3 + 2/5 z + 2/7 z² + …).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Remainder<T>(Vector<T> z)
    {
        if (typeof(T) == typeof(float))
        {
            return z * Polynomial<T>.Extend(Of<T>(0.29582022525412370), z, 0.39988734843129681, 0.66666685151396745);
        }
        var q = Polynomial<T>.Cubic(z, 0.14619164777186420, 0.15331501721207419, 0.18182895746801429, 0.22222211043822486);
        return z * Polynomial<T>.Extend(q, z, 0.28571428626533336, 0.39999999999898273, 0.66666666666666697);
    }

    /// <summary>Gives k, and f with u = 2^k (1 + f) and 1 + f between √½ and √2, for a normal u.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Split<T>(Vector<T> u, out Vector<T> f)
    {
        var one = Of<T>(1);
        // Taking √½ off the bits makes the exponent field step at √½ 2^k; adding 1's bits puts the bias back.
        var biased = FromExponent(BitAdd(BitSubtract(u, Of<T>(0.70710678118654752)), one));
        f = BitAdd(BitSubtract(u, ToExponent(biased)), one) - one;
        // An integer in the mantissa's lowest bits under the exponent of 2^(mantissa bits) is that power plus the integer.
        var power = typeof(T) == typeof(float) ? 8388608.0 : 4503599627370496.0;
        var bias = typeof(T) == typeof(float) ? 127 : 1023;
        return (biased | Of<T>(power)) - Of<T>(power + bias);
    }
}

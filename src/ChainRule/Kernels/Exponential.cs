using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>
/// e^x and its kin over lanes. All rest on x = n ln 2 + r with n = round(x / ln 2), so that e^x = 2^n (1 + p) with
/// p = e^r - 1, |r| below 0.35 (Cody and Waite 1980, chapter 6).
/// </summary>
/// <remarks>
/// Coefficients are Chebyshev fits to (e^r - 1 - r - r²/2) / r³, made with 300 bits; their relative error in e^r is below
/// 2^-25 (float) and 2^-55 (double). ln 2 is in two parts: the upper has so few bits that n times it is exact.
/// </remarks>
internal static class Exponential
{
    /// <summary>e^(x + low), with correctly rounded denormals; low is what rounding left off x, or 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp<T>(Vector<T> x, Vector<T> low)
    {
        // Beyond these limits the result is 0 or infinity; within them 2^n splits into two normal factors.
        x = Clamp(x, typeof(T) == typeof(float) ? 150 : 1000);
        var n = Reduce(x, low, out var p);
        return Scale(Of<T>(1) + p, n);
    }

    /// <summary>2^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Exp2<T>(Vector<T> x)
    {
        x = Clamp(x, typeof(T) == typeof(float) ? 200 : 1400);
        var n = x + Magic<T>() - Magic<T>();
        var p = ReducedExpm1((x - n) * Of<T>(0.69314718055994530942));
        return Scale(Of<T>(1) + p, n);
    }

    /// <summary>(e^x - 1) / 2^shift for x of at least -50 and results below 2^(shift + 1) times the largest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Expm1<T>(Vector<T> x, int shift)
    {
        var n = Reduce(x, Vector<T>.Zero, out var p);
        var scale = PowerOfTwo(n - Of<T>(shift));
        return MulAdd(scale, p, scale - Of<T>(1.0 / (1 << shift)));
    }

    /// <summary>e^x / 4 for |x| up to the point where sinh overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> QuarterExp<T>(Vector<T> x)
    {
        var n = Reduce(x, Vector<T>.Zero, out var p);
        return PowerOfTwo(n - Of<T>(2)) * (Of<T>(1) + p);
    }

    /// <summary>x held within ±limit; NaN stays NaN on every machine, which native minimum does not promise.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Clamp<T>(Vector<T> x, double limit)
    {
        var (low, high) = (Of<T>(-limit), Of<T>(limit));
        x = Vector.ConditionalSelect(Vector.GreaterThan(x, high), high, x);
        return Vector.ConditionalSelect(Vector.GreaterThan(low, x), low, x);
    }

    /// <summary>Gives n, and p = e^(x + low - n ln 2) - 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Reduce<T>(Vector<T> x, Vector<T> low, out Vector<T> p)
    {
        var n = MulAdd(x + low, Of<T>(1.44269504088896340736), Magic<T>()) - Magic<T>();
        var r = MulAdd(n, Of<T>(typeof(T) == typeof(float) ? -0.693359375 : -6.93147180369123816490e-01), x);
        r = MulAdd(n, Of<T>(typeof(T) == typeof(float) ? 2.12194440054690583e-4 : -1.90821492927058770002e-10), r);
        p = ReducedExpm1(r + low);
        return n;
    }

    /// <summary>e^r - 1 = r + r² (1/2 + r q(r)) for |r| below 0.35.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> ReducedExpm1<T>(Vector<T> r)
    {
        Vector<T> q;
        if (typeof(T) == typeof(float))
        {
            q = Polynomial<T>.Cubic(r, 0.0013918833255852517, 0.0083572958512839843, 0.041666621520150868, 0.16666630537352214);
        }
        else
        {
            q = Polynomial<T>.Cubic(r, 2.5095720055690666e-8, 2.7614021910563382e-7, 2.7557279768435402e-6, 2.4801536000433463e-5);
            q = Polynomial<T>.Extend(q, r, 1.9841269854488352e-4, 1.3888888906076256e-3, 8.3333333333321377e-3);
            q = Polynomial<T>.Extend(q, r, 4.1666666666651121e-2, 0.16666666666666667);
        }
        return MulAdd(r * r, MulAdd(r, q, Of<T>(0.5)), r);
    }

    /// <summary>x 2^n in two steps, so that neither factor leaves the normal numbers when the product does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Scale<T>(Vector<T> x, Vector<T> n)
    {
        var half = MulAdd(n, Of<T>(0.5), Magic<T>()) - Magic<T>();
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>2^n for an integer n of the normal range: n + bias is in the lowest bits of n + magic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> PowerOfTwo<T>(Vector<T> n) => ToExponent(n + Magic<T>());

    /// <summary>
    /// 1.5 · 2^(mantissa bits) plus the exponent's bias: adding it rounds to an integer, held with the bias in the lowest bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Magic<T>() => Of<T>(typeof(T) == typeof(float) ? 12582912.0 + 127 : 6755399441055744.0 + 1023);
}

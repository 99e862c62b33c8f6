using System.Runtime.CompilerServices;
using static ChainRule.Kernels.LaneBits;

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
    /// <summary>e^x, with correctly rounded denormals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp<V>(V x) where V : struct, ILanes<V> => ExpUpTo(V.AtMost(x, Limit<V>()));

    /// <summary>e^x where x is surely not above <see cref="Limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpUpTo<V>(V x) where V : struct, ILanes<V>
    {
        var n = Reduce(V.AtLeast(x, -Limit<V>()), out var r);
        return V.Scale(ReducedExp(r), n);
    }

    /// <summary>e^(x + low), where low is what rounding left off x, which is within ±<see cref="Limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ExpOfSum<V>(V x, V low) where V : struct, ILanes<V>
    {
        var n = Reduce(x, out var r);
        return V.Scale(ReducedExp(r + low), n);
    }

    /// <summary>Beyond this e^x is 0 or infinity; up to it 2^n splits into two normal factors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Limit<V>() where V : struct, ILanes<V> => V.IsFloat ? 150 : 1000;

    /// <summary>2^x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Exp2<V>(V x) where V : struct, ILanes<V>
    {
        var limit = V.IsFloat ? 200 : 1400;
        x = V.AtLeast(V.AtMost(x, limit), -limit);
        var n = x + Magic<V>() - Magic<V>();
        return V.Scale(ReducedExp((x - n) * V.Of(0.69314718055994530942)), n);
    }

    /// <summary>(e^x - 1) / 2^shift for x of at least -50 and results below 2^(shift + 1) times the largest number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Expm1<V>(V x, int shift) where V : struct, ILanes<V>
    {
        var n = Reduce(x, out var r);
        var scale = PowerOfTwo(n - V.Of(shift));
        return V.MulAdd(scale, ReducedExpm1(r), scale - V.Of(1.0 / (1 << shift)));
    }

    /// <summary>e^x / 4 for |x| up to the point where sinh overflows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V QuarterExp<V>(V x) where V : struct, ILanes<V>
    {
        var n = Reduce(x, out var r);
        return PowerOfTwo(n - V.Of(2)) * ReducedExp(r);
    }

    /// <summary>Gives n, and r = x - n ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V r) where V : struct, ILanes<V>
    {
        var n = V.MulAdd(x, V.Of(1.44269504088896340736), Magic<V>()) - Magic<V>();
        r = V.MulAdd(n, V.Of(V.IsFloat ? -0.693359375 : -6.93147180369123816490e-01), x);
        r = V.MulAdd(n, V.Of(V.IsFloat ? 2.12194440054690583e-4 : -1.90821492927058770002e-10), r);
        return n;
    }

    /// <summary>e^r for |r| below 0.35.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReducedExp<V>(V r) where V : struct, ILanes<V> =>
        V.IsFloat ? Polynomial.Extend(Cubes(r), r, 0.5, 1, 1) : V.Of(1) + ReducedExpm1(r);

    /// <summary>e^r - 1 = r + r² (1/2 + r q(r)) for |r| below 0.35.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V ReducedExpm1<V>(V r) where V : struct, ILanes<V> =>
        V.MulAdd(r * r, V.MulAdd(r, Cubes(r), V.Of(0.5)), r);

    /// <summary>q(r) = (e^r - 1 - r - r²/2) / r³.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Cubes<V>(V r) where V : struct, ILanes<V>
    {
        V q;
        if (V.IsFloat)
        {
            q = Polynomial.Cubic(r, 0.0013918833255852517, 0.0083572958512839843, 0.041666621520150868, 0.16666630537352214);
        }
        else
        {
            q = Polynomial.Cubic(r, 2.5095720055690666e-8, 2.7614021910563382e-7, 2.7557279768435402e-6, 2.4801536000433463e-5);
            q = Polynomial.Extend(q, r, 1.9841269854488352e-4, 1.3888888906076256e-3, 8.3333333333321377e-3);
            q = Polynomial.Extend(q, r, 4.1666666666651121e-2, 0.16666666666666667);
        }
        return q;
    }

    /// <summary>x 2^n in two steps, so that neither factor leaves the normal numbers when the product does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ScaleTwice<V>(V x, V n) where V : struct, ILanes<V>
    {
        var half = V.MulAdd(n, V.Of(0.5), Magic<V>()) - Magic<V>();
        return x * PowerOfTwo(half) * PowerOfTwo(n - half);
    }

    /// <summary>2^n for an integer n of the normal range: n + bias is in the lowest bits of n + magic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V PowerOfTwo<V>(V n) where V : struct, ILanes<V> => ToExponent(n + Magic<V>());

    /// <summary>
    /// 1.5 · 2^(mantissa bits) plus the exponent's bias: adding it rounds to an integer, held with the bias in the lowest bits.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Magic<V>() where V : struct, ILanes<V> => V.Of(V.IsFloat ? 12582912.0 + 127 : 6755399441055744.0 + 1023);
}

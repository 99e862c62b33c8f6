using System.Runtime.CompilerServices;
using static ChainRule.Kernels.LaneBits;

namespace ChainRule.Kernels;

/// <summary>
/// sin, cos and tan over lanes: x = n π/2 + r with |r| at most π/4 (Cody and Waite 1980, chapter 8), then sin r or cos r by the
/// parity of n, with the sign that n mod 4 gives.
/// </summary>
/// <remarks>
/// π/2 is in three or four parts, the upper ones so short that n times them is exact up to <see cref="Limit{V}"/>. Lanes beyond it
/// are computed one by one. Written here, since the library's sin and cos depend on where in memory a span begins, and its
/// tan loses digits on machines without fused multiply-add.
/// Coefficients are Chebyshev fits made with 300 bits: relative error below 2^-25 (float) and 2^-55 (double).
/// </remarks>
internal static class Trigonometry
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Sin<V>(V x) where V : struct, ILanes<V>
    {
        var y = Quadrant(x, 0);
        return V.AnyGreater(V.Abs(x), V.Of(Limit<V>())) ? Patch(x, y, Function.Sin) : KeepZero(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Cos<V>(V x) where V : struct, ILanes<V>
    {
        var y = Quadrant(x, 1);
        return V.AnyGreater(V.Abs(x), V.Of(Limit<V>())) ? Patch(x, y, Function.Cos) : y;
    }

    /// <summary>sin r / cos r in even quadrants, -cos r / sin r in odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Tan<V>(V x) where V : struct, ILanes<V>
    {
        var r = Reduce(x, out var quadrant);
        var z = r * r;
        var (sin, cos) = (SinReduced(r, z), CosReduced(z));
        var odd = FirstBitMask(quadrant);
        var y = V.Select(odd, -cos, sin) / V.Select(odd, sin, cos);
        return V.AnyGreater(V.Abs(x), V.Of(Limit<V>())) ? Patch(x, y, Function.Tan) : KeepZero(x, y);
    }

    /// <summary>Up to here the integer n has no more bits than the upper parts of π/2 leave free.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static double Limit<V>() where V : struct, ILanes<V> => V.IsFloat ? 3200 : 1.6e6;

    /// <summary>sin(x + shift π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Quadrant<V>(V x, int shift) where V : struct, ILanes<V>
    {
        var r = Reduce(x, out var rounded);
        var z = r * r;
        var quadrant = V.BitAdd(rounded, V.BitsOf(shift));
        var y = V.Select(FirstBitMask(quadrant), CosReduced(z), SinReduced(r, z));
        return y ^ (SecondBitToSign(quadrant) & V.Of(-0.0));
    }

    /// <summary>x - n π/2, and n in the lowest bits of <paramref name="rounded"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Reduce<V>(V x, out V rounded) where V : struct, ILanes<V>
    {
        // 1.5 · 2^(mantissa bits) rounds to an integer and holds its lowest bits in the mantissa's lowest.
        var magic = V.Of(V.IsFloat ? 12582912.0 : 6755399441055744.0);
        rounded = V.MulAdd(x, V.Of(0.63661977236758134308), magic);
        return Subtract(x, rounded - magic);
    }

    /// <summary>x - n π/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Subtract<V>(V x, V n) where V : struct, ILanes<V>
    {
        if (V.IsFloat)
        {
            var r = V.MulAdd(n, V.Of(-1.570556640625), x);
            r = V.MulAdd(n, V.Of(-0.0002396702766418457), r);
            r = V.MulAdd(n, V.Of(-1.5890691429376602e-08), r);
            return V.MulAdd(n, V.Of(-2.5633441515945188e-12), r);
        }
        var d = V.MulAdd(n, V.Of(-1.5707963267341256), x);
        d = V.MulAdd(n, V.Of(-6.077100506303966e-11), d);
        return V.MulAdd(n, V.Of(-2.0222662487959507e-21), d);
    }

    /// <summary>r + r z q(z), z = r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinReduced<V>(V r, V z) where V : struct, ILanes<V>
    {
        V q;
        if (V.IsFloat)
        {
            q = Polynomial.Extend(V.Of(-1.95873871e-4), z, 8.33274594e-3, -0.16666664650292082);
        }
        else
        {
            q = Polynomial.Cubic(z, 1.5917848524808261e-10, -2.50511279440141876e-8, 2.75573160838163586e-6, -1.98412698367224178e-4);
            q = Polynomial.Extend(q, z, 8.33333333333092456e-3, -0.166666666666666646);
        }
        return V.MulAdd(r * z, q, r);
    }

    /// <summary>1 - z/2 + z² q(z); what rounding 1 - z/2 loses is added to the small term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V CosReduced<V>(V z) where V : struct, ILanes<V>
    {
        V q;
        if (V.IsFloat)
        {
            q = Polynomial.Extend(V.Of(2.45474372e-5), z, -1.38883006969e-3, 4.16666646474573772e-2);
        }
        else
        {
            q = Polynomial.Cubic(z, -1.13824567780613058e-11, 2.08761438279931325e-9, -2.75573172600088382e-7, 2.48015872987430693e-5);
            q = Polynomial.Extend(q, z, -1.38888888888873823e-3, 4.16666666666666654e-2);
        }
        var half = z * V.Of(0.5);
        var near = V.Of(1) - half;
        return near + V.MulAdd(z * z, q, V.Of(1) - near - half);
    }

    /// <summary>0 keeps its sign, which the reduction loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V KeepZero<V>(V x, V y) where V : struct, ILanes<V> =>
        V.IfEqual(x, V.Of(0), x, y);

    /// <summary>Takes the lanes beyond the limit from the scalar library.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static V Patch<V>(V x, V y, Function function) where V : struct, ILanes<V>
    {
        y = function == Function.Cos ? y : KeepZero(x, y);
        for (var i = 0; i < V.Count; i++)
        {
            var value = V.Lane(x, i);
            if (Math.Abs(value) > Limit<V>()) { y = V.WithLane(y, i, Scalar(value, function)); }
        }
        return y;
    }

    private static double Scalar(double x, Function function) => function switch
    {
        Function.Sin => Math.Sin(x),
        Function.Cos => Math.Cos(x),
        _ => Math.Tan(x),
    };

    private enum Function
    {
        Sin,
        Cos,
        Tan,
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

/// <summary>
/// sin, cos and tan over lanes: x = n π/2 + r with |r| at most π/4 (Cody and Waite 1980, chapter 8), then sin r or cos r by the
/// parity of n, with the sign that n mod 4 gives.
/// </summary>
/// <remarks>
/// π/2 is in three or four parts, the upper ones so short that n times them is exact up to <see cref="Limit{T}"/>. Lanes beyond it
/// are computed one by one. Written here, since the library's sin and cos depend on where in memory a span begins, and its
/// tan loses digits on machines without fused multiply-add.
/// Coefficients are Chebyshev fits made with 300 bits: relative error below 2^-25 (float) and 2^-55 (double).
/// </remarks>
internal static class Trigonometry
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Sin<T>(Vector<T> x)
    {
        var y = Quadrant(x, 0);
        return Vector.GreaterThanAny(Vector.Abs(x), Of<T>(Limit<T>())) ? Patch(x, y, Function.Sin) : KeepZero(x, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Cos<T>(Vector<T> x)
    {
        var y = Quadrant(x, 1);
        return Vector.GreaterThanAny(Vector.Abs(x), Of<T>(Limit<T>())) ? Patch(x, y, Function.Cos) : y;
    }

    /// <summary>sin r / cos r in even quadrants, -cos r / sin r in odd ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Tan<T>(Vector<T> x)
    {
        var r = Reduce(x, out var quadrant);
        var z = r * r;
        var (sin, cos) = (SinReduced(r, z), CosReduced(z));
        var odd = FirstBitMask(quadrant);
        var y = Vector.ConditionalSelect(odd, -cos, sin) / Vector.ConditionalSelect(odd, sin, cos);
        return Vector.GreaterThanAny(Vector.Abs(x), Of<T>(Limit<T>())) ? Patch(x, y, Function.Tan) : KeepZero(x, y);
    }

    /// <summary>Up to here the integer n has no more bits than the upper parts of π/2 leave free.</summary>
    private static double Limit<T>() => typeof(T) == typeof(float) ? 3200 : 1.6e6;

    /// <summary>sin(x + shift π/2).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Quadrant<T>(Vector<T> x, int shift)
    {
        var r = Reduce(x, out var rounded);
        var z = r * r;
        var quadrant = BitAdd(rounded, BitOf<T>(shift));
        var y = Vector.ConditionalSelect(FirstBitMask(quadrant), CosReduced(z), SinReduced(r, z));
        return Vector.Xor(y, SecondBitToSign(quadrant) & Of<T>(-0.0));
    }

    /// <summary>x - n π/2, and n in the lowest bits of <paramref name="rounded"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Reduce<T>(Vector<T> x, out Vector<T> rounded)
    {
        // 1.5 · 2^(mantissa bits) rounds to an integer and holds its lowest bits in the mantissa's lowest.
        var magic = Of<T>(typeof(T) == typeof(float) ? 12582912.0 : 6755399441055744.0);
        rounded = MulAdd(x, Of<T>(0.63661977236758134308), magic);
        return Subtract(x, rounded - magic);
    }

    /// <summary>x - n π/2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Subtract<T>(Vector<T> x, Vector<T> n)
    {
        if (typeof(T) == typeof(float))
        {
            var r = MulAdd(n, Of<T>(-1.570556640625), x);
            r = MulAdd(n, Of<T>(-0.0002396702766418457), r);
            r = MulAdd(n, Of<T>(-1.5890691429376602e-08), r);
            return MulAdd(n, Of<T>(-2.5633441515945188e-12), r);
        }
        var d = MulAdd(n, Of<T>(-1.5707963267341256), x);
        d = MulAdd(n, Of<T>(-6.077100506303966e-11), d);
        return MulAdd(n, Of<T>(-2.0222662487959507e-21), d);
    }

    /// <summary>r + r z q(z), z = r².</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> SinReduced<T>(Vector<T> r, Vector<T> z)
    {
        Vector<T> q;
        if (typeof(T) == typeof(float))
        {
            q = Polynomial<T>.Extend(Of<T>(-1.95873871e-4), z, 8.33274594e-3, -0.16666664650292082);
        }
        else
        {
            q = Polynomial<T>.Cubic(z, 1.5917848524808261e-10, -2.50511279440141876e-8, 2.75573160838163586e-6, -1.98412698367224178e-4);
            q = Polynomial<T>.Extend(q, z, 8.33333333333092456e-3, -0.166666666666666646);
        }
        return MulAdd(r * z, q, r);
    }

    /// <summary>1 - z/2 + z² q(z); what rounding 1 - z/2 loses is added to the small term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> CosReduced<T>(Vector<T> z)
    {
        Vector<T> q;
        if (typeof(T) == typeof(float))
        {
            q = Polynomial<T>.Extend(Of<T>(2.45474372e-5), z, -1.38883006969e-3, 4.16666646474573772e-2);
        }
        else
        {
            q = Polynomial<T>.Cubic(z, -1.13824567780613058e-11, 2.08761438279931325e-9, -2.75573172600088382e-7, 2.48015872987430693e-5);
            q = Polynomial<T>.Extend(q, z, -1.38888888888873823e-3, 4.16666666666666654e-2);
        }
        var half = z * Of<T>(0.5);
        var near = Of<T>(1) - half;
        return near + MulAdd(z * z, q, Of<T>(1) - near - half);
    }

    /// <summary>0 keeps its sign, which the reduction loses.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> KeepZero<T>(Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.Equals(x, Vector<T>.Zero), x, y);

    /// <summary>Takes the lanes beyond the limit from the scalar library.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector<T> Patch<T>(Vector<T> x, Vector<T> y, Function function)
    {
        y = function == Function.Cos ? y : KeepZero(x, y);
        for (var i = 0; i < Vector<T>.Count; i++)
        {
            var value = typeof(T) == typeof(float) ? Vector.AsVectorSingle(x)[i] : Vector.AsVectorDouble(x)[i];
            if (Math.Abs(value) > Limit<T>()) { y = WithLane(y, i, Scalar(value, function)); }
        }
        return y;
    }

    private static double Scalar(double x, Function function) => function switch
    {
        Function.Sin => Math.Sin(x),
        Function.Cos => Math.Cos(x),
        _ => Math.Tan(x),
    };

    private static Vector<T> WithLane<T>(Vector<T> x, int lane, double value) => typeof(T) == typeof(float)
        ? Vector.As<float, T>(Vector.AsVectorSingle(x).WithElement(lane, (float)value))
        : Vector.As<double, T>(Vector.AsVectorDouble(x).WithElement(lane, value));

    private enum Function
    {
        Sin,
        Cos,
        Tan,
    }
}

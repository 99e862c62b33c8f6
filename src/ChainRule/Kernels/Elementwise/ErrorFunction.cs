using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Exponential;

namespace ChainRule.Kernels;

/// <summary>
/// erf and erfc over lanes. For x ≥ 0, (1 + 2x) e^(x²) erfc(x) is a smooth function of t = (x - K) / (x + K), K = 3.75, on the
/// whole half line (Shepherd and Laframboise 1981, Math. Comp. 36), so one polynomial serves it and keeps relative
/// precision in the tail. Floats take the same way with another t, which needs one division less. Near 0, erf x is x times a
/// polynomial in x².
/// </summary>
/// <remarks>Coefficients are Chebyshev fits made with 300 bits: relative error below 2^-26 (float) and 2^-55 (double).</remarks>
internal static class ErrorFunction
{
    /// <summary>erf x = 2/√π ∫₀ˣ e^(-t²) dt.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erf<V>(V x) where V : struct, ILanes<V>
    {
        var a = V.Abs(x);
        var near = x * Near(x * x);
        var far = (V.Of(1) - Tail(a)) | (x & V.Of(-0.0));
        return V.IfGreater(V.Of(0.85), a, near, far);
    }

    /// <summary>erfc x = 1 - erf x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Erfc<V>(V x) where V : struct, ILanes<V>
    {
        var a = V.Abs(x);
        var tail = Tail(a);
        var far = V.IfGreater(V.Of(0), x, V.Of(2) - tail, tail);
        if (V.IsFloat) { return far; }
        return V.IfGreater(V.Of(0.5), a, V.Of(1) - (x * Near(x * x)), far);
    }

    /// <summary>erfc a for a ≥ 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Tail<V>(V a) where V : struct, ILanes<V>
    {
        // From here on the result is 0.
        a = V.AtMost(a, V.IsFloat ? 10.5 : 28);
        // a = high + rest with a high part whose square is exact (Veltkamp); a² = high² + rest (a + high).
        var shifted = a * V.Of(V.IsFloat ? 4097.0 : 134217729.0);
        var high = shifted - (shifted - a);
        var gauss = ExpOfSum(-(high * high), (high - a) * (a + high));
        if (V.IsFloat) { return gauss * Rational(a); }
        var t = (a - V.Of(3.75)) / (a + V.Of(3.75));
        return gauss * (Scaled(t) / V.MulAdd(V.Of(2), a, V.Of(1)));
    }

    /// <summary>e^(a²) erfc(a) = t (1 + u q(u)) with t = 1 / (1 + a/2), u = 1 - t: one division, and exactly 1 at 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Rational<V>(V a) where V : struct, ILanes<V>
    {
        var half = a * V.Of(0.5);
        var t = V.Of(1) / (V.Of(1) + half);
        var u = half * t;
        var q = Polynomial.Cubic(u, 0.02026742752, -0.1025849439, 0.1594141978, -0.06807861903);
        q = Polynomial.Extend(q, u, 0.03173060475, -0.1021423857, -0.09787817096);
        q = Polynomial.Extend(q, u, 0.2116193478, 0.4864854791, -1.256758343);
        return t * V.MulAdd(u, q, V.Of(1));
    }

    /// <summary>(1 + 2x) e^(x²) erfc(x) by t.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Scaled<V>(V t) where V : struct, ILanes<V>
    {
        var q = Polynomial.Cubic(t, -2.41082153654223304e-9, -8.78212573480352024e-10, 3.28508355623331591e-8, 1.59963352155737078e-8);
        q = Polynomial.Extend(q, t, -2.52614652677155047e-7, -4.81583962167284902e-8, 1.74811904683919643e-6);
        q = Polynomial.Extend(q, t, -9.80166675585857751e-7, -1.14429909268054383e-5, 2.23872596382301343e-5);
        q = Polynomial.Extend(q, t, 5.16489134695998619e-5, -2.90154965295709261e-4, 2.93713666310886160e-4);
        q = Polynomial.Extend(q, t, 1.75562601715200385e-3, -9.74657955343187366e-3, 2.83622774004577225e-2);
        q = Polynomial.Extend(q, t, -5.86933985903094125e-2, 9.23043211615311556e-2, -0.108803930141712359);
        q = Polynomial.Extend(q, t, 8.22767384901120369e-2, 3.58541548546377914e-3);
        return Polynomial.Extend(q, t, -0.140240598585546681, 1.23751263083782758);
    }

    /// <summary>erf(x)/x by z = x², for |x| below 0.85.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Near<V>(V z) where V : struct, ILanes<V>
    {
        V q;
        if (V.IsFloat)
        {
            q = Polynomial.Cubic(z, -0.00063255016, 0.0050529852, -0.026803757, 0.112827491);
            return Polynomial.Extend(q, z, -0.376125748, 1.128379161);
        }
        q = Polynomial.Cubic(z, -8.8372073428354959e-10, 1.41895842941353688e-8, -1.63004959980651178e-7, 1.64576764962140641e-6);
        q = Polynomial.Extend(q, z, -1.4925450090912942e-5, 1.20553269320546540e-4, -8.5483269028864710e-4);
        q = Polynomial.Extend(q, z, 5.2239776239167891e-3, -2.6866170645017260e-2, 0.11283791670954685);
        return Polynomial.Extend(q, z, -0.37612638903183746, 1.1283791670955126);
    }
}

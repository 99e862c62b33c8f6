using System.Runtime.CompilerServices;
using static ChainRule.Kernels.Exponential;

namespace ChainRule.Kernels;

// One struct a formula. A formula says what one lane computes; Loops runs it over spans.

/// <summary>e^x.</summary>
internal readonly struct ExpFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Exp(x);
}

/// <summary>2^x.</summary>
internal readonly struct Exp2Formula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Exp2(x);
}

/// <summary>e^x - 1, without cancellation near 0; x itself where it is so small that nothing else remains.</summary>
internal readonly struct Expm1Formula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var held = V.AtLeast(V.AtMost(x, V.IsFloat ? 89 : 710), -50);
        // Halved inside, since 2^n alone would overflow for the largest results.
        var half = Expm1(held, 1);
        return V.IfGreater(V.Of(1e-20), V.Abs(x), x, half + half);
    }
}

/// <summary>sin x.</summary>
internal readonly struct SinFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Trigonometry.Sin(x);
}

/// <summary>cos x.</summary>
internal readonly struct CosFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Trigonometry.Cos(x);
}

/// <summary>tan x.</summary>
internal readonly struct TanFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Trigonometry.Tan(x);
}

/// <summary>(e^x - e^-x) / 2 = ½ (e + e / (e + 1)) with e = e^|x| - 1, and the sign of x.</summary>
internal readonly struct SinhFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var a = V.Abs(x);
        var quarter = Expm1(V.AtMost(a, V.IsFloat ? 89.5 : 710.6), 2);
        var half = quarter + quarter;
        var both = half + (half / V.MulAdd(V.Of(2), half, V.Of(1)));
        var y = V.IfGreater(a, V.Of(40), half, both) | (x & V.Of(-0.0));
        return V.IfGreater(V.Of(1e-20), a, x, y);
    }
}

/// <summary>(e^x + e^-x) / 2.</summary>
internal readonly struct CoshFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var quarter = QuarterExp(V.AtMost(V.Abs(x), V.IsFloat ? 89.5 : 710.6));
        return quarter + quarter + (V.Of(0.125) / quarter);
    }
}

/// <summary>tanh x = e / (e + 2) with e = e^(2|x|) - 1, and the sign of x. Rounds to 1 beyond 22.</summary>
internal readonly struct TanhFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var a = V.AtMost(V.Abs(x), V.IsFloat ? 10 : 22);
        var e = Expm1(a + a, 0);
        return (e / (e + V.Of(2))) | (x & V.Of(-0.0));
    }
}

/// <summary>1 / (1 + e^-x), as e^x / (1 + e^x) where x is negative, so that both tails keep their precision.</summary>
internal readonly struct SigmoidFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var one = V.Of(1);
        var e = ExpUpTo(-V.Abs(x));
        return V.IfGreater(V.Of(0), x, e, one) / (one + e);
    }
}

/// <summary>log x.</summary>
internal readonly struct LogFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Logarithm.Log(x);
}

/// <summary>log(1 + x), without cancellation near 0.</summary>
internal readonly struct Log1pFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => Logarithm.Log1p(x);
}

/// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).</summary>
internal readonly struct SoftplusFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var rest = Logarithm.OfOneAnd(ExpUpTo(-V.Abs(x)));
        return V.IfGreater(x, V.Of(0), x, V.Of(0)) + rest;
    }
}

/// <summary>x / (1 + |x|). From 1e30 on it is 1 in both precisions, so x is held there, and infinities need no case of their own.</summary>
internal readonly struct SoftsignFormula : IUnary
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V>
    {
        var held = V.AtLeast(V.AtMost(x, 1e30), -1e30);
        return held / (V.Of(1) + V.Abs(held));
    }
}

/// <summary>erf x.</summary>
internal readonly struct ErfFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => ErrorFunction.Erf(x);
}

/// <summary>erfc x.</summary>
internal readonly struct ErfcFormula : IUnary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x) where V : struct, ILanes<V> => ErrorFunction.Erfc(x);
}

/// <summary>log(e^x + e^y) = max + log(1 + e^-|x - y|); equal infinities have no difference.</summary>
internal readonly struct LogAddExpFormula : IBinary, ILong
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Apply<V>(V x, V y) where V : struct, ILanes<V>
    {
        var apart = V.IfEqual(x, y, V.Of(0), V.Abs(x - y));
        return V.IfGreater(x, y, x, y) + Logarithm.OfOneAnd(ExpUpTo(-apart));
    }
}

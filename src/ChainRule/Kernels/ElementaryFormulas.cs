using System.Numerics;
using static ChainRule.Kernels.Exponential;
using static ChainRule.Kernels.Lanes;

namespace ChainRule.Kernels;

// One struct a formula. A formula says what one lane computes; Loops runs it over spans.

/// <summary>x².</summary>
internal readonly struct SquareFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => x * x;
}

/// <summary>1 / x.</summary>
internal readonly struct ReciprocalFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Of<T>(1) / x;
}

/// <summary>1 / √x.</summary>
internal readonly struct RsqrtFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Of<T>(1) / Vector.SquareRoot(x);
}

/// <summary>-1, 1, or x itself where x is ±0; 0 of NaN.</summary>
internal readonly struct SignFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var number = Vector.ConditionalSelect(Vector.Equals(x, x), x, Vector<T>.Zero);
        var y = Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), Of<T>(1), number);
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector<T>.Zero, x), Of<T>(-1), y);
    }
}

/// <summary>e^x.</summary>
internal readonly struct ExpFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Exp(x, Vector<T>.Zero);
}

/// <summary>2^x.</summary>
internal readonly struct Exp2Formula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Exp2(x);
}

/// <summary>e^x - 1, without cancellation near 0; x itself where it is so small that nothing else remains.</summary>
internal readonly struct Expm1Formula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var low = Of<T>(-50);
        var held = Clamp(x, typeof(T) == typeof(float) ? 89 : 710);
        held = Vector.ConditionalSelect(Vector.GreaterThan(low, held), low, held);
        // Halved inside, since 2^n alone would overflow for the largest results.
        var half = Expm1(held, 1);
        return Vector.ConditionalSelect(Vector.GreaterThan(Of<T>(1e-20), Vector.Abs(x)), x, half + half);
    }
}

/// <summary>sin x.</summary>
internal readonly struct SinFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Trigonometry.Sin(x);
}

/// <summary>cos x.</summary>
internal readonly struct CosFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Trigonometry.Cos(x);
}

/// <summary>tan x.</summary>
internal readonly struct TanFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Trigonometry.Tan(x);
}

/// <summary>(e^x - e^-x) / 2 = ½ (e + e / (e + 1)) with e = e^|x| - 1, and the sign of x.</summary>
internal readonly struct SinhFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var a = Vector.Abs(x);
        var quarter = Expm1(Clamp(a, typeof(T) == typeof(float) ? 89.5 : 710.6), 2);
        var half = quarter + quarter;
        var both = half + (half / MulAdd(Of<T>(2), half, Of<T>(1)));
        var y = Vector.ConditionalSelect(Vector.GreaterThan(a, Of<T>(40)), half, both) | (x & Of<T>(-0.0));
        return Vector.ConditionalSelect(Vector.GreaterThan(Of<T>(1e-20), a), x, y);
    }
}

/// <summary>(e^x + e^-x) / 2.</summary>
internal readonly struct CoshFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var quarter = QuarterExp(Clamp(Vector.Abs(x), typeof(T) == typeof(float) ? 89.5 : 710.6));
        return quarter + quarter + (Of<T>(0.125) / quarter);
    }
}

/// <summary>tanh x = e / (e + 2) with e = e^(2|x|) - 1, and the sign of x. Rounds to 1 beyond 22.</summary>
internal readonly struct TanhFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var a = Clamp(Vector.Abs(x), typeof(T) == typeof(float) ? 10 : 22);
        var e = Expm1(a + a, 0);
        return (e / (e + Of<T>(2))) | (x & Of<T>(-0.0));
    }
}

/// <summary>1 / (1 + e^-x), as e^x / (1 + e^x) where x is negative, so that both tails keep their precision.</summary>
internal readonly struct SigmoidFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var one = Of<T>(1);
        var e = Exp(-Vector.Abs(x), Vector<T>.Zero);
        return Vector.ConditionalSelect(Vector.GreaterThan(Vector<T>.Zero, x), e, one) / (one + e);
    }
}

/// <summary>log(1 + x), without cancellation near 0.</summary>
internal readonly struct Log1pFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => Logarithm.Log1p(x);
}

/// <summary>log(1 + e^x) = max(x, 0) + log(1 + e^-|x|).</summary>
internal readonly struct SoftplusFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x)
    {
        var rest = Logarithm.Finite(Exp(-Vector.Abs(x), Vector<T>.Zero));
        return Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<T>.Zero), x, Vector<T>.Zero) + rest;
    }
}

/// <summary>erf x.</summary>
internal readonly struct ErfFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => ErrorFunction.Erf(x);
}

/// <summary>erfc x.</summary>
internal readonly struct ErfcFormula<T> : IUnary<T>
{
    public static Vector<T> Apply(Vector<T> x) => ErrorFunction.Erfc(x);
}

/// <summary>log(e^x + e^y) = max + log(1 + e^-|x - y|); equal infinities have no difference.</summary>
internal readonly struct LogAddExpFormula<T> : IBinary<T>
{
    public static Vector<T> Apply(Vector<T> x, Vector<T> y)
    {
        var apart = Vector.ConditionalSelect(Vector.Equals(x, y), Vector<T>.Zero, Vector.Abs(x - y));
        return Vector.ConditionalSelect(Vector.GreaterThan(x, y), x, y) + Logarithm.Finite(Exp(-apart, Vector<T>.Zero));
    }
}

/// <summary>1 where x &gt; y, else 0.</summary>
internal readonly struct GreaterFormula<T> : IBinary<T>
{
    public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.GreaterThan(x, y) & Of<T>(1);
}

/// <summary>1 where x ≥ y, else 0.</summary>
internal readonly struct GreaterEqualFormula<T> : IBinary<T>
{
    public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.GreaterThanOrEqual(x, y) & Of<T>(1);
}

/// <summary>1 where x = y, else 0.</summary>
internal readonly struct EqualFormula<T> : IBinary<T>
{
    public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.Equals(x, y) & Of<T>(1);
}

/// <summary>0 where x = y, else 1.</summary>
internal readonly struct NotEqualFormula<T> : IBinary<T>
{
    public static Vector<T> Apply(Vector<T> x, Vector<T> y) => Vector.ConditionalSelect(Vector.Equals(x, y), Vector<T>.Zero, Of<T>(1));
}

/// <summary>x where c ≠ 0 (so also where c is NaN), else y.</summary>
internal readonly struct WhereFormula<T> : ITernary<T>
{
    public static Vector<T> Apply(Vector<T> c, Vector<T> x, Vector<T> y) =>
        Vector.ConditionalSelect(Vector.Equals(c, Vector<T>.Zero), y, x);
}

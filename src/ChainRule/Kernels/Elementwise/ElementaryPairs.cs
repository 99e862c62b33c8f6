using System.Numerics;

namespace ChainRule.Kernels;

/// <content>Functions of two and three spans.</content>
internal static partial class Elementary
{
    public static void Add<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, AddFormula>(x, y, z);

    public static void Sub<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, SubFormula>(x, y, z);

    public static void Mul<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, MulFormula>(x, y, z);

    public static void Div<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, DivFormula>(x, y, z);

    /// <summary>The larger; NaN if either is.</summary>
    public static void Maximum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, MaximumFormula>(x, y, z);

    /// <summary>The smaller; NaN if either is.</summary>
    public static void Minimum<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, MinimumFormula>(x, y, z);

    /// <summary>x^y as IEEE 754 has it: 0^0 = 1, a negative base with an integer exponent is real.</summary>
    /// <remarks>Lane by lane: the library's vector form, e^(y log x), loses digits and the negative bases.</remarks>
    public static void Pow<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(x, y, z);
        for (var i = 0; i < x.Length; i++) { z[i] = T.Pow(x[i], y[i]); }
    }

    /// <summary>The angle of the point (y, x), where y is the first argument.</summary>
    public static void Atan2<T>(ReadOnlySpan<T> y, ReadOnlySpan<T> x, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(y, x, z);
        for (var i = 0; i < x.Length; i++) { z[i] = T.Atan2(y[i], x[i]); }
    }

    /// <summary>√(x² + y²) without overflow on the way.</summary>
    public static void Hypot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLengths(x, y, z);
        for (var i = 0; i < x.Length; i++) { z[i] = T.Hypot(x[i], y[i]); }
    }

    /// <summary>log(e^x + e^y).</summary>
    public static void LogAddExp<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, LogAddExpFormula>(x, y, z);

    public static void Greater<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, GreaterFormula>(x, y, z);

    public static void GreaterEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, GreaterEqualFormula>(x, y, z);

    public static void Less<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, GreaterFormula>(y, x, z);

    public static void LessEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, GreaterEqualFormula>(y, x, z);

    public static void Equal<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, EqualFormula>(x, y, z);

    public static void NotEqual<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Binary<T, NotEqualFormula>(x, y, z);

    /// <summary>x where c ≠ 0, else y; what is not taken leaves no trace, not even NaN.</summary>
    public static void Where<T>(ReadOnlySpan<T> c, ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> z)
        where T : unmanaged, IFloatingPointIeee754<T> => Loops.Ternary<T, WhereFormula>(c, x, y, z);

    private static void CheckLengths<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y, ReadOnlySpan<T> z)
    {
        if (x.Length != y.Length || x.Length != z.Length)
        {
            throw new ArgumentException($"The spans have {x.Length}, {y.Length} and {z.Length} elements.");
        }
    }
}

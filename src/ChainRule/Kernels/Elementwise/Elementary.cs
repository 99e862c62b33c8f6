using System.Numerics;
using System.Numerics.Tensors;

namespace ChainRule.Kernels;

/// <summary>
/// Elementwise functions over spans of one length, for float and double, within 4 units in the last place. An output may
/// be one of the inputs.
/// </summary>
/// <remarks>
/// Library functions serve where they are vectorised or exact enough. The formulas of this folder replace those that lose
/// precision near 0 or in a tail (e^x - 1, log(1 + x), the hyperbolic functions, sigmoid, 2^x) and add what is missing.
/// </remarks>
internal static partial class Elementary
{
    public static void Neg<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, NegFormula>(x, y);

    public static void Abs<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, AbsFormula>(x, y);

    /// <summary>-1, 0 or 1 of its sign; NaN of NaN.</summary>
    public static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SignFormula>(x, y);

    /// <summary>x where it is above 0 or NaN, else 0.</summary>
    public static void Relu<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, ReluFormula>(x, y);

    public static void Square<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SquareFormula>(x, y);

    public static void Sqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SqrtFormula>(x, y);

    public static void Rsqrt<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, RsqrtFormula>(x, y);

    public static void Reciprocal<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, ReciprocalFormula>(x, y);

    public static void Exp<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, ExpFormula>(x, y);

    public static void Exp2<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, Exp2Formula>(x, y);

    public static void Expm1<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, Expm1Formula>(x, y);

    public static void Log<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, LogFormula>(x, y);

    public static void Log1p<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, Log1pFormula>(x, y);

    public static void Log2<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Log2(x, y);

    public static void Log10<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Log10(x, y);

    public static void Sin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SinFormula>(x, y);

    public static void Cos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, CosFormula>(x, y);

    public static void Tan<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, TanFormula>(x, y);

    public static void Asin<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Asin(x, y);

    public static void Acos<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Acos(x, y);

    public static void Atan<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> => TensorPrimitives.Atan(x, y);

    public static void Sinh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SinhFormula>(x, y);

    public static void Cosh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, CoshFormula>(x, y);

    public static void Tanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, TanhFormula>(x, y);

    public static void Asinh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Asinh(x, y);

    public static void Acosh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Acosh(x, y);

    public static void Atanh<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Atanh(x, y);

    /// <summary>1 / (1 + e^-x).</summary>
    public static void Sigmoid<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SigmoidFormula>(x, y);

    /// <summary>log(1 + e^x).</summary>
    public static void Softplus<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SoftplusFormula>(x, y);

    /// <summary>x / (1 + |x|).</summary>
    public static void Softsign<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, SoftsignFormula>(x, y);

    public static void Erf<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, ErfFormula>(x, y);

    public static void Erfc<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        Loops.Unary<T, ErfcFormula>(x, y);

    public static void Floor<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Floor(x, y);

    public static void Ceil<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Ceiling(x, y);

    /// <summary>The nearest integer, ties to the even one.</summary>
    public static void Round<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Round(x, y);

    public static void Trunc<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T> =>
        TensorPrimitives.Truncate(x, y);
}

using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>What helps against infinite numbers and NaN, by the op that makes them.</summary>
internal static class Hints
{
    private const string Logarithm = "keep the operand above 0: Clamp(x, min: 1e-7); of probabilities take LogSoftmax, LogSigmoid, "
        + "CrossEntropyLoss or BCEWithLogitsLoss, which make no 0 first";
    private const string Root = "an epsilon inside the root, Sqrt(x + 1e-8); Norm and Std have derivative 0 there";
    private const string Divisor =
        "an epsilon in the divisor, x / (y + 1e-6), or a safe one chosen before: x / Where(NotEqual(y, 0), y, 1)";
    private const string Exponential = "keep exponents small: subtract the greatest first, as Softmax, LogSumExp and Softplus do; "
        + "Float32 holds e^88 at most, Float64 e^709";
    private const string Power = "keep the base above 0, as in Pow(x + 1e-8, p), or Pow(Abs(x) + 1e-8, p)";
    private const string Range = "keep the operand inside: Clamp(x, -0.999999, 0.999999)";
    private const string Overflow =
        "smaller numbers: a smaller learning rate, gradient clipping by norm, normalised inputs and targets, a smaller initialisation";

    private static readonly Dictionary<Op, string> Table = new (Op Op, string Advice)[]
    {
        (Transcendental.Log, Logarithm), (Transcendental.Log2, Logarithm), (Transcendental.Log10, Logarithm),
        (Transcendental.Log1p, Logarithm),
        (Transcendental.Sqrt, Root), (Transcendental.Rsqrt, Root), (Transcendental.Hypot, Root),
        (Arithmetic.Div, Divisor), (Transcendental.Reciprocal, Divisor), (Transcendental.Atan2, Divisor),
        (Transcendental.Exp, Exponential), (Transcendental.Exp2, Exponential), (Transcendental.Expm1, Exponential),
        (Transcendental.Sinh, Exponential), (Transcendental.Cosh, Exponential),
        (Arithmetic.Pow, Power), (Transcendental.Asin, Range), (Transcendental.Acos, Range), (Transcendental.Atanh, Range),
        (Transcendental.Acosh, "keep the operand above 1: Clamp(x, min: 1.000001)"),
        (SoftmaxOp.Instance, "leave each row at least one place that is not −∞: shares of nothing do not exist"),
    }.ToDictionary(row => row.Op, row => row.Advice);

    public static string For(Op op) => Table.GetValueOrDefault(op, Overflow);

    /// <summary>For an infinite slope in a branch that is not taken.</summary>
    public static string ForUntaken(Op op) =>
        $"choose a safe operand before the op as well: Where(ok, {op.Info.Name}(Where(ok, x, 1)), 0)";
}

using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Rewriting;

/// <summary>The rows that move a step from many elements to few, or spare a tensor that would be kept.</summary>
internal static class FewerElementsRules
{
    public static readonly Rule[] ForSums =
    [
        new OpRule<SumOp>((t, op, r) => r.IsUnshared(0) && IsNegation(t.Inputs[0]) ? -Tensor.Apply(op, t.Inputs[0].Inputs[0]) : null,
            "the opposites add up to the opposite of the sum"),
    ];

    public static readonly Rule[] ForProducts =
    [
        new OpRule<ElementwiseOp>((t, op, r) => Regrouped(t, op, r, many: 0) ?? Regrouped(t, op, r, many: 1),
            "(k·A)·b = A·(k·b): a number is multiplied with the factor of fewer elements"),
    ];

    public static readonly Rule[] ForComparisons =
    [
        new OpRule<ElementwiseOp>(
            (t, _, r) =>
                t.Inputs[1] is { Op: LiteralOp { Value: 0 } } zero
                && Tensor.Apply(Arithmetic.Relu, t.Inputs[0]) is var relu
                && r.IsThere(relu)
            ? Tensor.Apply(t.Op, relu, zero) : null,
            "x ≤ 0 where relu(x) ≤ 0, and relu(x) is kept for what follows it"),
    ];

    private static bool IsNegation(Tensor x) => ReferenceEquals(x.Op, Arithmetic.Neg);

    private static Tensor? Regrouped(Tensor product, ElementwiseOp op, Rewriter rewriter, int many)
    {
        if (op != Arithmetic.Mul || !rewriter.IsUnshared(many)) return null;
        var (scaled, few) = (product.Inputs[many], product.Inputs[1 - many]);
        if (scaled.Op != Arithmetic.Mul || few.Shape.Size >= scaled.Shape.Size || few.Op is LiteralOp) return null;
        var number = scaled.Inputs[0].Op is LiteralOp ? 0 : 1;
        return IsModerate(scaled.Inputs[number]) ? scaled.Inputs[1 - number] * (scaled.Inputs[number] * few) : null;
    }

    /// <summary>A number by which nothing overflows or vanishes that is not about to anyway.</summary>
    private static bool IsModerate(Tensor x) => x.Op is LiteralOp { Value: var value } && Math.Abs(value) is >= 1e-3 and <= 1e3;
}

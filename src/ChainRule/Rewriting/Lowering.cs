using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Rewriting;

/// <summary>
/// Gives a graph the form in which it runs fastest. The values are the same but for the order in which sums are taken; explanations never
/// see it, and no derivative is taken of it.
/// </summary>
internal static class Lowering
{
    private static readonly Rule[] None = [];
    private static readonly Rule[] Sums = [.. ProductRules.Sums, .. EmbeddingRules.ForSums];
    private static readonly Rule[] Transposes = [.. ProductRules.Transposes, .. EmbeddingRules.ForTransposes];

    /// <summary>The forms of <paramref name="outputs"/> to run.</summary>
    /// <param name="outputs">Outputs in their simplest form.</param>
    public static Tensor[] Lower(IReadOnlyList<Tensor> outputs)
    {
        // Products are joined and turned first; only then is it known which are left to be packed for.
        var joined = RewritePass.Apply(outputs, First);
        return RewritePass.Apply(joined, op => op is MatMulOp ? ProductRules.Placing : None);
    }

    private static Rule[] First(Op op) => op switch
    {
        SumOp => FewerElementsRules.ForSums,
        _ when op == Arithmetic.Mul => FewerElementsRules.ForProducts,
        _ when op == Arithmetic.Add => Sums,
        _ when op == Arithmetic.LessOrEqual => FewerElementsRules.ForComparisons,
        MatMulOp => EmbeddingRules.ForProducts,
        IndexAddOp => EmbeddingRules.ForAdditions,
        ReshapeOp => EmbeddingRules.ForReshapes,
        TransposeOp => Transposes,
        _ => None,
    };
}

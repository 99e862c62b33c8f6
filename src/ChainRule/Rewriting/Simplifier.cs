using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Rewriting;

/// <summary>
/// Gives every tensor of a graph its simplest form. What it does is exact, and shows in explanations. The graph has no more ops afterwards
/// than before.
/// </summary>
internal static class Simplifier
{
    /// <summary>The simplest forms of <paramref name="outputs"/>.</summary>
    /// <param name="outputs">What the graph is for.</param>
    /// <param name="isOpaque">Tensors that stay as they are, with all they are made of.</param>
    public static Tensor[] Simplify(IReadOnlyList<Tensor> outputs, Func<Tensor, bool>? isOpaque = null) =>
        RewritePass.Apply(outputs, Table, isOpaque);

    private static Rule[] Table(Op op) => op switch
    {
        ElementwiseOp => ArithmeticRules.For(op),
        ViewOp or SumOp => MovementRules.All,
        _ => EmptyRules.All,
    };
}

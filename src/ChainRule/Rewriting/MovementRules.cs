using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Rewriting;

/// <summary>The rows for ops that say where elements lie, and for sums of one term. All of them are exact.</summary>
internal static class MovementRules
{
    public static readonly Rule[] All =
    [
        .. EmptyRules.All,
        new OpRule<ReshapeOp>((t, op, _) => op.Shape.Equals(t.Inputs[0].Shape) ? t.Inputs[0] : null, "the shape it has already"),
        new OpRule<ReshapeOp>((t, op, r) => r.Inner<ReshapeOp>(t)?.Inputs[0].Reshape(op.Shape), "the last shape counts"),
        new OpRule<TransposeOp>((t, op, _) => op.Permutation.Equals(IntList.Range(t.Rank)) ? t.Inputs[0] : null,
            "the order it has already"),
        new OpRule<TransposeOp>((t, op, r) => r.Inner<TransposeOp>(t) is { } inner ? Composed(inner, op) : null, "two orders make one"),
        new OpRule<BroadcastToOp>((t, op, _) => op.Shape.Equals(t.Inputs[0].Shape) ? t.Inputs[0] : null, "the shape it has already"),
        new OpRule<BroadcastToOp>((t, op, r) => r.Inner<BroadcastToOp>(t)?.Inputs[0].BroadcastTo(op.Shape), "the last shape counts"),
        new OpRule<BroadcastToOp>((t, op, r) => Unpadded(r.Inner<ReshapeOp>(t))?.BroadcastTo(op.Shape), "leading axes come by themselves"),
        new OpRule<ViewOp>((t, _, r) => r.Inner<BroadcastToOp>(t)?.Inputs[0] is { Rank: 0 } x ? x.BroadcastTo(t.Shape) : null,
            "one number everywhere"),
        new OpRule<SliceOp>((t, op, _) => t.Shape.Equals(t.Inputs[0].Shape) && op.Steps.All(step => step == 1) ? t.Inputs[0] : null,
            "the whole"),
        new OpRule<SumOp>((t, op, _) => op.Axes.All(axis => t.Inputs[0].Shape[axis] == 1) ? t.Inputs[0].Reshape(t.Shape) : null,
            "one term is its own sum"),
    ];

    private static Tensor Composed(Tensor inner, TransposeOp outer)
    {
        var first = ((TransposeOp)inner.Op).Permutation;
        return Tensor.Apply(new TransposeOp([.. outer.Permutation.Select(axis => first[axis])]), inner.Inputs[0]);
    }

    /// <summary>What a reshape puts behind axes of size 1, if it does no more than that.</summary>
    private static Tensor? Unpadded(Tensor? reshape)
    {
        if (reshape?.Inputs[0] is not { } x || reshape.Rank < x.Rank) return null;
        var added = reshape.Rank - x.Rank;
        return reshape.Shape.Skip(added).SequenceEqual(x.Shape) && reshape.Shape.Take(added).All(size => size == 1) ? x : null;
    }
}

using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Rewriting;

/// <summary>The rows for tensors without elements. After them no kernel meets one, but where it is joined with others.</summary>
internal static class EmptyRules
{
    public static readonly Rule[] All =
    [
        new OpRule<Op>((t, _, _) => t.Shape.Size == 0 && !IsZeros(t) ? Zeros(t) : null, "there is nothing to compute"),
        new OpRule<Op>((t, op, _) => t.Shape.Size > 0 && IsLinearInNothing(t, op) ? Zeros(t) : null, "a sum without terms is 0"),
    ];

    private static Tensor Zeros(Tensor like) => Tensor.Literal(0, like.DType).BroadcastTo(like.Shape);

    private static bool IsZeros(Tensor x) => x.Op is BroadcastToOp && x.Inputs[0].Op is LiteralOp { Value: 0 };

    private static bool IsLinearInNothing(Tensor tensor, Op op)
    {
        if (op is not (LinearOp or GeneralOp { IsMultilinear: true })) return false;
        for (var i = 0; i < tensor.Inputs.Length; i++)
            if (tensor.Inputs[i].Shape.Size == 0 && op.IsDifferentiable(i)) return true;
        return false;
    }
}

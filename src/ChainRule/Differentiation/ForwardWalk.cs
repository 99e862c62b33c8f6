using ChainRule.Graph;

namespace ChainRule.Differentiation;

/// <summary>Forward mode: carries tangents from the inputs to the outputs by the same rules that reverse mode uses.</summary>
internal static class ForwardWalk
{
    /// <summary>
    /// The tangents of <paramref name="outputs"/> for the given tangents of some tensors; <see langword="null"/> is zero.
    /// </summary>
    public static Tensor?[] Run(IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Tensor, Tensor> seeds)
    {
        var tangents = new Dictionary<Tensor, Tensor>(seeds);
        foreach (var tensor in TopologicalOrder.Of(outputs))
            if (!tangents.ContainsKey(tensor) && Tangent(tensor, tangents) is { } tangent) tangents[tensor] = tangent;
        return [.. outputs.Select(output => tangents.GetValueOrDefault(output))];
    }

    private static Tensor? Tangent(Tensor tensor, Dictionary<Tensor, Tensor> tangents)
    {
        var parts = new List<Tensor>();
        for (var i = 0; i < tensor.Inputs.Length; i++)
        {
            if (!tensor.Op.IsDifferentiable(i) || !tangents.TryGetValue(tensor.Inputs[i], out var tangent)) continue;
            if (Along(tensor, i, tangent) is { } part) parts.Add(part);
        }
        return parts.Count == 0 ? null : GradientSum.Sum(parts);
    }

    /// <summary>How a change of one input moves the output.</summary>
    private static Tensor? Along(Tensor tensor, int input, Tensor tangent)
    {
        switch (tensor.Op)
        {
            case ElementwiseOp op:
                var local = op.Partial(input, tensor);
                return ReverseWalk.IsZero(local) ? null : ReverseWalk.TimesLocal(tangent, local).BroadcastTo(tensor.Shape);
            case LinearOp op:
                return Tensor.Apply(op, tangent);
            case GeneralOp op when op.Jvp(input, tangent, tensor) is { } given:
                return given;
            case GeneralOp { IsMultilinear: true } op:
                return Tensor.Apply(op, [.. tensor.Inputs.Select((t, i) => i == input ? tangent : t)]);
            default:
                return TransposedVjp(tensor, input, tangent);
        }
    }

    /// <summary>
    /// J·v from the reverse rule alone: c ↦ Jᵀc is linear in c, so its own reverse derivative is J (J. Townsend, "A new trick
    /// for calculating Jacobian vector products", 2017). The rule is asked for one input position: the same tensor may stand
    /// in several, and one input may be made of another. What the op reads and gives does not depend on c, so the walk stops there.
    /// </summary>
    private static Tensor? TransposedVjp(Tensor tensor, int input, Tensor tangent)
    {
        var probe = new Input(tensor.Shape, tensor.DType);
        return ReverseWalk.Step(tensor, input, probe).Contribution is { } vjp
            ? ReverseWalk.Run([(vjp, tangent)], [probe], [tensor, .. tensor.Inputs]).Cotangent(probe)
            : null;
    }
}

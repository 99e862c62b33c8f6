using ChainRule.Graph;

namespace ChainRule.Differentiation;

/// <summary>Forward mode: carries tangents from the inputs to the outputs by the same rules that reverse mode uses.</summary>
internal static class ForwardWalk
{
    /// <summary>The tangents of <paramref name="outputs"/> for the given tangents of some tensors; <see langword="null"/> is zero.</summary>
    public static Tensor?[] Run(IReadOnlyList<Tensor> outputs, IReadOnlyDictionary<Tensor, Tensor> seeds)
    {
        var tangents = new Dictionary<Tensor, Tensor>(seeds);
        foreach (var tensor in TopologicalOrder.Of(outputs))
            if (!tangents.ContainsKey(tensor) && Tangent(tensor, tangents) is { } tangent) tangents[tensor] = tangent;
        return [.. outputs.Select(output => tangents.GetValueOrDefault(output))];
    }

    private static Tensor? Tangent(Tensor tensor, Dictionary<Tensor, Tensor> tangents)
    {
        Tensor? sum = null;
        for (var i = 0; i < tensor.Inputs.Length; i++)
        {
            if (!tensor.Op.IsDifferentiable(i) || !tangents.TryGetValue(tensor.Inputs[i], out var tangent)) continue;
            if (Along(tensor, i, tangent) is { } part) sum = sum is null ? part : sum + part;
        }
        return sum;
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
            case GeneralOp { IsMultilinear: true } op:
                return Tensor.Apply(op, [.. tensor.Inputs.Select((t, i) => i == input ? tangent : t)]);
            default:
                return TransposedVjp(tensor, input, tangent);
        }
    }

    /// <summary>
    /// J·v from the reverse rule alone: c ↦ Jᵀc is linear in c, so its own reverse derivative is J (J. Townsend, "A new trick
    /// for calculating Jacobian vector products", 2017).
    /// </summary>
    private static Tensor? TransposedVjp(Tensor tensor, int input, Tensor tangent)
    {
        var probe = new Input(tensor.Shape, tensor.DType);
        var vjp = ReverseWalk.Run([(tensor, probe)], [tensor.Inputs[input]]).Cotangent(tensor.Inputs[input]);
        return vjp is null ? null : ReverseWalk.Run([(vjp, tangent)], [probe]).Cotangent(probe);
    }
}

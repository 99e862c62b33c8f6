using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>Recognises, in a graph, what losses are made of.</summary>
internal static class LossPatterns
{
    /// <summary>x, where the tensor is LogSoftmax(x): d − ln Σeᵈ with d = x − max x.</summary>
    public static Tensor? LogSoftmaxOperand(Tensor tensor) =>
        Is(tensor, Arithmetic.Sub) && tensor.Inputs is [var shifted, { Inputs: [{ Op: SumOp, Inputs: [{ Inputs: [var again] } exp] }] } log]
        && ReferenceEquals(again, shifted) && Is(log, Transcendental.Log) && Is(exp, Transcendental.Exp) && Is(shifted, Arithmetic.Sub)
            ? shifted.Inputs[0]
            : null;

    /// <summary>x, where the tensor is softplus(x) or softplus(−x): minus the logarithm of a sigmoid.</summary>
    public static Tensor? LogisticOperand(Tensor tensor) =>
        !Is(tensor, Transcendental.Softplus) ? null : Is(tensor.Inputs[0], Arithmetic.Neg) ? tensor.Inputs[0].Inputs[0] : tensor.Inputs[0];

    /// <summary>x, where the tensor is minus chosen elements of x, as in NLLLoss.</summary>
    public static Tensor? NegativeChoice(Tensor tensor)
    {
        if (!Is(tensor, Arithmetic.Neg)) return null;
        var chosen = tensor.Inputs[0];
        while (chosen.Op is ReshapeOp) chosen = chosen.Inputs[0];
        return chosen.Op is TakeAlongAxisOp ? chosen.Inputs[0] : null;
    }

    /// <summary>Probabilities or their logarithms that are made of logits; <see langword="null"/> where the tensor shows none.</summary>
    public static (string Kind, Tensor Made, Tensor Logits)? Probabilities(Tensor tensor)
    {
        // Views and updates do not change what it is.
        while (tensor.Op is ViewOp || tensor.Op.Info.Hints.IsItself) tensor = tensor.Inputs[0];
        return tensor.Op is SoftmaxOp ? ("softmax", tensor, tensor.Inputs[0])
            : Is(tensor, Transcendental.Sigmoid) ? ("sigmoid", tensor, tensor.Inputs[0])
            : LogSoftmaxOperand(tensor) is { } logits ? ("log-softmax", tensor, logits)
            : null;
    }

    private static bool Is(Tensor tensor, ElementwiseOp op) => ReferenceEquals(tensor.Op, op);
}

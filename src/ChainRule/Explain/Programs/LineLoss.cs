using System.Collections.Immutable;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>A formula that is the squared error of a line through single numbers, (w·x + b − y)², with or without b.</summary>
internal sealed record LineLoss(Tensor W, Tensor X, Tensor? B, Tensor Y, Tensor Prediction)
{
    /// <summary>The parts of such a formula; <see langword="null"/> for any other.</summary>
    public static LineLoss? Of(Tensor output)
    {
        if (output is not { Shape.Rank: 0, Op.Notation: Notation.Suffix { Symbol: "^2" }, Inputs: [var error] }) return null;
        if (Operands(error, "-") is not { } difference || difference is not [var prediction, Leaf and not Parameter and var y]) return null;
        if (Operands(prediction, "*") is { } factors) return Of(factors, null, y, prediction);
        return Operands(prediction, "+") is { } terms && terms is [var product, Parameter b] && Operands(product, "*") is { } slope
            ? Of(slope, b, y, prediction)
            : null;
    }

    private static LineLoss? Of(ImmutableArray<Tensor> factors, Tensor? b, Tensor y, Tensor prediction) => factors switch
    {
        [Parameter w, Leaf and not Parameter and var x] => new(w, x, b, y, prediction),
        [Leaf and not Parameter and var x, Parameter w] => new(w, x, b, y, prediction),
        _ => null,
    };

    private static ImmutableArray<Tensor>? Operands(Tensor tensor, string symbol) =>
        tensor is { Shape.Rank: 0, Op.Notation: Notation.Infix infix } && infix.Symbol == symbol ? tensor.Inputs : null;
}

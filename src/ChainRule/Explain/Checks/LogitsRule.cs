using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>
/// Finds probabilities where logits are expected: softmax or sigmoid under LogSoftmax, as in CrossEntropyLoss(Softmax(x)), or under
/// softplus, as in BCEWithLogitsLoss(Sigmoid(x)); and probabilities under NLLLoss, which expects their logarithms.
/// </summary>
internal static class LogitsRule
{
    public static IEnumerable<GraphFinding> Find(CheckedGraph graph) =>
        graph.Order.Select(Judge).OfType<GraphFinding>().DistinctBy(finding => finding.Message);

    private static GraphFinding? Judge(Tensor tensor)
    {
        if (LossPatterns.LogSoftmaxOperand(tensor) is { } scores)
            return AsLogits(tensor, scores, "LogSoftmax", "CrossEntropyLoss and LogSoftmax take");
        if (LossPatterns.LogisticOperand(tensor) is { } logit)
            return AsLogits(tensor, logit, "the logarithm of a sigmoid", "BCEWithLogitsLoss and LogSigmoid take");
        return LossPatterns.NegativeChoice(tensor) is { } chosen && Source(chosen) is { Op: SoftmaxOp } shares
            ? UnderNll(tensor, shares)
            : null;
    }

    private static GraphFinding? AsLogits(Tensor at, Tensor operand, string taken, string takers)
    {
        var source = Source(operand);
        var what = source.Op is SoftmaxOp ? "softmax" : ReferenceEquals(source.Op, Transcendental.Sigmoid) ? "sigmoid"
            : LossPatterns.LogSoftmaxOperand(source) is not null ? "log-softmax" : null;
        return what is null ? null : new(FindingSeverity.Warning, FindingKind.Probabilities, at,
            $"{taken}{Place(at)} is taken of {NodeLabels.MadeWithPlace(source)}, which is a {what} already: the gradient is small and the "
            + $"loss cannot come near 0",
            $"{takers} logits: give {NodeLabels.Of(Operand(source))} as it is");
    }

    private static GraphFinding UnderNll(Tensor at, Tensor shares) => new(FindingSeverity.Warning, FindingKind.Probabilities, at,
        $"the loss{Place(at)} is minus an element of {NodeLabels.MadeWithPlace(shares)}, a probability: NLLLoss expects its logarithm",
        "CrossEntropyLoss of the logits, or NLLLoss of LogSoftmax");

    private static string Place(Tensor tensor) => NodeLabels.Place(tensor) is { Length: > 0 } place ? $" at {place}" : "";

    private static Tensor Operand(Tensor source) => LossPatterns.LogSoftmaxOperand(source) ?? source.Inputs[0];

    /// <summary>What a tensor shows: views, updates and the signs of numbers do not change what it is.</summary>
    private static Tensor Source(Tensor tensor)
    {
        while (tensor.Op is ViewOp or UpdateOp) tensor = tensor.Inputs[0];
        return tensor;
    }
}

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
        return LossPatterns.NegativeChoice(tensor) is { } chosen
            && LossPatterns.Probabilities(chosen) is { Kind: "softmax", Made: var shares } ? UnderNll(tensor, shares) : null;
    }

    private static GraphFinding? AsLogits(Tensor at, Tensor operand, string taken, string takers)
    {
        if (LossPatterns.Probabilities(operand) is not { } found) return null;
        return new(FindingSeverity.Warning, FindingKind.Probabilities, at,
            $"{taken}{Place(at)} is taken of {NodeLabels.MadeWithPlace(found.Made)}, which is a {found.Kind} already: the gradient is "
            + $"small and the loss cannot come near 0",
            $"{takers} logits: give {NodeLabels.Of(found.Logits)} as it is");
    }

    private static GraphFinding UnderNll(Tensor at, Tensor shares) => new(FindingSeverity.Warning, FindingKind.Probabilities, at,
        $"the loss{Place(at)} is minus an element of {NodeLabels.MadeWithPlace(shares)}, a probability: NLLLoss expects its logarithm",
        "CrossEntropyLoss of the logits, or NLLLoss of LogSoftmax");

    private static string Place(Tensor tensor) => NodeLabels.Place(tensor) is { Length: > 0 } place ? $" at {place}" : "";
}

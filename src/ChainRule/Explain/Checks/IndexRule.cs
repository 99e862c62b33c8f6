using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>
/// Finds labels, tokens and other indices that have no place on their axis. Only indices that are given are looked at, not those
/// that an op has found.
/// </summary>
internal static class IndexRule
{
    public static IEnumerable<GraphFinding> Find(CheckedGraph graph)
    {
        var found = Found(graph);
        var uses = graph.Order.Where(tensor => tensor.Op is IIndexingOp && !JudgesOnly(tensor) && !found.Contains(Given(Checked(tensor))))
            .DistinctBy(Checked).ToList();
        if (uses.Count == 0) return [];
        var indices = Evaluation.Run([.. uses.Select(use => Given(Checked(use)))]);
        return uses.Zip(indices, Judge).OfType<GraphFinding>();
    }

    /// <summary>The tensor whose op judges the indices: classes are checked before they choose.</summary>
    private static Tensor Checked(Tensor use)
    {
        var indices = use.Inputs[1];
        while (indices.Op is ViewOp) indices = indices.Inputs[0];
        return JudgesOnly(indices) ? indices : use;
    }

    /// <summary>Whether the op gives the indices that it is given: it looks at them, and another op reads what they name.</summary>
    private static bool JudgesOnly(Tensor tensor) => tensor is { Op: IIndexingOp, DType: DType.Int64 };

    private static Tensor Given(Tensor judge) => judge.Inputs[((IIndexingOp)judge.Op).IndexInput];

    /// <summary>What depends on parameters, or on places that an op has found.</summary>
    private static HashSet<Tensor> Found(CheckedGraph graph)
    {
        var found = new HashSet<Tensor>(graph.FromParameters);
        foreach (var tensor in graph.Order)
            if (tensor.Op is IndexOp || tensor.Inputs.Any(found.Contains)) found.Add(tensor);
        return found;
    }

    private static GraphFinding? Judge(Tensor use, TensorData indices)
    {
        var judge = Checked(use);
        var op = (IIndexingOp)judge.Op;
        var places = indices.AsSpan<long>();
        var size = op.Places(judge);
        if (IndexFailure.First(op, judge, indices) is { } outside) return Outside(use, places[outside], outside, size);
        if (JudgesOnly(judge) || Source(use) is not Input) return null;
        for (var i = 0; i < places.Length; i++)
            if (places[i] < 0) return FromEnd(use, places[i], i, size);
        return null;
    }

    private static GraphFinding Outside(Tensor use, long index, int place, int size) => new(FindingSeverity.Error, FindingKind.Index, use,
        $"{Where(use, index, place)}, but {NodeLabels.WithPlace(Indexed(use))} has {size} places: 0 to {size - 1}",
        ((IIndexingOp)Checked(use).Op).Remedy(index)
            ?? "check the labels or tokens, and the number of classes or of rows; labels that count from 1 need 1 taken away");

    private static Tensor Indexed(Tensor use) =>
        ((IIndexingOp)use.Op).Indexed(use) is var indexed && LossPatterns.LogSoftmaxOperand(indexed) is { } logits ? logits : indexed;

    private static GraphFinding FromEnd(Tensor use, long index, int place, int size) => new(FindingSeverity.Warning, FindingKind.Index, use,
        $"{Where(use, index, place)}, which counts from the end and means {index + size}",
        "if that is not meant, check where the indices come from");

    private static string Where(Tensor use, long index, int place) =>
        $"{NodeLabels.Of(Source(use))} holds {index} at element {ElementIndex.Name(place, Squeezed(use.Inputs[1].Shape))}";

    /// <summary>The leaf that the indices come from.</summary>
    private static Tensor Source(Tensor use) =>
        TopologicalOrder.Of(use.Inputs[1]).LastOrDefault(tensor => tensor is Input) ?? use.Inputs[1];

    // A label has no place on the axis that was added to choose by it.
    private static Shape Squeezed(Shape shape) => shape.Rank > 1 && shape.Contains(1) ? [.. shape.Where(size => size != 1)] : shape;
}

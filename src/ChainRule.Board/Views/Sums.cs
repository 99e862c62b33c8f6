using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Gradients on their way to being complete.</summary>
internal static class Sums
{
    /// <summary>What some edges into one tensor have brought together.</summary>
    public static TensorData Of(Explanation explanation, IEnumerable<DerivationStep> edges) =>
        Of([.. edges.Select(explanation.ContributionOf)]);

    /// <summary>The sum of some parts; there is at least one.</summary>
    public static TensorData Of(List<TensorData> parts)
    {
        if (parts.Count == 1) return parts[0];
        var sum = new double[parts[0].Shape.Size];
        for (var i = 0; i < sum.Length; i++) sum[i] = parts.Sum(part => part[i]);
        return TensorData.Wrap(sum, parts[0].Shape);
    }
}

namespace ChainRule.Explanations;

/// <summary>Finds parameters and inputs that hold no numbers to begin with.</summary>
internal static class ValuesRule
{
    public static IEnumerable<GraphFinding> Find(CheckedGraph graph) => graph.Order.OfType<Leaf>().Select(Judge).OfType<GraphFinding>();

    private static GraphFinding? Judge(Leaf leaf) => leaf switch
    {
        Variable { IsInitialized: false } => new(FindingSeverity.Error, FindingKind.Uninitialized, leaf,
            $"{NodeLabels.WithPlace(leaf)} is used, but was never given values", "initialise it, or load a checkpoint, before training"),
        Variable or Input when leaf.DType.IsFloat() && Magnitude.Of(leaf.Data) is { HasNaN: true } seen => NotFinite(leaf, seen),
        _ => null,
    };

    // Infinities are left alone: an input may be a mask of −∞.
    private static GraphFinding NotFinite(Leaf leaf, Magnitude seen) => new(FindingSeverity.Error, FindingKind.NotFinite, leaf,
        $"{NodeLabels.WithPlace(leaf)} holds NaN or infinite numbers in {seen.NonFinite} of {seen.Count} elements, the first "
        + $"at {ElementIndex.Name(seen.FirstNonFinite, leaf.Shape)}",
        leaf is Input
            ? "clean the data: leave such rows out, or fill in a mean"
            : "initialise it anew, or go back to the last good checkpoint");
}

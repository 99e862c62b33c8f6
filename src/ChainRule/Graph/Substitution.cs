namespace ChainRule.Graph;

/// <summary>Builds an expression again with other tensors in the place of some.</summary>
internal static class Substitution
{
    /// <summary><paramref name="tensor"/> with <paramref name="replacement"/> wherever <paramref name="replaced"/> was.</summary>
    public static Tensor Replace(Tensor tensor, Tensor replaced, Tensor replacement)
    {
        var built = new Dictionary<Tensor, Tensor> { [replaced] = replacement };
        foreach (var part in TopologicalOrder.Of(tensor))
            if (!built.ContainsKey(part)) built[part] = Again(part, built);
        return built[tensor];
    }

    private static Tensor Again(Tensor tensor, Dictionary<Tensor, Tensor> built)
    {
        if (tensor.Inputs.All(input => ReferenceEquals(built[input], input))) return tensor;
        var again = Tensor.Apply(tensor.Op, [.. tensor.Inputs.Select(input => built[input])]);
        return tensor.Name is { } name ? again.Named(name) : again;
    }
}

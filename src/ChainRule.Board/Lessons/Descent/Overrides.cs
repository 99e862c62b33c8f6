namespace ChainRule.Board;

/// <summary>
/// Values that stand in for the parameters' own in a run, so that a loss can be looked at elsewhere without moving anything.
/// </summary>
internal static class Overrides
{
    /// <summary>The elements of all parameters, one parameter after the other.</summary>
    public static Dictionary<Tensor, TensorData> Of(IReadOnlyList<Parameter> parameters, IReadOnlyList<double> elements)
    {
        var (overrides, at) = (new Dictionary<Tensor, TensorData>(), 0);
        foreach (var parameter in parameters)
        {
            overrides[parameter] = TensorData.Wrap([.. elements.Skip(at).Take(parameter.Shape.Size)], parameter.Shape);
            at += parameter.Shape.Size;
        }
        return overrides;
    }
}

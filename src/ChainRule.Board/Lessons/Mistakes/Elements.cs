namespace ChainRule.Board;

/// <summary>The elements of a tensor, by name and beside those of another.</summary>
internal static class Elements
{
    /// <summary>An element's place as it is written after a name: [1, 0]; nothing after a single number's.</summary>
    public static string Suffix(Shape shape, int element) =>
        shape.Rank == 0 ? "" : $"[{string.Join(", ", Place(shape, element).Select(place => $"{place}"))}]";

    /// <summary>The element at which two tensors are farthest apart.</summary>
    public static int Farthest(TensorData right, TensorData wrong) =>
        Enumerable.Range(0, right.Shape.Size).MaxBy(i => Apart(right[i], wrong[i]));

    /// <summary>Infinite where only one of them is a number.</summary>
    private static double Apart(double right, double wrong) =>
        !new MistakeRow("", right, wrong).Differs ? 0
        : Math.Abs(right - wrong) is var apart && double.IsNaN(apart) ? double.PositiveInfinity
        : apart;

    private static int[] Place(Shape shape, int element)
    {
        var place = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; element /= shape[axis--]) place[axis] = element % shape[axis];
        return place;
    }
}

using ChainRule.Shapes;

namespace ChainRule.Explanations;

/// <summary>Row-major places of elements.</summary>
internal static class ElementIndex
{
    /// <summary>
    /// Where the element that becomes <paramref name="element"/> of <paramref name="whole"/> lies in an operand of a shape that broadcasts
    /// to it.
    /// </summary>
    public static int In(Shape operand, int element, Shape whole) => Broadcasting.Place(operand, element, whole);

    /// <summary>The place along each axis, for people: <c>[2, 5]</c>.</summary>
    public static string Name(int element, Shape shape)
    {
        var places = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (element, places[axis]) = Math.DivRem(element, shape[axis]);
        return $"[{string.Join(", ", places.Select(place => $"{place}"))}]";
    }
}

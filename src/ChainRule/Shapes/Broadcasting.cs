namespace ChainRule.Shapes;

/// <summary>NumPy's rule: shapes are aligned at their last axes, and sizes agree or are 1.</summary>
internal static class Broadcasting
{
    /// <summary>The shape that both fit into, or <see langword="null"/>.</summary>
    public static Shape? Combine(Shape a, Shape b)
    {
        if (a.Equals(b) || b.Rank == 0) return a;
        if (a.Rank == 0) return b;
        var sizes = new int[Math.Max(a.Rank, b.Rank)];
        for (var back = 1; back <= sizes.Length; back++)
        {
            var (m, n) = (SizeFromEnd(a, back), SizeFromEnd(b, back));
            if (m != n && m != 1 && n != 1) return null;
            sizes[^back] = m == 1 ? n : m;
        }
        return Shape.Create(sizes);
    }

    /// <summary>Whether <paramref name="from"/> can be repeated to fill <paramref name="to"/>.</summary>
    public static bool Fits(Shape from, Shape to) => from.Rank <= to.Rank && to.Equals(Combine(from, to));

    /// <summary>The axes of <paramref name="to"/> along which <paramref name="from"/> is repeated.</summary>
    public static IEnumerable<int> RepeatedAxes(Shape from, Shape to)
    {
        var added = to.Rank - from.Rank;
        for (var axis = 0; axis < to.Rank; axis++)
            if (axis < added || (from[axis - added] == 1 && to[axis] != 1)) yield return axis;
    }

    /// <summary>
    /// The strides with which a tensor of shape <paramref name="from"/> is read as <paramref name="to"/>: 0 where it is repeated.
    /// </summary>
    public static int[] Strides(Shape from, ReadOnlySpan<int> strides, Shape to)
    {
        var result = new int[to.Rank];
        var added = to.Rank - from.Rank;
        for (var axis = 0; axis < from.Rank; axis++)
            result[axis + added] = from[axis] == 1 ? 0 : strides[axis];
        return result;
    }

    private static int SizeFromEnd(Shape shape, int back) => back <= shape.Rank ? shape[shape.Rank - back] : 1;

    /// <summary>
    /// Where the element that becomes <paramref name="element"/> of <paramref name="whole"/> lies in an operand of a shape that broadcasts
    /// to it.
    /// </summary>
    public static int Place(Shape operand, int element, Shape whole)
    {
        if (operand.Equals(whole)) return element;
        var strides = Strides(operand, operand.Strides(), whole);
        var place = 0;
        for (var axis = whole.Rank - 1; axis >= 0; axis--)
        {
            place += element % whole[axis] * strides[axis];
            element /= whole[axis];
        }
        return place;
    }
}

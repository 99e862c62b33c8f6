namespace ChainRule.Ops;

/// <summary>A shape as three sizes: of what comes before an axis, of the axis, and of what comes after it.</summary>
internal readonly record struct AxisSplit(int Outer, int Size, int Inner)
{
    public static AxisSplit Of(Shape shape, int axis)
    {
        var split = new AxisSplit(1, shape[axis], 1);
        for (var i = 0; i < shape.Rank; i++)
        {
            if (i < axis) split = split with { Outer = split.Outer * shape[i] };
            if (i > axis) split = split with { Inner = split.Inner * shape[i] };
        }
        return split;
    }

    /// <summary>The elements of some of the outer blocks.</summary>
    public Range Blocks(int from, int to) => (from * Size * Inner)..(to * Size * Inner);
}

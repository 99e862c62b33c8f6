namespace ChainRule.Shapes;

/// <summary>Where the elements of a tensor lie in a buffer: at <c>Offset + Σ index·stride</c>, in elements.</summary>
/// <remarks>
/// A stride that no index multiplies is 0, and so is the offset where there are no elements. A reader therefore needs no special case for
/// axes of size 1, whatever their views were before (a flip, a slice), nor for empty tensors.
/// </remarks>
internal sealed record View
{
    public View(Shape shape, IntList strides, int offset)
    {
        var isEmpty = shape.Size == 0;
        (Shape, Strides, Offset) = (shape, Used(shape, strides, isEmpty), isEmpty ? 0 : offset);
    }

    public Shape Shape { get; }

    public IntList Strides { get; }

    public int Offset { get; init; }

    /// <summary>A whole buffer, row-major.</summary>
    public static View Dense(Shape shape) => new(shape, IntList.Create(shape.Strides()), 0);

    private static IntList Used(Shape shape, IntList strides, bool isEmpty)
    {
        int[]? used = null;
        for (var axis = 0; axis < shape.Rank; axis++)
            if ((isEmpty || shape[axis] == 1) && strides[axis] != 0) (used ??= [.. strides])[axis] = 0;
        return used is null ? strides : IntList.Create(used);
    }

    /// <summary>Whether the elements lie row-major without gaps.</summary>
    public bool IsDense
    {
        get
        {
            var step = 1;
            for (var axis = Shape.Rank - 1; axis >= 0; axis--)
            {
                if (Shape[axis] != 1 && Strides[axis] != step) return Shape.Size == 0;
                step *= Shape[axis];
            }
            return true;
        }
    }

    public View Expand(Shape shape) => new(shape, IntList.Create(Broadcasting.Strides(Shape, Strides.AsSpan(), shape)), Offset);

    public View Transpose(IntList permutation) =>
        new([.. permutation.Select(axis => Shape[axis])], [.. permutation.Select(axis => Strides[axis])], Offset);

    /// <summary>
    /// Every <paramref name="step"/>-th element of an axis, <paramref name="count"/> of them, from <paramref name="start"/>.
    /// </summary>
    public View Slice(int axis, int start, int count, int step)
    {
        int[] strides = [.. Strides];
        strides[axis] *= step;
        return new(Shape.With(axis, count), IntList.Create(strides), Offset + start * Strides[axis]);
    }

    /// <summary>The same elements in another shape, or <see langword="null"/> where strides cannot say it.</summary>
    public View? Reshape(Shape shape)
    {
        if (IsDense) return Dense(shape) with { Offset = Offset };
        var strides = new int[shape.Rank];
        var (from, to) = (0, 0);
        // Runs of axes with the same product, on both sides, must each lie evenly in the buffer.
        while (from < Shape.Rank || to < shape.Rank)
        {
            var (fromEnd, toEnd) = (from, to);
            var (have, want) = (1, 1);
            if (fromEnd < Shape.Rank) have *= Shape[fromEnd++];
            if (toEnd < shape.Rank) want *= shape[toEnd++];
            while (have != want)
            {
                if (have < want && fromEnd < Shape.Rank) have *= Shape[fromEnd++];
                else if (toEnd < shape.Rank) want *= shape[toEnd++];
                else return null;
            }
            if (!Evenly(from, fromEnd, out var step)) return null;
            for (var axis = toEnd - 1; axis >= to; axis--)
            {
                strides[axis] = step;
                step *= shape[axis];
            }
            (from, to) = (fromEnd, toEnd);
        }
        return new(shape, IntList.Create(strides), Offset);
    }

    /// <summary>Whether a run of axes could be one axis; <paramref name="step"/> is that axis's stride.</summary>
    private bool Evenly(int from, int end, out int step)
    {
        step = 1;
        int? expected = null;
        for (var axis = end - 1; axis >= from; axis--)
        {
            if (Shape[axis] == 1) continue;
            if (expected is null) step = Strides[axis];
            else if (Strides[axis] != expected) return false;
            expected = Strides[axis] * Shape[axis];
        }
        return true;
    }
}

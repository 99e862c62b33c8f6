using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule;

public static partial class Functions
{
    /// <summary>
    /// Part of a tensor by NumPy's rules, <c>x[start:end:step]</c> on each of the axes, or on the first ones where none are named.
    /// Negative places count from the end, what reaches past an end is cut, and a negative step runs backwards.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, a step is 0, or the lists differ in length.</exception>
    public static Tensor Slice(Tensor x, IReadOnlyList<int> starts, IReadOnlyList<int> ends, IReadOnlyList<int>? axes = null,
        IReadOnlyList<int>? steps = null)
    {
        if (ends.Count != starts.Count || (axes ?? starts).Count != starts.Count || (steps ?? starts).Count != starts.Count)
            throw new ShapeException("Slice needs a start and an end for each axis, and an axis and a step for each if any are given");
        int[] from = new int[x.Rank], counts = [.. x.Shape], by = new int[x.Rank];
        Array.Fill(by, 1);
        for (var i = 0; i < starts.Count; i++)
        {
            var axis = x.Shape.Axis(axes?[i] ?? i);
            by[axis] = steps?[i] ?? 1;
            (from[axis], counts[axis]) = Places(starts[i], ends[i], by[axis], x.Shape[axis]);
        }
        return Tensor.Apply(new SliceOp(IntList.Create(from), IntList.Create(counts), IntList.Create(by)), x);
    }

    /// <summary>
    /// Every <paramref name="step"/>-th element along one axis, <paramref name="count"/> of them, from <paramref name="start"/>; a negative
    /// start counts from the end.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or they reach outside.</exception>
    public static Tensor Slice(Tensor x, int axis, int start, int count, int step = 1)
    {
        axis = x.Shape.Axis(axis);
        int[] starts = new int[x.Rank], counts = [.. x.Shape], steps = new int[x.Rank];
        Array.Fill(steps, 1);
        (starts[axis], counts[axis], steps[axis]) = (start < 0 ? start + x.Shape[axis] : start, count, step);
        return Tensor.Apply(new SliceOp(IntList.Create(starts), IntList.Create(counts), IntList.Create(steps)), x);
    }

    /// <summary>The elements in reverse order along the axes, or along all.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Flip(Tensor x, IReadOnlyList<int>? axes = null)
    {
        int[] starts = new int[x.Rank], steps = new int[x.Rank];
        Array.Fill(steps, 1);
        foreach (var axis in x.Shape.Axes(axes)) (starts[axis], steps[axis]) = (Math.Max(0, x.Shape[axis] - 1), -1);
        return Tensor.Apply(new SliceOp(IntList.Create(starts), x.Shape.Sizes, IntList.Create(steps)), x);
    }

    /// <summary>The elements moved along the axes; what leaves at one end comes back at the other.</summary>
    /// <exception cref="ShapeException">There is no such axis, or the lists differ in length.</exception>
    public static Tensor Roll(Tensor x, IReadOnlyList<int> shifts, IReadOnlyList<int> axes)
    {
        if (shifts.Count != axes.Count)
            throw new ShapeException($"Roll needs one shift for each axis, not {shifts.Count} for {axes.Count}");
        for (var i = 0; i < axes.Count; i++) x = Roll(x, shifts[i], axes[i]);
        return x;
    }

    /// <summary>The elements moved along one axis; what leaves at one end comes back at the other.</summary>
    /// <exception cref="ShapeException">There is no such axis.</exception>
    public static Tensor Roll(Tensor x, int shift, int axis)
    {
        axis = x.Shape.Axis(axis);
        var size = x.Shape[axis];
        var moved = size == 0 ? 0 : (shift % size + size) % size;
        return moved == 0 ? x : Concat([Slice(x, axis, size - moved, moved), Slice(x, axis, 0, size - moved)], axis);
    }

    /// <summary>
    /// The diagonal of the matrices that two axes span, as a last axis in their place; <paramref name="offset"/> counts
    /// diagonals upwards from the main one.
    /// </summary>
    /// <exception cref="ShapeException">There is no such axis, or the two are one.</exception>
    public static Tensor Diagonal(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        var pair = x.Shape.Axes([axis1, axis2]);
        var rest = IntList.Range(x.Rank).Except(pair).ToArray();
        var (rows, columns) = (x.Shape[axis1], x.Shape[axis2]);
        var count = Math.Max(0, offset >= 0 ? Math.Min(rows, columns - offset) : Math.Min(rows + offset, columns));
        // Row-major, the next element of a diagonal is one row and one column further.
        var flat = x
            .Transpose([.. rest, x.Shape.Axis(axis1), x.Shape.Axis(axis2)])
            .Reshape([.. rest.Select(axis => x.Shape[axis]), rows * columns]);
        return Slice(flat, -1, offset >= 0 ? offset : -offset * columns, count, columns + 1);
    }

    /// <summary>Matrices with what lies above diagonal <paramref name="k"/> set to 0. Leading axes are batches.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Tril(Tensor x, int k = 0) => Where(Band(x, "Tril", (row, column) => column - row <= k), x, 0);

    /// <summary>Matrices with what lies below diagonal <paramref name="k"/> set to 0. Leading axes are batches.</summary>
    /// <exception cref="ShapeException">There are fewer than two axes.</exception>
    public static Tensor Triu(Tensor x, int k = 0) => Where(Band(x, "Triu", (row, column) => column - row >= k), x, 0);

    private static Tensor Band(Tensor x, string name, Func<int, int, bool> inside) => x.Rank >= 2
        ? Mask(x.Shape[^2], x.Shape[^1], inside)
        : throw new ShapeException($"{name} needs matrices, at least two axes, but {x.Describe()} has shape {x.Shape}");

    /// <summary>A constant mask of shape [rows, columns].</summary>
    private static Tensor Mask(int rows, int columns, Func<int, int, bool> inside)
    {
        var mask = new bool[rows * columns];
        for (var i = 0; i < mask.Length; i++) mask[i] = inside(i / columns, i % columns);
        return Tensor.Constant(TensorData.Wrap(mask, [rows, columns]));
    }

    /// <summary>One element of a vector, as a scalar.</summary>
    internal static Tensor At(Tensor vector, int index) => Slice(vector, 0, index, 1).Reshape(Shape.Scalar);

    /// <summary>NumPy's reading of <c>start:end:step</c> on an axis of a given size.</summary>
    private static (int Start, int Count) Places(int start, int end, int step, int size)
    {
        if (step == 0) throw new ShapeException("Slice cannot step by 0");
        var (low, high) = step > 0 ? (0, size) : (-1, size - 1);
        start = Math.Clamp(start < 0 ? start + size : start, low, high);
        end = Math.Clamp(end < 0 ? end + size : end, low, high);
        var span = step > 0 ? end - start : start - end;
        return span <= 0 ? (0, 0) : (start, (span - 1) / Math.Abs(step) + 1);
    }
}

using ChainRule.Ops;

namespace ChainRule;

/// <summary>What padding puts around a tensor.</summary>
public enum PadMode
{
    /// <summary>One value everywhere.</summary>
    Constant,

    /// <summary>The tensor mirrored at its edge elements, which are not repeated: 3 2 | 1 2 3 | 2 1.</summary>
    Reflect,

    /// <summary>The edge elements again and again: 1 1 | 1 2 3 | 3 3.</summary>
    Replicate,

    /// <summary>The tensor around the corner: 2 3 | 1 2 3 | 1 2.</summary>
    Circular,
}

public static partial class Functions
{
    /// <summary>The tensor with more elements before and after it along each axis.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="pads">How many come before and after, for each axis.</param>
    /// <param name="mode">What they are.</param>
    /// <param name="value">The value for <see cref="PadMode.Constant"/>.</param>
    /// <exception cref="ShapeException">
    /// There is not one pair for each axis, a count is negative, or the tensor is too small to mirror or to go around.
    /// </exception>
    public static Tensor Pad(Tensor x, IReadOnlyList<(int Before, int After)> pads, PadMode mode = PadMode.Constant, double value = 0)
    {
        if (pads.Count != x.Rank || pads.Any(pad => pad.Before < 0 || pad.After < 0))
            throw new ShapeException(
                $"Pad needs two counts, 0 or more, for each of the {x.Rank} axes of {x.Describe()} of shape {x.Shape}");
        if (mode == PadMode.Constant) return PadConstant(x, pads, value);
        for (var axis = 0; axis < x.Rank; axis++)
            if (pads[axis] != (0, 0)) x = Gather(x, Sources(x, axis, pads[axis], mode), axis);
        return x;
    }

    private static Tensor PadConstant(Tensor x, IReadOnlyList<(int Before, int After)> pads, double value)
    {
        var place = new SliceTransposeOp(
            [.. pads.Select((pad, axis) => pad.Before + x.Shape[axis] + pad.After)],
            [.. pads.Select(pad => pad.Before)],
            [.. pads.Select(_ => 1)]);
        var placed = Tensor.Apply(place, x);
        if (value == 0) return placed;
        var inside = Tensor.Apply(place, One(x).BroadcastTo(x.Shape));
        return Where(NotEqual(inside, 0), placed, value);
    }

    /// <summary>For each place of the padded axis, the place of the axis that its element comes from.</summary>
    private static Tensor Sources(Tensor x, int axis, (int Before, int After) pad, PadMode mode)
    {
        var size = x.Shape[axis];
        var most = mode switch { PadMode.Reflect => size - 1, PadMode.Circular => size, _ => size == 0 ? 0 : int.MaxValue };
        if (Math.Max(pad.Before, pad.After) > most)
            throw new ShapeException(
                $"Pad ({mode}) can add at most {most} to axis {axis} of {x.Describe()} of shape {x.Shape}, "
                + $"not {Math.Max(pad.Before, pad.After)}");
        return Tensor.Constant<long>(
            [.. Enumerable.Range(-pad.Before, pad.Before + size + pad.After).Select(i => (long)Source(i, size, mode))]);
    }

    private static int Source(int i, int size, PadMode mode) => mode switch
    {
        PadMode.Reflect => i < 0 ? -i : i >= size ? 2 * (size - 1) - i : i,
        PadMode.Circular => (i + size) % size,
        _ => Math.Clamp(i, 0, size - 1),
    };
}

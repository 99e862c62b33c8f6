namespace ChainRule.Networks;

/// <summary>Several axes made into one: [N, C, H, W] into [N, C·H·W].</summary>
/// <param name="startAxis">The first of the axes; negative ones count from the end.</param>
/// <param name="endAxis">The last of them.</param>
public sealed class Flatten(int startAxis = 1, int endAxis = -1) : PlainLayer
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        var (start, end) = (x.Shape.Axis(startAxis), x.Shape.Axis(endAxis));
        Require(x, start <= end, $"axis {startAxis} before axis {endAxis}");
        var size = x.Shape.Skip(start).Take(end + 1 - start).Aggregate(1, (product, each) => product * each);
        return x.Reshape([.. x.Shape.Take(start), size, .. x.Shape.Skip(end + 1)]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Flatten({startAxis}, {endAxis})";
}

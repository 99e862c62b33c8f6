using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Tests.Planning;

/// <summary>
/// Evaluates any graph node by node in double precision, by plain loops over indices. It knows neither kernels nor plans, and is
/// what they are compared with.
/// </summary>
internal static class PlainInterpreter
{
    /// <summary>The values of the outputs, row-major; a mask's are 1 and 0.</summary>
    public static double[][] Evaluate(params IReadOnlyList<Tensor> outputs)
    {
        var values = new Dictionary<Tensor, double[]>();
        foreach (var tensor in TopologicalOrder.Of(outputs))
            values[tensor] = Compute(tensor, [.. tensor.Inputs.Select(input => values[input])]);
        return [.. outputs.Select(output => values[output])];
    }

    private static double[] Compute(Tensor y, double[][] x) => y switch
    {
        Leaf leaf => leaf.Data.ToDoubles(),
        { Op: LiteralOp literal } => [literal.Value],
        { Op: ElementwiseOp op } =>
            Each(y.Shape, at => PlainFunctions.Compute(op, [.. x.Select((values, i) => values[Broadcast(at, y.Inputs[i].Shape)])])),
        { Op: ReshapeOp or CustomGradientOp or UpdateOp } => x[0],
        { Op: TransposeOp op } => Each(y.Shape, at => x[0][Place(Permuted(at, op.Permutation), y.Inputs[0].Shape)]),
        { Op: BroadcastToOp } => Each(y.Shape, at => x[0][Broadcast(at, y.Inputs[0].Shape)]),
        { Op: SliceOp op } => Each(y.Shape,
            at => x[0][Place([.. at.Select((i, axis) => op.Starts[axis] + i * op.Steps[axis])], y.Inputs[0].Shape)]),
        { Op: SliceTransposeOp op } =>
            Scattered(y, x[0], y.Inputs[0].Shape, (at, _) => [.. at.Select((i, axis) => op.Starts[axis] + i * op.Steps[axis])]),
        { Op: IReduction op } => Reduced(y, x[0], op),
        { Op: CastOp op } => [.. x[0].Select(
            value => op.To switch { DType.Int64 => Math.Truncate(value), DType.Float32 => (float)value, _ => value })],
        { Op: SoftmaxOp op } => Softmax(x[0], y.Shape[^1], op.EmptyIsZero),
        { Op: MatMulOp } => Product(y, x[0], x[1]),
        { Op: ConcatOp op } => Joined(y, x, op.Axis),
        { Op: CumSumOp op } => Each(y.Shape,
            at => Enumerable.Range(0, at[op.Axis] + 1).Sum(i => x[0][Place(With(at, op.Axis, i), y.Shape)])),
        { Op: GatherOp op } => Each(y.Shape, at => x[0][Place(Looked(at, op.Axis, x[1], y.Inputs[1].Shape), y.Inputs[0].Shape)]),
        { Op: IndexAddOp op } => Scattered(y, x[0], y.Inputs[0].Shape, (at, _) => Looked(at, op.Axis, x[1], y.Inputs[1].Shape)),
        { Op: TakeAlongAxisOp op } => Each(y.Shape, at => x[0][Place(With(at, op.Axis, (int)x[1][Place(at, y.Shape)]), y.Inputs[0].Shape)]),
        { Op: ScatterAddOp op } => Scattered(y, x[0], y.Inputs[0].Shape, (at, i) => With(at, op.Axis, (int)x[1][i])),
        { Op: ClassIndicesOp op } => [.. x[0].Select(value => value == op.Ignored ? 0 : value)],
        { Op: IsNotIndexOp op } => [.. x[0].Select(value => value == op.Index ? 0.0 : 1)],
        { Op: ArgExtremeOp op } => Best(y, x[0], op.Combine == Combine.Max ? 1 : -1),
        { Op: ArgSortOp op } => [.. x[0].Chunk(Math.Max(1, y.Shape[^1])).SelectMany(row => Order(row, op.Descending))],
        { Op: ArgMaxPoolOp op } => PlainImages.ArgMaxPool(y, x[0], op.Window),
        { Op: Conv2dOp op } => PlainImages.Convolve(op.Window, y.Inputs[0].Shape, y.Inputs[1].Shape, y.Shape,
            (i, w, o, sum) => sum[o] += x[0][i] * x[1][w], y.Shape),
        { Op: Conv2dInputGradientOp op } =>
            PlainImages.Convolve(op.Window, y.Shape, y.Inputs[1].Shape, y.Inputs[0].Shape, (i, w, o, sum) => sum[i] += x[0][o] * x[1][w],
                y.Shape),
        { Op: Conv2dWeightGradientOp op } =>
            PlainImages.Convolve(op.Window, y.Inputs[0].Shape, y.Shape, y.Inputs[1].Shape, (i, w, o, sum) => sum[w] += x[0][i] * x[1][o],
                y.Shape),
        _ => throw new NotSupportedException($"no plain loop computes {y.Op.Info.Name}"),
    };

    /// <summary>Every index of a shape, row-major.</summary>
    public static IEnumerable<int[]> Indices(Shape shape)
    {
        for (var i = 0; i < shape.Size; i++)
        {
            var at = new int[shape.Rank];
            for (int axis = shape.Rank - 1, rest = i; axis >= 0; rest /= shape[axis--]) at[axis] = rest % shape[axis];
            yield return at;
        }
    }

    /// <summary>Where an index lies, row-major.</summary>
    public static int Place(int[] at, Shape shape)
    {
        var place = 0;
        for (var axis = 0; axis < shape.Rank; axis++) place = place * shape[axis] + at[axis];
        return place;
    }

    private static double[] Each(Shape shape, Func<int[], double> value) => [.. Indices(shape).Select(value)];

    /// <summary>The place in a smaller shape of what is repeated at an index of a greater one.</summary>
    private static int Broadcast(int[] at, Shape shape)
    {
        var own = at[(at.Length - shape.Rank)..];
        for (var axis = 0; axis < own.Length; axis++)
            if (shape[axis] == 1) own[axis] = 0;
        return Place(own, shape);
    }

    private static int[] Permuted(int[] at, IntList permutation)
    {
        var from = new int[at.Length];
        for (var axis = 0; axis < at.Length; axis++) from[permutation[axis]] = at[axis];
        return from;
    }

    private static int[] With(int[] at, int axis, int index)
    {
        int[] changed = [.. at];
        changed[axis] = index;
        return changed;
    }

    /// <summary>An index in which the axes of <paramref name="places"/> stand in for one axis.</summary>
    private static int[] Looked(int[] at, int axis, double[] places, Shape shape) =>
        [.. at[..axis], (int)places[Place(at[axis..(axis + shape.Rank)], shape)], .. at[(axis + shape.Rank)..]];

    private static double[] Scattered(Tensor y, double[] values, Shape shape, Func<int[], int, int[]> target)
    {
        var result = new double[y.Shape.Size];
        foreach (var (at, i) in Indices(shape).Select((at, i) => (at, i))) result[Place(target(at, i), y.Shape)] += values[i];
        return result;
    }

    private static double[] Reduced(Tensor y, double[] x, IReduction op)
    {
        var shape = y.Inputs[0].Shape;
        var kept = shape.Without(op.Axes, keep: true);
        var result = new double[y.Shape.Size];
        Array.Fill(result,
            op.Combine switch { Combine.Sum or Combine.Norm => 0, Combine.Max => double.NegativeInfinity, _ => double.PositiveInfinity });
        foreach (var (at, i) in Indices(shape).Select((at, i) => (at, i)))
        {
            ref var to = ref result[Broadcast(at, kept)];
            to = op.Combine switch
            {
                Combine.Sum => to
                + x[i],
                Combine.Max => Math.Max(to, x[i]),
                Combine.Norm => double.Hypot(to, x[i]),
                _ => Math.Min(to, x[i])
            };
        }
        return result;
    }

    private static double[] Softmax(double[] x, int n, bool emptyIsZero) => [.. x.Chunk(Math.Max(1, n)).SelectMany(row =>
    {
        var max = row.Max();
        if (emptyIsZero && double.IsNegativeInfinity(max)) return new double[n];
        double[] powers = [.. row.Select(value => Math.Exp(value - max))];
        var sum = powers.Sum();
        return powers.Select(power => power / sum);
    })];

    private static double[] Product(Tensor y, double[] a, double[] b)
    {
        var (left, right) = (y.Inputs[0].Shape, y.Inputs[1].Shape);
        var isVector = right.Rank == 1;
        var (terms, stride) = (left[^1], isVector ? 1 : right[^1]);
        return Each(y.Shape, at =>
        {
            var (i, j) = (Place([.. isVector ? at : at[..^1], 0], left), isVector ? 0 : Place([.. at[..^2], 0, at[^1]], right));
            return Enumerable.Range(0, terms).Sum(k => a[i + k] * b[j + k * stride]);
        });
    }

    private static double[] Joined(Tensor y, double[][] x, int axis) => Each(y.Shape, at =>
    {
        var (input, i) = (0, at[axis]);
        while (i >= y.Inputs[input].Shape[axis]) i -= y.Inputs[input++].Shape[axis];
        return x[input][Place(With(at, axis, i), y.Inputs[input].Shape)];
    });

    private static double[] Best(Tensor y, double[] x, int sign) =>
        [.. x.Chunk(y.Inputs[0].Shape[^1]).Select(row => (double)Array.IndexOf(row, sign > 0 ? row.Max() : row.Min()))];

    private static IEnumerable<double> Order(double[] row, bool descending)
    {
        var places = Enumerable.Range(0, row.Length).Select(i => (double)i);
        return descending ? places.OrderByDescending(i => row[(int)i]) : places.OrderBy(i => row[(int)i]);
    }
}

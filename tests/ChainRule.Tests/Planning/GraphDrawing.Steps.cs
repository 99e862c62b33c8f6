using ChainRule.Ops;
using ChainRule.Shapes;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>The steps that graphs are drawn of.</summary>
internal sealed partial class GraphDrawing
{
    private static readonly Func<Tensor, Tensor> Through = CustomOp.WithGradient("Through", Tanh,
        (_, y, gradient) => gradient * (1 - Square(y)));

    /// <summary>A step of a graph, and what it is called.</summary>
    public sealed record Step(string Name, Func<GraphDrawing, Tensor> Draw);

    public static readonly Step[] Steps =
    [
        new("elementwise", d => d.Elementwise()), new("combined", d => d.Combined()), new("reduced", d => d.Reduced()),
        new("seen", d => d.Seen()),
        new("normalized", d => d.Normalized()), new("joined", d => d.Joined()), new("summed up", d => d.SummedUp()),
        new("placed", d => d.Placed()),
        new("multiplied", d => d.Multiplied()), new("gathered", d => d.Gathered()), new("taken", d => d.Taken()),
        new("scattered", d => d.Scattered()),
        new("ordered", d => d.Ordered()), new("convolved", d => d.Convolved()), new("transposed convolution", d => d.ConvolvedBack()),
        new("pooled", d => d.Pooled()),
        new("classified", d => d.Classified()),
    ];

    private Tensor Elementwise()
    {
        var x = Some(0, 4);
        return random.Next(7) switch
        {
            0 => Tanh(x),
            1 => Sigmoid(x * 2),
            2 => Where(Greater(x, 0.1), x, -0.5 * x),
            3 => Square(x) - 0.5,
            4 => Relu(x) + 0.1,
            5 => Through(x),
            _ => x + 0.5,
        };
    }

    private Tensor Combined()
    {
        var x = Some(0, 4);
        var fitting = made.FindAll(tensor => Broadcasting.Combine(x.Shape, tensor.Shape) is not null);
        var y = fitting.Count > 0 && Maybe()
            ? fitting[random.Next(fitting.Count)]
            : Fresh([.. x.Shape.Select(size => random.Next(3) == 0 ? 1 : size)]);
        return random.Next(5) switch { 0 => x + y, 1 => x * y, 2 => y - x, 3 => Maximum(x, y), _ => x / (Square(y) + 1) };
    }

    private Tensor Reduced()
    {
        var x = Some(1, 4);
        int[] axes = Maybe() ? [x.Rank - 1] : [.. Enumerable.Range(0, x.Rank).Where(_ => Maybe())];
        var (keep, sum) = (Maybe(), Sum(x, axes));
        if (x.Shape.Size == 0 && sum.Shape.Size > 0) return sum; // nothing has no mean and no maximum
        return random.Next(
            4) switch
        { 0 => Max(x, axes, keep), 1 => Min(x, axes, keep), 2 => Mean(x, axes, keep), _ => Sum(x, axes, keep) };
    }

    private Tensor Seen()
    {
        var x = Some(1, 3);
        var axis = AxisOf(x);
        return random.Next(5) switch
        {
            0 => Flip(x, [axis]),
            1 when x.Shape[axis] > 1 => Slice(x, axis, x.Shape[axis] - 1, x.Shape[axis] / 2, -1),
            2 => x.Transpose(),
            3 => Unsqueeze(x, axis).BroadcastTo([.. x.Shape.Take(axis), Size(), .. x.Shape.Skip(axis)]),
            _ => Maybe() ? x.Reshape(x.Shape.Size) : x.Reshape([.. x.Shape.Reverse()]),
        };
    }

    private Tensor Normalized()
    {
        var x = Some(1, 4);
        return random.Next(
            3) switch
        { 0 => Softmax(x, AxisOf(x)), 1 => LogSoftmax(x, AxisOf(x)), _ => LayerNorm(x, [x.Shape[^1]], eps: 0.1) };
    }

    private Tensor Joined()
    {
        var x = Some(1, 4);
        var axis = AxisOf(x);
        return Concat([Like(x.Shape.With(axis, Size())), x, Maybe() ? x : Like(x.Shape.With(axis, Size()))], axis);
    }

    private Tensor SummedUp()
    {
        var x = Some(1, 4);
        return 0.3 * CumSum(x, AxisOf(x));
    }

    private Tensor Placed()
    {
        var x = Some(1, 3);
        return Pad(x, [.. x.Shape.Select(_ => (random.Next(3), random.Next(2)))], value: Maybe() ? 0 : 0.7);
    }

    private Tensor Multiplied()
    {
        var x = Some(1, 4);
        var terms = x.Shape[^1];
        int[] batch = [.. x.Shape.Take(x.Rank - 2).Select(size => Maybe() ? size : 1)];
        var product = random.Next(5) switch
        {
            0 => MatMul(x, Like([terms])),
            1 => MatMul(x, Like([terms, Size()])),
            2 when x.Rank > 1 => MatMul(Like([Size(), x.Shape[^2]]), x),
            3 when x.Rank > 1 => MatMul(x, x.SwapAxes(-1, -2)),
            _ => MatMul(x, Like([.. batch, terms, Size()])),
        };
        return product / Math.Sqrt(terms + 1);
    }

    private Tensor Gathered()
    {
        var x = Some(1, 3);
        var axis = AxisOf(x);
        return Gather(x, Places([.. Enumerable.Range(0, random.Next(3)).Select(_ => Size())], x.Shape[axis]), axis);
    }

    private Tensor Taken()
    {
        var x = Some(1, 4);
        var axis = Maybe() ? x.Rank - 1 : AxisOf(x);
        return TakeAlongAxis(x, Places(x.Shape.With(axis, x.Shape[axis] == 0 ? 0 : Maybe() ? 1 : Size()), x.Shape[axis]), axis);
    }

    private Tensor Scattered()
    {
        var x = Some(1, 4);
        var axis = Maybe() ? x.Rank - 1 : AxisOf(x);
        var shape = x.Shape.With(axis, x.Shape[axis] == 0 ? 0 : Maybe() ? 1 : Size());
        return ScatterAdd(x, Places(shape, x.Shape[axis]), Like(shape), axis);
    }

    private Tensor Ordered()
    {
        var x = Some(1, 4);
        var axis = AxisOf(x);
        if (x.Shape[axis] == 0) return Sort(x, axis).Values;
        return random.Next(5) switch
        {
            0 => Sort(x, axis, Maybe()).Values,
            1 => TopK(x, random.Next(x.Shape[axis] + 1), axis).Values,
            2 => MaxWithIndices(x, axis, Maybe()).Values,
            3 => MinWithIndices(x, axis, Maybe()).Values,
            _ => x * ArgMax(x, axis, keepDims: true).Cast(dtype),
        };
    }

    private Tensor Convolved()
    {
        var (s, d, p) = ((From1(3), From1(3)), (From1(2), From1(2)), (random.Next(3), random.Next(3)));
        var (groups, h, w) = (From1(2), From1(3), From1(3));
        var weight = Like([groups * From1(Channels), From1(Channels), h, w]);
        var x = Like(
            [random.Next(8) == 0 ? 0 : From1(3), groups * weight.Shape[1], Math.Max(From1(greatest), d.Item1 * (h - 1) + 1),
                Math.Max(From1(greatest), d.Item2 * (w - 1) + 1)]);
        return Conv2d(x, weight, Maybe() ? null : Like([weight.Shape[0]]), s, p, d, groups) * 0.3;
    }

    private Tensor ConvolvedBack()
    {
        var (s, d) = ((H: From1(3), W: From1(3)), (H: From1(3), W: From1(3)));
        var extra = (random.Next(Math.Max(s.H, d.H)), random.Next(Math.Max(s.W, d.W)));
        var (groups, h, w) = (From1(2), From1(3), From1(3));
        var weight = Like([groups * From1(Channels), From1(Channels), h, w]);
        var x = Like([random.Next(8) == 0 ? 0 : From1(3), weight.Shape[0], From1(greatest), From1(greatest)]);
        // Padding cuts off no more than the kernels reach beyond.
        return ConvTranspose2d(x, weight, null, s, (random.Next(d.H * (h - 1) / 2 + 1), random.Next(d.W * (w - 1) / 2 + 1)), extra, d,
            groups)
            * 0.3;
    }

    private Tensor Pooled()
    {
        var (h, w) = (From1(3), From1(3));
        var x = Like([random.Next(8) == 0 ? 0 : From1(3), From1(Channels), h + random.Next(greatest), w + random.Next(greatest)]);
        var (padding, stride, ceil) = ((random.Next((h / 2) + 1), random.Next((w / 2) + 1)), (From1(3), From1(3)), Maybe());
        return Maybe() ? MaxPool2d(x, (h, w), stride, padding, ceilMode: ceil) : AvgPool2d(x, (h, w), stride, padding, ceil, Maybe());
    }

    private Tensor Classified()
    {
        var x = Maybe() ? Like([Size(), From1(greatest)]) : Like([Size(), From1(greatest), Size()]);
        return CrossEntropyLoss(x, Places([.. x.Shape.Take(1), .. x.Shape.Skip(2)], x.Shape[1]),
            reduction: Maybe() ? Reduction.None : Reduction.Sum, ignoreIndex: Maybe() ? 0 : -100);
    }

    private int Channels => Math.Max(2, greatest / 4);
}

using System.Reflection;
using ChainRule.Graph;
using ChainRule.Networks;
using ChainRule.Tests.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Every function of tensors without elements, plain and seen through views: what is built is computed, forward, in both modes of
/// differentiation, to the second order and in a step, and agrees with plain loops. What has no meaning is refused where it is built.
/// </summary>
public class EmptyTensorTests
{
    private static readonly Shape[] Shapes = [[0], [0, 3], [3, 0], [2, 0, 3], [0, 0]];
    private static readonly MethodInfo[] Methods = typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static);
    private static readonly (string Name, Func<Tensor, Tensor> Of)[] All = [.. OfOneOrTwo(), .. OfMore()];

    public static TheoryData<string> Names => [.. All.Select(function => function.Name)];

    [Theory, MemberData(nameof(Names))]
    public void A_function_of_nothing_is_computed_or_refused_where_it_is_built(string name)
    {
        var f = All.Single(function => function.Name == name).Of;
        foreach (var shape in Shapes)
            foreach (var (x, leaf) in Views(shape))
                if (Built(f, x) is { } y) Check(y, leaf);
    }

    [Fact]
    public void No_function_is_left_out()
    {
        string[] ofNumbers = ["OneHot", "StopGradient"];
        var listed = All.Select(function => function.Name.Split(':')[0]).Concat(ofNumbers);
        Assert.Empty(Methods.Select(method => method.Name).Distinct().Except(listed));
    }

    [Fact]
    public void Means_of_nothing_are_not_numbers_and_sums_are_zero()
    {
        var x = new Parameter(TensorData.Zeros([0, 3], DType.Float32), "x");
        Tensor[] means = [Mean(x), Var(x), Std(x), MSELoss(x, x), L1Loss(x, x), CrossEntropyLoss(x, Tensor.Constant<long>([], [0]))];
        Assert.All(means, mean => Assert.Equal(double.NaN, mean.Item()));
        Assert.All(Mean(x, [0]).Evaluate().ToDoubles(), mean => Assert.Equal(double.NaN, mean));
        Tensor[] zeros = [Sum(x), Norm(x), MSELoss(x, x, Reduction.Sum),
            CrossEntropyLoss(x, Tensor.Constant<long>([], [0]), reduction: Reduction.Sum)];
        Assert.All(zeros, zero => Assert.Equal(0, zero.Item()));
        Assert.Equal(1, Prod(x).Item());
        Assert.Equal(double.NegativeInfinity, LogSumExp(x).Item());
        Assert.Equal([0], MSELoss(x, x, Reduction.None).Evaluate().Shape.Take(1));
    }

    [Fact]
    public void Attention_without_keys_gives_zeros()
    {
        var (query, none) = (Tensor.Constant<double>([1, 2, 3, 4, 5, 6], [2, 3]),
            new Parameter(TensorData.Zeros([0, 3], DType.Float64), "keys"));
        Assert.Equal(new double[6], ScaledDotProductAttention(query, none, none).Evaluate().ToDoubles());
    }

    [Fact]
    public void An_adaptive_pool_to_no_pixels_is_empty()
    {
        var x = new Parameter(TensorData.Zeros([1, 2, 3, 3], DType.Float32), "x");
        var y = AdaptiveAvgPool2d(x, (0, 2));
        Assert.Equal([1, 2, 0, 2], y.Evaluate().Shape);
        Assert.Equal(new double[18], Gradient.Of(Sum(y), x).Evaluate().ToDoubles());
    }

    [Fact]
    public void An_empty_batch_leaves_running_statistics()
    {
        var result = BatchNormTraining(Tensor.Constant<double>([], [0, 2]), null, null, Tensor.Constant<double>([3, 4]),
            Tensor.Constant<double>([5, 6]));
        Assert.Equal([3, 4, 5, 6], Concat([result.RunningMean, result.RunningVar], 0).Evaluate().ToDoubles());
    }

    [Fact]
    public void The_logarithm_of_an_empty_sum_does_not_move()
    {
        var x = new Parameter(TensorData.Zeros([2, 0], DType.Float64), "x");
        var direction = Tensor.Constant(x.Value);
        foreach (var y in (Tensor[])[LogSumExp(x), LogSumExp(x, [1]), LogSumExp(x, [-1], keepDims: true)])
        {
            Assert.All(y.Evaluate().ToDoubles(), value => Assert.Equal(double.NegativeInfinity, value));
            Assert.All(Gradient.Jvp(y, (x, direction)).Evaluate().ToDoubles(), tangent => Assert.Equal(0, tangent));
        }
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(1, 3, 1)]
    [InlineData(1, 3, 1, 1)]
    public void A_batch_with_one_value_for_each_channel_is_refused(params int[] shape)
    {
        var x = new Parameter(TensorData.Zeros(Shape.Create(shape), DType.Float64), "x");
        var error = Assert.Throws<ShapeException>(() => BatchNormTraining(x, null, null, Channels(x), Channels(x)));
        Assert.StartsWith($"BatchNorm needs more than one value for each channel in training, but 'x' of shape {x.Shape} has one",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Indices_into_an_empty_axis_are_refused()
    {
        var (x, place) = (new Parameter(TensorData.Zeros([0, 3], DType.Float32), "x"), Tensor.Constant<long>([0], [1]));
        Assert.Contains("is empty", Assert.Throws<ShapeException>(() => Gather(x, place)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => TakeAlongAxis(x, Tensor.Constant<long>([0, 0, 0], [1, 3]), 0));
        Assert.Throws<ShapeException>(
            () => ScatterAdd(x, Tensor.Constant<long>([0, 0, 0], [1, 3]), Tensor.Constant<float>([1, 1, 1], [1, 3]), 0));
    }

    /// <summary>The same shape as a leaf, as one that is turned round, and from the middle of a greater one.</summary>
    private static IEnumerable<(Tensor X, Parameter Leaf)> Views(Shape shape)
    {
        Parameter plain = Leaf(shape), flipped = Leaf(shape), greater = Leaf([.. shape.Select(size => size + 3)]);
        yield return (plain, plain);
        yield return (Flip(flipped), flipped);
        yield return (Slice(greater, [.. shape.Select(_ => 2)], [.. shape.Select(size => size + 2)]), greater);
    }

    private static Parameter Leaf(Shape shape) =>
        new(TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(i => 0.1 + 0.8 * i / shape.Size)], shape), "leaf");

    private static Tensor? Built(Func<Tensor, Tensor> f, Tensor x)
    {
        try
        {
            return f(x);
        }
        catch (Exception error) when (error is ShapeException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static void Check(Tensor y, Parameter leaf)
    {
        Assert.Equal(y.Type, y.Evaluate().Type);
        if (!y.DType.IsFloat()) return;
        var direction = Tensor.Constant(leaf.Value);
        var loss = Sum(Sin(y));
        var gradient = Gradient.Of(loss, leaf);
        Tensor[] outputs = [y, loss, gradient, Gradient.Jvp(y, (leaf, direction)), Gradient.Hvp(loss, leaf, direction),
            .. leaf.Shape.Size == 0 ? [Gradient.Hessian(loss, leaf), Gradient.Jacobian(y, leaf)] : Array.Empty<Tensor>()];
        PlainAgreement.Check(outputs);
        var step = new Step([loss, y], [(leaf, leaf - 0.1 * gradient)]);
        step.Run();
    }

    private static IEnumerable<(string, Func<Tensor, Tensor>)> OfOneOrTwo()
    {
        foreach (var method in Methods)
        {
            Type[] types = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
            if (types is [var only] && only == typeof(Tensor)) yield return (method.Name, x => Call(method, x));
            else if (types is [var a, var b, var c, var d] && a == typeof(Tensor) && b == a && c == typeof(string) && d == c
                && method.Name is not ("MatMul" or "Outer"))
                yield return (method.Name, x => Call(method, x, x * 0.5, null, null));
            else if (types is [var t, var number] && t == typeof(Tensor) && number == typeof(double))
                yield return ($"{method.Name}: by a number", x => Call(method, x, 0.5));
        }
    }

    private static Tensor Call(MethodInfo method, params object?[] arguments)
    {
        try
        {
            return (Tensor)method.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException wrapped) when (wrapped.InnerException is { } inner)
        {
            throw inner;
        }
    }

    private static IEnumerable<(string, Func<Tensor, Tensor>)> OfMore() =>
    [
        ("Sum", x => Sum(x)), ("Sum: last", x => Sum(x, [-1])), ("Sum: first", x => Sum(x, [0], keepDims: true)),
        ("Mean", x => Mean(x)), ("Mean: last", x => Mean(x, [-1])), ("Mean: first", x => Mean(x, [0])),
        ("Max", x => Max(x)), ("Max: last", x => Max(x, [-1])), ("Min: first", x => Min(x, [0])),
        ("Var", x => Var(x)), ("Var: last", x => Var(x, [-1])), ("Std", x => Std(x)), ("Std: first", x => Std(x, [0])),
        ("Prod", x => Prod(x)), ("Prod: last", x => Prod(x, [-1])), ("LogSumExp", x => LogSumExp(x)),
        ("LogSumExp: last", x => LogSumExp(x, [-1])), ("LogSumExp: first", x => LogSumExp(x, [0])),
        ("Norm", x => Norm(x)), ("Norm: 1", x => Norm(x, 1, [-1])), ("Norm: 0", x => Norm(x, 0, [0])), ("Norm: 3", x => Norm(x, 3, [-1])),
        ("Norm: infinity", x => Norm(x, double.PositiveInfinity, [0])),
        ("CosineSimilarity", x => CosineSimilarity(x, x, -1)), ("CosineSimilarity: first", x => CosineSimilarity(x, x, 0)),
        ("Softmax", x => Softmax(x)), ("Softmax: first", x => Softmax(x, 0)), ("LogSoftmax", x => LogSoftmax(x)),
        ("LogSoftmax: first", x => LogSoftmax(x, 0)),
        ("CumSum", x => CumSum(x, -1)), ("CumSum: first", x => CumSum(x, 0)), ("CumProd", x => CumProd(x, -1)),
        ("CumProd: first", x => CumProd(x, 0)),
        ("Sort", x => Sort(x).Values), ("Sort: first", x => Sort(x, 0, descending: true).Values), ("ArgSort", x => ArgSort(x)),
        ("TopK", x => TopK(x, 0).Values), ("TopK: first", x => TopK(x, 2, 0).Values),
        ("ArgMax", x => ArgMax(x)), ("ArgMax: last", x => ArgMax(x, -1)), ("ArgMin: first", x => ArgMin(x, 0)),
        ("MaxWithIndices", x => MaxWithIndices(x, -1).Values), ("MinWithIndices", x => MinWithIndices(x, 0).Values),
        ("Concat", x => Concat([x, x], -1)), ("Concat: with elements", x => Concat([x, Ones(x.Shape.With(0, 2)), x], 0)),
        ("Stack", x => Stack([x, x], -1)), ("Split", x => Split(x, [0, x.Shape[0]])[1]),
        ("Gather", x => Gather(x, Indices([0]))), ("Gather: places", x => Gather(x, Indices([2]), -1)),
        ("TakeAlongAxis", x => TakeAlongAxis(x, Indices(x.Shape), -1)),
        ("TakeAlongAxis: places", x => TakeAlongAxis(x, Indices(x.Shape.With(0, 2)), 0)),
        ("ScatterAdd", x => ScatterAdd(x, Indices(x.Shape), x, -1)),
        ("ScatterAdd: to elements", x => ScatterAdd(Ones(x.Shape.With(0, 2)), Indices(x.Shape), x, 0)),
        ("Embedding", x => Embedding(Ones([4, 3]) * (Sum(x) + 1), Indices([2, 0]))),
        ("Embedding: no rows", x => Embedding(x, Indices([2]))),
        ("Embedding: padding", x => Embedding(Ones([4, 3]) * (Sum(x) + 1), Indices([0]), 0)),
        ("Clamp", x => Clamp(x, 0, 1)), ("Where", x => Where(Greater(x, 0), x, 2 * x)), ("Where: numbers", x => Where(Greater(x, 0), 1, x)),
        ("MaskedFill", x => MaskedFill(x, Greater(x, 0), 1)),
        ("Elu", x => Elu(x)), ("LeakyRelu", x => LeakyRelu(x)), ("Softplus: sharp", x => Softplus(x, 2, 3)),
        ("Gelu: tanh", x => Gelu(x, GeluForm.Tanh)), ("Pow: cube", x => Pow(x, 3)),
        ("Diagonal", x => Diagonal(x)), ("Diagonal: offset", x => Diagonal(x, 1, -1, 0)), ("Tril", x => Tril(x)), ("Triu", x => Triu(x, 1)),
        ("Einsum", x => Einsum("ij,kj->ik", x, x)), ("Einsum: trace", x => Einsum("ii", x)),
        ("Einsum: three", x => Einsum("ijk,ljk->il", x, x)), ("Einsum: outer", x => Einsum("i,j->ij", x, x)),
        ("Flip", x => Flip(x, [0])), ("Roll", x => Roll(x, 1, -1)), ("Roll: axes", x => Roll(x, [1], [0])), ("Tile", x => Tile(x, 2, 2)),
        ("Tile: none", x => Tile(x, 0)), ("RepeatInterleave", x => RepeatInterleave(x, 2, -1)),
        ("Pad", x => Padded(x, PadMode.Constant)), ("Pad: reflect", x => Padded(x, PadMode.Reflect)),
        ("Pad: replicate", x => Padded(x, PadMode.Replicate)), ("Pad: circular", x => Padded(x, PadMode.Circular)),
        ("Place", x => Place(x, [.. x.Shape.Select(size => size + 2)], [.. x.Shape.Select(_ => 1)], [.. x.Shape.Select(_ => 1)])),
        ("Slice", x => Slice(x, -1, 0, 0)), ("Slice: lists", x => Slice(x, [0], [5], steps: [-1])), ("Reshape", x => Reshape(x, [-1])),
        ("Reshape: more axes", x => x.Reshape(0, 7, 2)),
        ("Squeeze", x => Squeeze(x)), ("Unsqueeze", x => Unsqueeze(x, -1)), ("Transpose", x => x.Transpose()),
        ("BroadcastTo", x => x.BroadcastTo([2, .. x.Shape])),
        ("LayerNorm", x => LayerNorm(x, [x.Shape[^1]])), ("RMSNorm", x => RMSNorm(x)), ("GroupNorm", x => GroupNorm(x, 1)),
        ("InstanceNorm", x => InstanceNorm(x)),
        ("BatchNorm", x => BatchNorm(x, null, null, Channels(x), Channels(x))),
        ("BatchNormTraining", x => BatchNormTraining(x, null, null, Channels(x), Channels(x)).Output),
        ("MatMul", x => MatMul(x, x.SwapAxes(-1, -2))), ("MatMul: other side", x => MatMul(x.SwapAxes(-1, -2), x)),
        ("MatMul: vector", x => MatMul(x, Ones([x.Shape[^1]]))), ("MatMul: vectors", x => MatMul(x, x)),
        ("MatMul: matrix", x => MatMul(x, Ones([x.Shape[^1], 4]))), ("MatMul: from the left", x => MatMul(Ones([2]), x)),
        ("Outer", x => Outer(x, Ones([2]))),
        ("ScaledDotProductAttention", x => ScaledDotProductAttention(x, x, x)),
        ("ScaledDotProductAttention: causal", x => ScaledDotProductAttention(x, x, x, causal: true)),
        ("ScaledDotProductAttention: no keys", x => ScaledDotProductAttention(Ones([2, x.Shape[^1]]), x, x)),
        ("Conv1d", x => Conv1d(x.Reshape(0, 2, 5), Ones([3, 2, 2]), Ones([3]))),
        ("Conv2d", x => Conv2d(x.Reshape(0, 2, 4, 4), Ones([3, 2, 3, 3]) * (Sum(x) + 1), padding: (1, 1))),
        ("Conv2d: no pixels", x => Conv2d(x.Reshape(2, 2, 0, 4), Ones([3, 2, 3, 3]), padding: (2, 2))),
        ("Conv2d: no channels", x => Conv2d(x.Reshape(2, 0, 4, 4), Ones([3, 0, 3, 3]))),
        ("ConvTranspose1d", x => ConvTranspose1d(x.Reshape(0, 2, 5), Ones([2, 3, 2]))),
        ("ConvTranspose2d", x => ConvTranspose2d(x.Reshape(0, 2, 4, 4), Ones([2, 3, 3, 3]) * (Sum(x) + 1), stride: (2, 2))),
        ("ConvTranspose2d: no pixels", x => ConvTranspose2d(x.Reshape(2, 2, 0, 4), Ones([2, 3, 3, 3]))),
        ("MaxPool1d", x => MaxPool1d(x.Reshape(0, 2, 5), 2)), ("MaxPool2d", x => MaxPool2d(x.Reshape(0, 2, 4, 4), (2, 2), (1, 1))),
        ("MaxPool2d: no pixels", x => MaxPool2d(x.Reshape(1, 1, 0, 4), (2, 2), padding: (1, 1))),
        ("AvgPool2d", x => AvgPool2d(x.Reshape(0, 2, 4, 4), (2, 2), (1, 1))),
        ("AvgPool2d: no pixels", x => AvgPool2d(x.Reshape(1, 1, 0, 4), (2, 2), padding: (1, 1))),
        ("AdaptiveAvgPool2d", x => AdaptiveAvgPool2d(x.Reshape(0, 2, 4, 4), (3, 2))),
        ("AdaptiveAvgPool2d: to none", x => AdaptiveAvgPool2d(x.Reshape(0, 2, 4, 4), (0, 2))),
        ("AdaptiveAvgPool2d: no pixels", x => AdaptiveAvgPool2d(x.Reshape(2, 2, 4, 0), (3, 2))),
        ("UpsampleNearest2d", x => UpsampleNearest2d(x.Reshape(0, 2, 4, 4), 2)),
        .. Losses("MSELoss", (x, r) => MSELoss(x, 0.5 * x, r)), .. Losses("L1Loss", (x, r) => L1Loss(x, 0.5 * x, r)),
        .. Losses("HuberLoss", (x, r) => HuberLoss(x, 0.5 * x, 1, r)),
        .. Losses("SmoothL1Loss", (x, r) => SmoothL1Loss(x, 0.5 * x, 1, r)), .. Losses("BCELoss", (x, r) => BCELoss(x, 0.5 * x, r)),
        .. Losses("BCEWithLogitsLoss", (x, r) => BCEWithLogitsLoss(x, 0.5 * x, reduction: r)),
        .. Losses("KLDivLoss", (x, r) => KLDivLoss(x, 0.5 * x, r)),
        .. Losses("CrossEntropyLoss", (x, r) => CrossEntropyLoss(x, Indices([.. x.Shape.Take(1), .. x.Shape.Skip(2)]), reduction: r)),
        .. Losses("NLLLoss", (x, r) => NLLLoss(x, Indices([.. x.Shape.Take(1), .. x.Shape.Skip(2)]), reduction: r)),
        .. Losses("CrossEntropyLoss: probabilities", (x, r) => CrossEntropyLoss(x, 0.5 * x, reduction: r)),
    ];

    private static IEnumerable<(string, Func<Tensor, Tensor>)> Losses(string name, Func<Tensor, Reduction, Tensor> loss) =>
        Enum
            .GetValues<Reduction>()
            .Select(reduction =>
                ($"{name}{(name.Contains(':', StringComparison.Ordinal) ? "," : ":")} {reduction}",
                    (Func<Tensor, Tensor>)(x => loss(x, reduction))));

    private static Tensor Padded(Tensor x, PadMode mode) =>
        Pad(x, [.. x.Shape.Select((size, axis) => axis == x.Rank - 1 ? (1, 1) : (0, 0))], mode, 0.5);

    private static Tensor Channels(Tensor x) => Ones([x.Rank > 1 ? x.Shape[1] : 1]);

    private static Tensor Ones(Shape shape) => Tensor.Constant<double>([.. Enumerable.Repeat(1.0, shape.Size)], shape);

    private static Tensor Indices(Shape shape) => Tensor.Constant<long>(new long[shape.Size], shape);
}

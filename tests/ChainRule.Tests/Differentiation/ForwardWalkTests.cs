using ChainRule.Graph;
using ChainRule.Networks;
using ChainRule.Ops;
using ChainRule.Tests.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Differentiation;

/// <summary>Forward mode where one tensor is several operands of an op, or one operand is made of another.</summary>
public class ForwardWalkTests
{
    private static readonly Parameter x = new([0.5, 2], "x");
    private static readonly Tensor v = Tensor.Constant<double>([1, 10]);

    /// <summary>Functions of x of shape [3, 3], with values from 0.3 to 0.9, in which x meets itself.</summary>
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Meetings = new()
    {
        ["Concat of x three times"] = x => Concat([x, x, x], 0),
        ["Concat of x and its sine"] = x => Concat([x, Sin(x), Sin(Sin(x)), x], 1),
        ["a skip connection by Concat"] = x => MatMul(Concat([Tanh(MatMul(x, x)), x], 1), Concat([x, x * x], 0)),
        ["Stack"] = x => Stack([x, Exp(x), x], 1),
        ["Concat of a constant between"] = x => Concat([x, Ones(1), Square(x)], 0),
        ["MatMul"] = x => MatMul(x, MatMul(x.Transpose(), x)),
        ["Outer"] = x => Outer(Sum(x, [0]), Sum(x, [1])),
        ["Einsum"] = x => Einsum("ij,jk,ik->i", x, x, Sin(x)),
        ["Where"] = x => Where(Greater(x, 0.6), x, Sin(x)),
        ["ScatterAdd"] = x => ScatterAdd(x, Tensor.Constant<long>([0, 2, 1, 1, 1, 0, 2, 0, 0], [3, 3]), Sin(x), 1),
        ["Pow"] = x => Pow(x, x),
        ["Maximum of x and x"] = x => Maximum(x, x) * Minimum(x, x),
        ["Conv2d with itself"] = x => Conv2d(x.Reshape(1, 1, 3, 3), x.Reshape(1, 1, 3, 3), padding: (1, 1)),
        ["ConvTranspose2d with itself"] = x => ConvTranspose2d(x.Reshape(1, 1, 3, 3), Sin(x).Reshape(1, 1, 3, 3), stride: (2, 2)),
        ["attention to itself"] = x => ScaledDotProductAttention(x, x, x),
        ["causal attention"] = x => ScaledDotProductAttention(Sin(x), x, x * x, causal: true),
        ["layer norm by itself"] = x => LayerNorm(x, [3], Sum(x, [0]), Mean(x, [1])),
        ["cross-entropy with its own softmax"] = x => CrossEntropyLoss(x, Softmax(x)),
        ["MSELoss"] = x => MSELoss(x, Square(x)),
        ["CosineSimilarity"] = x => CosineSimilarity(x, x.Transpose()),
        ["a gradient of one's own"] = CustomOp.WithGradient("Cube", x => x * x * x, (x, y, gradient) => 3 * Square(x) * gradient),
        ["the gradient of a Concat"] = x => Gradient.Of(Sum(Square(Concat([x, Sin(x), x], 0))), x),
        ["a tangent of a Concat"] = x => Gradient.Jvp(Concat([x, Sin(x), x], 0), (x, x * x)),
    };

    public static TheoryData<string> MeetingNames => [.. Meetings.Keys];

    /// <summary>The catalogue's examples that have several operands of floating-point numbers.</summary>
    public static TheoryData<string> SeveralOperands =>
        [.. ExampleCase.Labels.Where(row => new ExampleCase(row).Differentiable.Length > 1)];

    [Fact]
    public void A_tangent_goes_to_each_place_of_a_tensor_once()
    {
        Assert.Equal([1, 10, 1, 10], Gradient.Jvp(Concat([x, x], 0), (x, v)).Evaluate().ToDoubles());
        Assert.Equal([1, 10, 1, 10], Gradient.Jvp(Stack([x, x]), (x, v)).Evaluate().ToDoubles());
        Assert.Equal([1, 10, Math.Cos(0.5), 10 * Math.Cos(2)], Gradient.Jvp(Concat([x, Sin(x)], 0), (x, v)).Evaluate().ToDoubles());
    }

    /// <summary>Both modes, to the second order, against each other and against central differences.</summary>
    [Theory]
    [MemberData(nameof(MeetingNames))]
    public void A_tensor_that_meets_itself_has_the_same_derivatives_in_both_modes(string name) =>
        Check.Gradient(Meetings[name], Point([3, 3], new SampleRange(0.3, 0.9))).ThrowIfFailed();

    [Theory]
    [MemberData(nameof(SeveralOperands))]
    public void One_tensor_in_all_places_of_its_shape(string row) => CheckPlaces(row, beside: false);

    [Theory]
    [MemberData(nameof(SeveralOperands))]
    public void A_tensor_beside_a_function_of_it(string row) => CheckPlaces(row, beside: true);

    [Fact]
    public void The_tangent_of_joined_parts_is_joined()
    {
        Tensor[] parts = [.. Enumerable.Range(0, 20).Select(i => Sin(x * (i + 1)))];
        var tangent = Gradient.Jvp(Concat(parts, 0), (x, v));
        Assert.DoesNotContain(TopologicalOrder.Of(tangent), t => t.Op is SliceTransposeOp);
        var expected = parts.SelectMany((_, i) => new[] { (i + 1) * Math.Cos(0.5 * (i + 1)), 10 * (i + 1) * Math.Cos(2 * (i + 1)) });
        Assert.All(expected.Zip(tangent.Evaluate().ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Fact]
    public void A_checked_recurrent_layer_passes() =>
        Check
            .Gradient(new GRU(2, 3, batchFirst: true, dtype: DType.Float64).Forward, Point([2, 4, 2], new SampleRange(-1, 1)))
            .ThrowIfFailed();

    /// <summary>
    /// The op with its first operand in the other places too, or with functions of it that stay in the other operands' domains.
    /// </summary>
    private static void CheckPlaces(string row, bool beside)
    {
        var example = new ExampleCase(row);
        var (op, inputs) = (example.Example.Op, example.Inputs);
        var first = Array.FindIndex(inputs, example.Differentiable.Contains);
        Check
            .Gradient(x => Tensor.Apply(op, [.. inputs.Select((input, i) => example.Differentiable.Contains(input) ? Place(x, i) : input)]),
                inputs[first].Value)
            .ThrowIfFailed();

        Tensor Place(Tensor x, int i) =>
            i == first || (!beside && inputs[i].Shape.Equals(x.Shape))
                ? x
                : Resized(Within(x, example.Example.Domains[first], example.Example.Domains[i]), inputs[i].Shape);
    }

    private static Tensor Within(Tensor x, SampleRange from, SampleRange to) =>
        to.From + (to.To - to.From) * Square((x - from.From) / (from.To - from.From));

    /// <summary>The elements of x over and over, in another shape.</summary>
    private static Tensor Resized(Tensor x, Shape shape) =>
        Gather(x.Reshape(-1), Tensor.Constant<long>([.. Enumerable.Range(0, shape.Size).Select(i => (long)(i % x.Shape.Size))])).Reshape(
            shape);

    private static Tensor Ones(int rows) => Tensor.Constant(TensorData.Zeros([rows, 3], DType.Float64)) + 1;

    private static TensorData Point(Shape shape, SampleRange domain)
    {
        var random = new Random(1);
        return TensorData.Wrap(
            [.. Enumerable.Range(0, shape.Size).Select(_ => domain.From + random.NextDouble() * (domain.To - domain.From))], shape);
    }
}

using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>What functions promise beyond the golden cases: edges, modes and extreme values.</summary>
public class FunctionTests
{
    private static readonly double Infinity = double.PositiveInfinity;

    [Fact]
    public void Slices_are_NumPys() => Gen.Select(Gen.Int[0, 7], Gen.Int[-9, 9], Gen.Int[-9, 9], Gen.Int[-3, 3].Where(step => step != 0))
        .Sample((size, start, end, step) =>
        {
            var x = Tensor.Constant<double>([.. Enumerable.Range(0, size).Select(i => (double)i)]);
            return Slice(x, [start], [end], steps: [step]).Evaluate().ToDoubles().SequenceEqual(Places(size, start, end, step));
        });

    [Fact]
    public void Flip_reads_backwards() => Equal([10, 9, 7, 4], Flip(CumSum(Flip(Vector(1, 2, 3, 4)), 0)));

    [Fact]
    public void Roll_goes_around() => Equal([3, 4, 1, 2], Roll(Vector(1, 2, 3, 4), 6, 0));

    [Theory]
    [InlineData(0, new double[] { 0, 4 })]
    [InlineData(1, new double[] { 1, 5 })]
    [InlineData(-1, new double[] { 3 })]
    [InlineData(3, new double[] { })]
    public void Diagonals_are_counted_upwards(int offset, double[] expected) => Equal(expected, Diagonal(Range(2, 3), offset));

    [Fact]
    public void OneHot_of_a_class_outside_is_zero() =>
        Equal([0, 1, 0, 0, 0, 0], OneHot(Tensor.Constant<long>([1, 3]), 3));

    [Fact]
    public void Casts_round_towards_zero_and_know_truth()
    {
        Equal([1, -1, 0], Vector(1.9, -1.9, 0).Cast(DType.Int64));
        Equal([1, 1, 0], Vector(1.9, -1.9, 0).Cast(DType.Bool));
        Equal([1, 1, 0], Vector(1.9, -1.9, 0).Cast(DType.Bool).Cast(DType.Int64));
        Assert.Equal(DType.Float32, Vector(1).Cast(DType.Bool).Cast(DType.Float32).DType);
    }

    [Fact]
    public void StopGradient_holds_a_factor_still()
    {
        var x = new Parameter(3.0, "x");
        Assert.Equal(3, Gradient.Of(x * StopGradient(x), x).Item());
    }

    [Fact]
    public void Reductions_of_nothing()
    {
        var nothing = Tensor.Constant(TensorData.Zeros([0], DType.Float64));
        Assert.Equal(1, Prod(nothing).Item());
        Assert.Equal(-Infinity, LogSumExp(nothing).Item());
        Assert.Equal(double.NaN, Mean(nothing).Item());
        Assert.Equal(double.NaN, Var(Vector(1)).Item());
    }

    [Fact]
    public void Norms_of_every_order()
    {
        var x = Vector(3, 0, -4);
        Assert.Equal(2, Norm(x, 0).Item());
        Assert.Equal(0, Norm(x, -Infinity).Item());
        Assert.Equal(4, Norm(x, Infinity).Item());
        Assert.Equal(5, Norm(x).Item());
    }

    [Fact]
    public void A_norm_with_a_steep_slope_at_zero_has_a_finite_gradient()
    {
        var x = new Parameter([4.0, 0.0], "x");
        Equal([1, 0], Gradient.Of(Norm(x, 0.5), x));
    }

    [Fact]
    public void An_impossible_class_does_not_spoil_the_loss()
    {
        var logits = new Parameter([1.0, -Infinity, 1.0], "logits");
        var loss = CrossEntropyLoss(logits, Tensor.Constant(TensorData.Wrap(new long[] { 0 }, Shape.Scalar)));
        Assert.Equal(Math.Log(2), loss.Item(), 15);
        Equal([-0.5, 0, 0.5], Gradient.Of(loss, logits));
    }

    [Fact]
    public void Certain_probabilities_have_a_finite_loss()
    {
        var p = new Parameter([0.0, 1.0], "p");
        var loss = BCELoss(p, Vector(1, 1), Reduction.Sum);
        Assert.Equal(100, loss.Item());
        Equal([0, -1], Gradient.Of(loss, p));
    }

    [Fact]
    public void Bounds_that_cross_give_the_upper_one() => Equal([1, 1], Clamp(Vector(0, 5), min: 2, max: 1));

    [Fact]
    public void Windows_that_spread_unevenly_overlap() =>
        Equal([0.5, 2, 3.5], AdaptiveAvgPool2d(Range(1, 5).Reshape(1, 1, 1, 5), (1, 3)));

    [Fact]
    public void A_last_window_outside_counts_only_what_is_there()
    {
        var x = Range(1, 5).Reshape(1, 1, 1, 5);
        Equal([0.5, 2.5, 4], AvgPool2d(x, (1, 2), (1, 2), ceilMode: true));
        Equal([1, 3, 4], MaxPool2d(x, (1, 2), (1, 2), ceilMode: true));
    }

    [Theory]
    [InlineData("iij->j")]
    [InlineData("ijk->ki")]
    [InlineData("ij,kj")]
    [InlineData("ij,j,k->ki")]
    [InlineData("abc,cd,bd->a")]
    [InlineData("ba,ab->")]
    [InlineData(" i j , j -> i ")]
    public void Einsum_sums_what_it_says(string equation)
    {
        var names = equation.Replace(" ", "", StringComparison.Ordinal).Split("->");
        var inputs = names[0].Split(',');
        var output = names.Length > 1
            ? names[1]
            : string.Concat(string.Concat(inputs).GroupBy(c => c).Where(g => g.Count() == 1).Select(g => g.Key).Order());
        Tensor[] operands = [.. inputs.Select(axes => Sin(Range([.. axes.Select(SizeOf)])))];
        var expected = BruteForce(inputs, output, [.. operands.Select(operand => operand.Evaluate())]);
        var actual = Einsum(equation, operands).Evaluate();
        Assert.Null(new Tolerance(1e-13, 1e-13).Complaint(equation, expected, actual));
    }

    public static TheoryData<string> LargeWork => [.. Large.Keys];

    private static readonly Dictionary<string, Func<Tensor, Tensor>> Large = new()
    {
        ["Softmax"] = x => Softmax(x.Reshape(x.Shape[0], -1)),
        ["MatMul with more rows"] = x => MatMul(x.Reshape(-1, 50), Sin(Range(50, 40))).Reshape(x.Shape[0], -1),
        ["MatMul with more columns"] = x => MatMul(x.Reshape(x.Shape[0], -1), Sin(Range(1200, 100))),
        ["MaxPool2d"] = x => MaxPool2d(x, (2, 3)),
        ["Conv2d"] = x => Conv2d(x, Sin(Range(2, 3, 3, 3))),
        ["Sort"] = x => Sort(x, 1).Values,
    };

    [Theory, MemberData(nameof(LargeWork))]
    public void Work_cut_into_parts_gives_what_single_pieces_give(string name)
    {
        var x = Sin(Range(64, 3, 20, 20) * 7);
        Tensor Derived(Tensor part)
        {
            var y = Large[name](part);
            return Concat([y.Reshape(y.Shape[0], -1), Gradient.Of(Sum(Square(y)), part).Reshape(part.Shape[0], -1)], 1);
        }
        var inputs = Enumerable.Range(0, 64).Select(i => Tensor.Constant(Slice(x, 0, i, 1).Evaluate()));
        var pieces = Concat([.. inputs.Select(Derived)], 0).Evaluate();
        Assert.Null(new Tolerance(1e-11, 1e-11).Complaint(name, pieces, Derived(Tensor.Constant(x.Evaluate())).Evaluate()));
    }

    private static int SizeOf(char axis) => 2 + axis % 3;

    private static TensorData BruteForce(string[] inputs, string output, TensorData[] operands)
    {
        var axes = string.Concat(inputs).Distinct().ToArray();
        var result = TensorData.Zeros([.. output.Select(SizeOf)], DType.Float64);
        foreach (var index in Indices(axes))
        {
            int Place(string names) => names.Aggregate(0, (place, name) => place * SizeOf(name) + index[name]);
            var product = inputs.Select((names, i) => operands[i][Place(names)]).Aggregate(1.0, (x, y) => x * y);
            result.Set(Place(output), result[Place(output)] + product);
        }
        return result;
    }

    private static IEnumerable<Dictionary<char, int>> Indices(char[] axes)
    {
        var count = axes.Aggregate(1, (product, axis) => product * SizeOf(axis));
        for (var flat = 0; flat < count; flat++)
        {
            var (index, rest) = (new Dictionary<char, int>(), flat);
            foreach (var axis in axes) (index[axis], rest) = (rest % SizeOf(axis), rest / SizeOf(axis));
            yield return index;
        }
    }

    /// <summary>The elements that Python's x[start:end:step] takes.</summary>
    private static IEnumerable<double> Places(int size, int start, int end, int step)
    {
        int Bounded(int place, int low, int high) => Math.Clamp(place < 0 ? place + size : place, low, high);
        var (low, high) = step > 0 ? (0, size) : (-1, size - 1);
        for (int i = Bounded(start, low, high), stop = Bounded(end, low, high); step > 0 ? i < stop : i > stop; i += step) yield return i;
    }

    private static Tensor Vector(params double[] values) => Tensor.Constant<double>(values);

    /// <summary>0, 1, 2, … in a shape.</summary>
    private static Tensor Range(params int[] sizes)
    {
        var shape = Shape.Create(sizes);
        return Tensor.Constant(TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(i => (double)i)], shape));
    }

    private static void Equal(double[] expected, Tensor actual) =>
        Assert.Null(
            new Tolerance(1e-15, 1e-15).Complaint("values", TensorData.Wrap(expected, [expected.Length]), actual.Reshape(-1).Evaluate()));
}

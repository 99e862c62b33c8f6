using System.Reflection;
using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// NaN stays NaN through every op and function, wherever it lies in a tensor, and its derivatives are the same in reverse and forward mode.
/// </summary>
public class NaNTests
{
    private const double Other = 2.5;
    private static readonly int[] Lengths = [1, 3, 70];

    // The derivatives at NaN that are numbers, by the NaN's operand: constants, what the other operand says, and PyTorch's conventions at
    // choices.
    private static readonly Dictionary<string, double[]> Derivatives = new()
    {
        ["Add"] = [1, 1],
        ["Sub"] = [1, -1],
        ["Neg"] = [-1],
        ["Mul"] = [Other, Other],
        ["Div"] = [1 / Other, double.NaN],
        ["Relu"] = [1],
        ["Abs"] = [0],
        ["Maximum"] = [1, 1],
        ["Minimum"] = [1, 1],
        ["Where"] = [double.NaN, 1, 0], // the mask is true
        ["Sign"] = [0],
        ["Floor"] = [0],
        ["Ceil"] = [0],
        ["Round"] = [0],
        ["Trunc"] = [0],
        ["StopGradient"] = [0],
    };

    public static TheoryData<string> Elementwise =>
        [.. Catalogue.Elementwise.Where(op => op.Signature != Signature.Comparison).Select(op => op.Info.Name)];

    private static readonly MethodInfo[] OfOneTensor = [.. typeof(Functions).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method =>
            method.ReturnType == typeof(Tensor)
            && method.GetParameters() is [{ ParameterType: var first }, ..] parameters
            && first == typeof(Tensor)
            && parameters[1..].All(
                parameter =>
                    parameter.HasDefaultValue
                    || parameter.ParameterType == typeof(double)
                    || parameter.ParameterType == typeof(int)
                    || parameter.ParameterType.IsEnum))];

    public static TheoryData<string> Composites => [.. OfOneTensor.Select(method => method.ToString()!)];

    [Theory, MemberData(nameof(Elementwise))]
    public void Values_keep_it(string name)
    {
        var op = Catalogue.Elementwise.Single(op => op.Info.Name == name);
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
            foreach (var length in Lengths)
                foreach (var operand in Operands(op))
                    for (var at = 0; at < length; at++)
                    {
                        if (name == "Where" && operand == 2) continue; // what is not chosen leaves no trace
                        var values = Tensor
                            .Apply(op, [.. Enumerable.Range(0, op.Arity).Select(i => Input(op, i, i == operand ? at : -1, length, dtype))])
                            .Evaluate()
                            .ToDoubles();
                        Assert.True(double.IsNaN(values[at]),
                            $"{name} of {dtype} with NaN as operand {operand} is {values[at]} at {at} of {length}");
                        Assert.Equal(1, values.Count(double.IsNaN));
                    }
    }

    [Theory, MemberData(nameof(Elementwise))]
    public void Derivatives_are_the_stated_ones_in_both_modes(string name)
    {
        var op = Catalogue.Elementwise.Single(op => op.Info.Name == name);
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
            foreach (var length in Lengths)
                foreach (var operand in Operands(op))
                {
                    Tensor[] inputs = [.. Enumerable
                        .Range(0, op.Arity)
                        .Select(i => Input(op, i, i == operand ? length - 1 : -1, length, dtype))];
                    var y = Tensor.Apply(op, inputs);
                    var ones = One(y).BroadcastTo(y.Shape);
                    var expected = Derivatives.TryGetValue(name, out var known) ? known[operand] : double.NaN;
                    Assert.Equal(expected, Gradient.Vjp(y, ones, [inputs[operand]])[0].Evaluate().ToDoubles()[^1], 1e-6);
                    Assert.Equal(expected, Gradient.Jvp(y, (inputs[operand], ones)).Evaluate().ToDoubles()[^1], 1e-6);
                }
    }

    [Theory, MemberData(nameof(Composites))]
    public void Functions_keep_it(string signature)
    {
        var method = OfOneTensor.Single(method => method.ToString() == signature);
        if (Call(method, new Input(TensorData.Create([double.NaN, double.NaN], [2]))) is not { } result) return;
        Assert.All(result.Evaluate().ToDoubles(), value => Assert.Equal(double.NaN, value));
    }

    [Theory, MemberData(nameof(Composites))]
    public void Functions_have_one_derivative_in_both_modes(string signature)
    {
        var x = new Input(TensorData.Create([double.NaN], [1]));
        if (Call(OfOneTensor.Single(method => method.ToString() == signature), x) is not { Shape.Size: 1 } y) return;
        var ones = One(y).BroadcastTo(y.Shape);
        Assert.Equal(Gradient.Vjp(y, ones, [x])[0].Reshape([1]).Item(),
            Gradient.Jvp(y, (x, One(x).BroadcastTo(x.Shape))).Reshape([1]).Item());
    }

    [Fact]
    public void The_sweep_reaches_the_functions() =>
        Assert.True(
            OfOneTensor.Count(method => Call(method, new Input(TensorData.Create([double.NaN, double.NaN], [2]))) is not null) > 60);

    [Fact]
    public void Losses_of_it_have_derivatives_that_are_not_numbers()
    {
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
        {
            var x = new Input(TensorData.Create([double.NaN, 1], [2]).Cast(dtype));
            // |x|′ at NaN is 0 by PyTorch's convention, and so is the absolute error's.
            foreach (var loss in (Tensor[])[HuberLoss(x, Zero(x).BroadcastTo([2])), SmoothL1Loss(x, Zero(x).BroadcastTo([2]), 0.5),
                MSELoss(x, Zero(x).BroadcastTo([2])), BCEWithLogitsLoss(x, Zero(x).BroadcastTo([2]))])
            {
                var gradient = Gradient.Of(loss, x).Evaluate().ToDoubles();
                Assert.True(double.IsNaN(gradient[0]), $"{gradient[0]}");
                Assert.True(double.IsFinite(gradient[1]));
            }
        }
    }

    [Fact]
    public void Powers_of_1_and_to_0_are_1()
    {
        Assert.Equal(1, Pow(Tensor.Constant(1.0), Tensor.Constant(double.NaN)).Item());
        Assert.Equal(1, Pow(Tensor.Constant(double.NaN), Tensor.Constant(0.0)).Item());
    }

    [Fact]
    public void A_bound_of_NaN_makes_NaN()
    {
        var x = Tensor.Constant<double>([-1, 2]);
        Assert.Equal([double.NaN, double.NaN], Clamp(x, min: double.NaN).Evaluate().ToDoubles());
        Assert.Equal([double.NaN, double.NaN], Clamp(x, min: 0, max: double.NaN).Evaluate().ToDoubles());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(null)]
    public void Extremes_and_norms_find_it_anywhere(int? axis)
    {
        int[]? axes = axis is { } only ? [only] : null;
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
            foreach (var shape in (Shape[])[[5, 14], [3, 1], [2, 70]])
                for (var at = 0; at < shape.Size; at++)
                {
                    var data = TensorData.Zeros(shape, dtype);
                    for (var i = 0; i < shape.Size; i++) data.Set(i, i == at ? double.NaN : i % 7 - 3);
                    var x = Tensor.Constant(data);
                    foreach (var y in (Tensor[])[Max(x, axes), Min(x, axes), Sum(x, axes), Norm(x, 2, axes),
                        Tensor.Apply(new EuclideanNormOp(x.Shape.Axes(axes), KeepDims: false), x)])
                        Assert.Equal(1, y.Evaluate().ToDoubles().Count(double.IsNaN));
                    Assert.Equal(at, ArgMax(x).Item());
                    Assert.Equal(at, ArgMin(x).Item());
                }
    }

    private static IEnumerable<int> Operands(ElementwiseOp op) =>
        Enumerable.Range(op.Signature == Signature.Selection ? 1 : 0, op.Signature == Signature.Selection ? 2 : op.Arity);

    /// <summary>An operand that is NaN at one place, or nowhere.</summary>
    private static Input Input(ElementwiseOp op, int operand, int at, int length, DType dtype)
    {
        var isMask = op.Signature == Signature.Selection && operand == 0;
        var data = TensorData.Zeros([length], isMask ? DType.Bool : dtype);
        for (var i = 0; i < length; i++)
            data.Set(i, isMask ? 1 : i == at ? double.NaN : op.Arity == 1 ? Middle(op.SampleRanges[0]) : Other);
        return new Input(data);
    }

    private static double Middle(SampleRange domain) => domain.From + 0.6 * (domain.To - domain.From);

    /// <summary>The function of a tensor, if it takes such a one and gives numbers.</summary>
    private static Tensor? Call(MethodInfo method, Tensor x)
    {
        try
        {
            object?[] arguments = [x, .. method.GetParameters()[1..].Select(Argument)];
            return method.Invoke(null, arguments) is Tensor y && y.DType.IsFloat() ? y : null;
        }
        catch (TargetInvocationException e) when (e.InnerException is ArgumentException)
        {
            return null; // an image, a matrix or a whole number is wanted
        }
    }

    private static object? Argument(ParameterInfo parameter) => parameter switch
    {
        { HasDefaultValue: true, DefaultValue: var value } => value,
        { ParameterType.IsEnum: true } => Enum.ToObject(parameter.ParameterType, 1),
        _ => parameter.ParameterType == typeof(int) ? 0 : (object)Other,
    };
}

using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Derivatives up to the ends of the range of numbers, in both precisions, against closed forms that never leave it. A result below the
/// least normal number may be rounded to any below it.
/// </summary>
public class RangeEndTests
{
    private static readonly double[] Magnitudes =
    [
        0, 2.3e-308, 1e-300, 1e-200, 1e-155, 1e-100, 1.2e-38, 1e-30, 1e-20, 1e-10, 1e-5, 0.125, 0.5, 0.9375, 1 - Math.ScaleB(1, -12),
        1 - Math.ScaleB(1, -23), 1 - Math.ScaleB(1, -53), 1, 1 + Math.ScaleB(1, -52), 1 + Math.ScaleB(1, -23), 1 + Math.ScaleB(1, -12),
        1.5, 3, 8, 10, 17, 40, 80, 88, 100, 700, 1e3, 1e5, 1e10, 1e16, 1e19, 1e22, 1e30, 3.4e38, 1e100, 1e154, 1e160, 1e200, 1e300,
        double.MaxValue, double.PositiveInfinity,
    ];

    private static readonly double[] PairMagnitudes = [0, 1e-300, 1e-200, 1e-37, 1e-20, 1, 3, 1e20, 1e37, 1e200, 1e300];

    private static readonly Dictionary<string, Func<double, double>> Unary = new()
    {
        ["Neg"] = x => -1,
        ["Square"] = x => 2 * x,
        ["Abs"] = x => Math.Sign(x),
        ["Relu"] = x => x > 0 ? 1 : 0,
        ["Exp"] = Math.Exp,
        ["Exp2"] = x => double.Exp2(x) is var y && double.IsInfinity(y) ? double.NaN : y * Math.Log(2), // where the function is a number
        ["Expm1"] = Math.Exp,
        ["Log"] = x => x < 0 ? double.NaN : 1 / x,
        ["Log1p"] = x => x < -1 ? double.NaN : 1 / (1 + x),
        ["Log2"] = x => x < 0 ? double.NaN : 1 / x / Math.Log(2),
        ["Log10"] = x => x < 0 ? double.NaN : 1 / x / Math.Log(10),
        ["Sqrt"] = x => 0.5 / Math.Sqrt(x),
        ["Rsqrt"] = x => -0.5 / Math.Sqrt(x) / x,
        ["Reciprocal"] = x => -1 / x / x,
        ["Sin"] = Math.Cos,
        ["Cos"] = x => -Math.Sin(x),
        ["Tan"] = x => 1 / Math.Cos(x) / Math.Cos(x),
        ["Asin"] = x => 1 / Math.Sqrt((1 - x) * (1 + x)),
        ["Acos"] = x => -1 / Math.Sqrt((1 - x) * (1 + x)),
        ["Atan"] = x => Math.Abs(x) > 1e9 ? 1 / x / x : 1 / (1 + x * x),
        ["Sinh"] = Math.Cosh,
        ["Cosh"] = Math.Sinh,
        ["Tanh"] = x => 1 / Math.Cosh(x) / Math.Cosh(x),
        ["Asinh"] = x => Math.Abs(x) > 1e9 ? 1 / Math.Abs(x) : 1 / Math.Sqrt(1 + x * x),
        ["Acosh"] = x => 1 / Math.Sqrt(x - 1) / Math.Sqrt(x + 1),
        ["Atanh"] = x => Math.Abs(x) > 1 ? double.NaN : 1 / (1 - x) / (1 + x),
        ["Sigmoid"] = x => Math.Exp(-Math.Abs(x)) / Math.Pow(1 + Math.Exp(-Math.Abs(x)), 2),
        ["Softplus"] = x => x > 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x)),
        ["Softsign"] = x => 1 / (1 + Math.Abs(x)) / (1 + Math.Abs(x)),
        ["Erf"] = x => 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x),
        ["Erfc"] = x => -2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x),
        ["Sign"] = x => 0,
        ["Floor"] = x => 0,
        ["Ceil"] = x => 0,
        ["Round"] = x => 0,
        ["Trunc"] = x => 0,
        ["StopGradient"] = x => 0,
    };

    private static readonly Dictionary<string, (Func<double, double, double> ByFirst, Func<double, double, double> BySecond)> Binary = new()
    {
        ["Add"] = ((a, b) => 1, (a, b) => 1),
        ["Sub"] = ((a, b) => 1, (a, b) => -1),
        ["Mul"] = ((a, b) => b, (a, b) => a),
        ["Div"] = ((a, b) => 1 / b, (a, b) => -a / b / b),
        ["Pow"] = ((x, p) => x > 0 ? p * Math.Pow(x, p - 1) : double.NaN, (x, p) => x > 0 ? Math.Pow(x, p) * Math.Log(x) : double.NaN),
        // Its derivative is a sum of two terms, both of which must be representable, in single precision too.
        ["PowLog"] = (
            (x, p) =>
                x > 0 && Math.Abs(Math.Pow(x, p - 1) * Math.Log(x)) < float.MaxValue
                    ? Math.Pow(x, p - 1) * (p * Math.Log(x) + 1)
                    : double.NaN,
            (x, p) => x > 0 ? Math.Pow(x, p) * Math.Log(x) * Math.Log(x) : double.NaN),
        ["Maximum"] = ((a, b) => a > b ? 1 : a == b ? 0.5 : 0, (a, b) => b > a ? 1 : a == b ? 0.5 : 0),
        ["Minimum"] = ((a, b) => a < b ? 1 : a == b ? 0.5 : 0, (a, b) => b < a ? 1 : a == b ? 0.5 : 0),
        ["Atan2"] = ((y, x) => Share(x, y) / Length(x, y), (y, x) => -Share(y, x) / Length(x, y)),
        ["Hypot"] = (Share, (a, b) => Share(b, a)),
        ["LogAddExp"] = ((a, b) => Unary["Softplus"](a - b), (a, b) => Unary["Softplus"](b - a)),
    };

    // Made of the function's own value, which rounds to ±1: absolute precision, as in PyTorch.
    private static readonly string[] OfTheirValue = ["Tanh", "Sigmoid"];

    public static TheoryData<string> All => [.. Differentiable.Select(op => op.Info.Name)];

    private static IEnumerable<ElementwiseOp> Differentiable => Catalogue.Elementwise.Where(op => op.Signature == Signature.Arithmetic);

    [Fact]
    public void Every_op_has_a_closed_form() =>
        Assert.Equal(Differentiable.Select(op => op.Info.Name).Order(), Unary.Keys.Concat(Binary.Keys).Order());

    [Theory, MemberData(nameof(All))]
    public void Derivatives_are_right_in_double(string name) => Check(name, DType.Float64, 1e-11);

    [Theory, MemberData(nameof(All))]
    public void Derivatives_are_right_in_float(string name) => Check(name, DType.Float32, 2e-5);

    [Theory]
    [InlineData("gelu", 1, 0)]
    [InlineData("gelu_tanh", 1, 0)]
    [InlineData("silu", 1, 0)]
    [InlineData("mish", 1, 0)]
    [InlineData("elu", 1, 0)]
    [InlineData("leaky_relu", 1, 0.01)]
    [InlineData("log_sigmoid", 0, 1)]
    [InlineData("softplus", 1, 0)]
    [InlineData("relu6", 0, 0)]
    [InlineData("hard_sigmoid", 0, 0)]
    [InlineData("hard_swish", 1, 0)]
    [InlineData("huber", 1, -1)]
    [InlineData("smooth_l1", 1, -1)]
    [InlineData("l1", 1, -1)]
    [InlineData("bce", 0.75, -0.25)]
    public void Activations_and_losses_reach_their_limits(string name, double right, double left)
    {
        Func<Tensor, Tensor> function = name switch
        {
            "gelu" => Gelu,
            "gelu_tanh" => x => Gelu(x, GeluForm.Tanh),
            "silu" => Silu,
            "mish" => Mish,
            "elu" => x => Elu(x),
            "leaky_relu" => x => LeakyRelu(x),
            "log_sigmoid" => LogSigmoid,
            "softplus" => x => Softplus(x, 2),
            "relu6" => Relu6,
            "hard_sigmoid" => HardSigmoid,
            "hard_swish" => HardSwish,
            "huber" => x => HuberLoss(x, Zero(x), reduction: Reduction.Sum),
            "smooth_l1" => x => SmoothL1Loss(x, Zero(x), reduction: Reduction.Sum),
            "l1" => x => L1Loss(x, Zero(x), reduction: Reduction.Sum),
            _ => x => BCEWithLogitsLoss(x, Number(0.25, x), reduction: Reduction.Sum),
        };
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
            foreach (var magnitude in (double[])[1e3, 1e10, 1e19, 1e20, 3e38, 1e154, 1e200, 1e308])
            {
                if (dtype == DType.Float32 && magnitude > 3.4e38) continue;
                Assert.Equal(right, Slope(function, magnitude, dtype), 1e-6);
                Assert.Equal(left, Slope(function, -magnitude, dtype), 1e-6);
            }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    public void Huber_is_linear_to_infinity(double delta)
    {
        foreach (var dtype in (DType[])[DType.Float32, DType.Float64])
        {
            Assert.Equal(delta, Slope(x => HuberLoss(x, Zero(x), delta), double.PositiveInfinity, dtype));
            Assert.Equal(-delta, Slope(x => HuberLoss(x, Zero(x), delta), double.NegativeInfinity, dtype));
        }
    }

    private static double Slope(Func<Tensor, Tensor> function, double at, DType dtype)
    {
        var x = new Input(TensorData.Create([at], []).Cast(dtype));
        return Gradient.Of(function(x), x).Item();
    }

    private static void Check(string name, DType dtype, double tolerance)
    {
        var op = Catalogue.Elementwise.Single(op => op.Info.Name == name);
        var points = op.Arity == 1
            ? Signed(Magnitudes, dtype).Select(x => (x, x)).ToArray()
            : [.. from a in Signed(PairMagnitudes, dtype) from b in Signed(PairMagnitudes, dtype) select (a, b)];
        Input[] inputs = [Column(points.Select(point => point.Item1), dtype), Column(points.Select(point => point.Item2), dtype)];
        var y = Tensor.Apply(op, [.. inputs.Take(op.Arity)]);
        for (var operand = 0; operand < op.Arity; operand++)
        {
            var exact = op.Arity == 1 ? (a, _) => Unary[name](a) : operand == 0 ? Binary[name].ByFirst : Binary[name].BySecond;
            var actual = Gradient.Of(Sum(y), inputs[operand]).Evaluate().ToDoubles();
            for (var i = 0; i < points.Length; i++)
                Near(exact(points[i].Item1, points[i].Item2), actual[i], dtype, tolerance, $"{name} by operand {operand} at {points[i]}",
                    OfTheirValue.Contains(name));
        }
    }

    private static void Near(double exact, double actual, DType dtype, double tolerance, string what, bool isAbsolute)
    {
        var (least, greatest) = dtype == DType.Float32 ? (1.1754944e-38, float.MaxValue) : (2.2250738585072014e-308, double.MaxValue);
        if (double.IsNaN(exact) || Math.Abs(exact) > greatest) return; // no derivative, or none that is representable
        var error = Math.Abs(actual - exact);
        Assert.True(error <= tolerance * Math.Abs(exact) || error < least || (isAbsolute && error < tolerance),
            $"{what}: {actual} instead of {exact}");
    }

    private static IEnumerable<double> Signed(double[] magnitudes, DType dtype) => magnitudes.SelectMany(x => (double[])[x, -x])
        .Where(x => dtype == DType.Float64 || !double.IsFinite(x) || (Math.Abs(x) <= float.MaxValue && (x == 0 || Math.Abs(x) > 1.18e-38)))
        .Select(x => dtype == DType.Float32 ? (float)x : x);

    private static Input Column(IEnumerable<double> values, DType dtype)
    {
        double[] all = [.. values];
        return new(TensorData.Create(all, [all.Length]).Cast(dtype));
    }

    /// <summary>a/√(a² + b²).</summary>
    private static double Share(double a, double b)
    {
        var scale = Math.Max(Math.Abs(a), Math.Abs(b));
        return a / scale / Math.Sqrt(a / scale * (a / scale) + b / scale * (b / scale));
    }

    private static double Length(double a, double b)
    {
        var scale = Math.Max(Math.Abs(a), Math.Abs(b));
        return scale * Math.Sqrt(a / scale * (a / scale) + b / scale * (b / scale));
    }
}

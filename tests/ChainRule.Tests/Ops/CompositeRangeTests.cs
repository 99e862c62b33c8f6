using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Activations, losses and statistics up to the ends of the range of numbers, and at ±∞ where the closed form has a value there: values and
/// derivatives in both modes and both precisions.
/// </summary>
public class CompositeRangeTests
{
    private const double Target = 0.25;

    private static readonly double[] Magnitudes = [0, 1e-30, 1e-10, 0.3, 0.75, 2.5, 4, 9, 80, 1e5, 1e18, 1e20, 1e30, 3e38];
    private static readonly double[] WideMagnitudes = [1e-300, 1e-150, 1e150, 1e300];

    /// <summary>A function of each element, or of a vector that is made of it, and the closed forms of its value and slope.</summary>
    private sealed record Case(Func<Tensor, Tensor> Of, Func<double, double> Value, Func<double, double> Slope, bool ToInfinity = false,
        bool IsAbsolute = false);

    private static readonly Dictionary<string, Case> Cases = new()
    {
        ["softsign"] = new(Softsign, x => double.IsInfinity(x) ? Math.Sign(x) : x / (1 + Math.Abs(x)),
            x => 1 / (1 + Math.Abs(x)) / (1 + Math.Abs(x)), ToInfinity: true),
        ["silu"] = new(Silu, x => x * Logistic(x), x => Logistic(x) + Product(x, Logistic(x) * Logistic(-x))),
        ["mish"] = new(Mish, x => Product(x, Math.Tanh(LogOnePlusExp(x))),
            x => Math.Tanh(LogOnePlusExp(x)) + Product(x, Logistic(x) / Math.Pow(Math.Cosh(LogOnePlusExp(x)), 2))),
        ["gelu"] = new(Gelu, x => Math.Abs(x) > 50 ? Math.Max(x, 0) : double.NaN, x => Math.Abs(x) > 50 ? x > 0 ? 1 : 0 : double.NaN),
        ["gelu at 0"] = new(x => Gelu(x) / x, x => Math.Abs(x) is > 0 and < 1e-20 ? 0.5 : double.NaN, _ => double.NaN),
        ["gelu_tanh"] = new(x => Gelu(x, GeluForm.Tanh), x => Math.Abs(x) > 50 ? Math.Max(x, 0) : double.NaN,
            x => Math.Abs(x) > 50 ? x > 0 ? 1 : 0 : double.NaN),
        ["hard_swish"] = new(HardSwish, x => x * Math.Clamp(x + 3, 0, 6) / 6, x => x < -3 ? 0 : x > 3 ? 1 : (2 * x + 3) / 6),
        ["hard_sigmoid"] = new(HardSigmoid, x => Math.Clamp(x + 3, 0, 6) / 6, x => Math.Abs(x) < 3 ? 1 / 6d : 0, ToInfinity: true),
        ["relu6"] = new(Relu6, x => Math.Clamp(x, 0, 6), x => x is > 0 and < 6 ? 1 : 0, ToInfinity: true),
        ["leaky_relu"] = new(x => LeakyRelu(x, 0.1), x => x > 0 ? x : 0.1 * x, x => x > 0 ? 1 : 0.1, ToInfinity: true),
        ["elu"] = new(x => Elu(x, 2), x => x > 0 ? x : 2 * ExpLess1(x), x => x > 0 ? 1 : 2 * Math.Exp(x), ToInfinity: true),
        ["selu"] = new(Selu, x => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * ExpLess1(x)),
            x => 1.0507009873554805 * (x > 0 ? 1 : 1.6732632423543772 * Math.Exp(x)), ToInfinity: true),
        ["softplus"] = new(x => Softplus(x, 2, 40), x => LogOnePlusExp(2 * x) / 2, x => Logistic(2 * x), ToInfinity: true),
        ["log_sigmoid"] = new(LogSigmoid, x => -LogOnePlusExp(-x), x => Logistic(-x), ToInfinity: true),
        ["huber"] = new(x => HuberLoss(x, Same(x, Target), 2, Reduction.None), x => Huber(x - Target, 2),
            x => Math.Clamp(x - Target, -2, 2), ToInfinity: true),
        ["smooth_l1"] = new(x => SmoothL1Loss(x, Same(x, Target), 0.5, Reduction.None), x => Huber(x - Target, 0.5) / 0.5,
            x => Math.Clamp(x - Target, -0.5, 0.5) / 0.5, ToInfinity: true),
        ["l1"] = new(x => L1Loss(x, Same(x, Target), Reduction.None), x => Math.Abs(x - Target), x => Math.Sign(x - Target),
            ToInfinity: true),
        ["mse"] = new(x => MSELoss(x, Same(x, Target), Reduction.None), x => (x - Target) * (x - Target), x => 2 * (x - Target),
            ToInfinity: true),
        ["bce_logits"] = new(x => BCEWithLogitsLoss(x, Same(x, Target), reduction: Reduction.None),
            x => Target * LogOnePlusExp(-x) + (1 - Target) * LogOnePlusExp(x), x => Logistic(x) - Target, ToInfinity: true),
        ["kl_div"] = new(x => KLDivLoss(x, Same(x, Target), Reduction.None), x => Target * (Math.Log(Target) - x), _ => -Target,
            ToInfinity: true),
        ["cross_entropy"] = new(
            x => CrossEntropyLoss(Beside(x, 0), Tensor.Constant<long>(new long[x.Shape.Size]), reduction: Reduction.None),
            x => LogOnePlusExp(-x), x => -Logistic(-x), IsAbsolute: true),
        ["log_sum_exp"] = new(x => LogSumExp(Beside(x, 0), [1]), LogOnePlusExp, Logistic, IsAbsolute: true),
        ["softmax"] = new(x => Sum(Softmax(Beside(x, 0)) * Beside(Same(x, 1), 0), [1]), Logistic, x => Logistic(x) * Logistic(-x),
            IsAbsolute: true),
        ["hypot"] = new(x => Hypot(0.3 * x, 0.4 * x), x => 0.5 * Math.Abs(x), x => x == 0 ? double.NaN : 0.5 * Math.Sign(x)),
        ["norm"] = new(x => Norm(Beside(0.3 * x, 0.4 * x), 2, [1]), x => 0.5 * Math.Abs(x), x => 0.5 * Math.Sign(x)),
        ["norm over rows"] = new(x => Norm(Stack([0.3 * x, 0.4 * x]), 2, [0]), x => 0.5 * Math.Abs(x), x => 0.5 * Math.Sign(x)),
        ["norm of one"] = new(x => Norm(Unsqueeze(x, 1), 2, [1]), Math.Abs, x => Math.Sign(x), ToInfinity: true),
        ["norm of order 3"] = new(x => Norm(Beside(x, 0.5 * x), 3, [1]), x => Math.Abs(x) * Math.Cbrt(1.125),
            x => Math.Sign(x) * Math.Cbrt(1.125)),
        ["norm of order 1"] = new(x => Norm(Beside(0.5 * x, 0.25 * x), 1, [1]), x => 0.75 * Math.Abs(x), x => 0.75 * Math.Sign(x)),
        ["std"] = new(x => Std(Beside(0.5 * x, -0.5 * x), [1]), x => Math.Sqrt(0.5) * Math.Abs(x), x => Math.Sqrt(0.5) * Math.Sign(x)),
        ["cosine_similarity"] = new(x => CosineSimilarity(Beside(0.5 * x, 0.5 * x), Beside(x, 0 * x)),
            x => Math.Abs(x) > 0.1 ? Math.Sqrt(0.5) : double.NaN, x => Math.Abs(x) > 0.1 ? 0 : double.NaN, IsAbsolute: true),
    };

    public static TheoryData<string, DType> All => [.. from name in Cases.Keys from dtype in (DType[])[DType.Float32, DType.Float64]
        select (name, dtype)];

    [Theory, MemberData(nameof(All))]
    public void Values_and_derivatives_are_the_closed_forms(string name, DType dtype)
    {
        var (of, value, slope, toInfinity, isAbsolute) = Cases[name];
        var points = Points(dtype, toInfinity);
        var x = new Input(TensorData.Create(points, [points.Length]).Cast(dtype));
        var y = of(x);
        var ones = One(x).BroadcastTo(x.Shape);
        var results = Tensor.Evaluate(y, Gradient.Of(Sum(y), x), Gradient.Jvp(y, (x, ones)));
        for (var i = 0; i < points.Length; i++)
        {
            Near(value(points[i]), results[0][i], dtype, isAbsolute, $"{name}({points[i]})");
            Near(slope(points[i]), results[1][i], dtype, isAbsolute, $"{name}′({points[i]})");
            Near(slope(points[i]), results[2][i], dtype, isAbsolute, $"{name}′({points[i]}) in forward mode");
        }
    }

    /// <summary>Products of x and a gate: PyTorch's values and derivatives at −∞ and ∞, by its version 1.13.</summary>
    [Fact]
    public void Products_with_a_gate_are_at_infinity_as_in_PyTorch()
    {
        Holds(Silu, [double.NaN, double.PositiveInfinity], [double.NaN, double.NaN]);
        Holds(Gelu, [double.NaN, double.PositiveInfinity], [double.NaN, double.NaN]);
        Holds(Mish, [double.NaN, double.PositiveInfinity], [double.NaN, double.NaN]);
        Holds(HardSwish, [double.NaN, double.PositiveInfinity], [0, 1]);

        static void Holds(Func<Tensor, Tensor> of, double[] values, double[] slopes)
        {
            var x = new Input(TensorData.Create([double.NegativeInfinity, double.PositiveInfinity], [2]));
            var y = of(x);
            Assert.Equal(values, y.Evaluate().ToDoubles());
            Assert.Equal(slopes, Gradient.Of(Sum(y), x).Evaluate().ToDoubles());
        }
    }

    private static double[] Points(DType dtype, bool toInfinity)
    {
        double[] wide = dtype == DType.Float64 ? WideMagnitudes : [];
        double[] infinite = toInfinity ? [double.PositiveInfinity] : [];
        return [.. Magnitudes.Concat(wide).Concat(infinite).SelectMany(m => (double[])[m, -m])
            .Select(x => dtype == DType.Float32 ? (float)x : x)];
    }

    private static void Near(double exact, double actual, DType dtype, bool isAbsolute, string what)
    {
        var (least, greatest, tolerance) = dtype == DType.Float32 ? (1.1754944e-38, float.MaxValue, 3e-6)
            : (2.2250738585072014e-308, double.MaxValue, 1e-11);
        if (double.IsNaN(exact) || (double.IsFinite(exact) && Math.Abs(exact) > greatest)) return;
        // Slopes near 0 may come of tanh and σ near 1: they have an absolute precision. So have shares of a whole, however small.
        var error = exact.Equals(actual) ? 0 : Math.Abs(actual - exact);
        Assert.True(error <= tolerance * Math.Abs(exact) || error < least || (error < tolerance && (isAbsolute || Math.Abs(exact) > 1e-20)),
            $"{what} is {actual:R} instead of {exact:R}");
    }

    private static Tensor Same(Tensor like, double value) => Number(value, like).BroadcastTo(like.Shape);

    /// <summary>Pairs: a row for each element.</summary>
    private static Tensor Beside(Tensor a, Tensor b) => Stack([a, b], 1);

    private static Tensor Beside(Tensor a, double b) => Beside(a, Same(a, b));

    private static double Logistic(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    private static double LogOnePlusExp(double x)
    {
        var e = Math.Exp(-Math.Abs(x));
        return Math.Max(x, 0) + (e < 1e-5 ? e - e * e / 2 + e * e * e / 3 : Math.Log(1 + e));
    }

    private static double ExpLess1(double x) => Math.Abs(x) < 1e-5 ? x + x * x / 2 + x * x * x / 6 : Math.Exp(x) - 1;

    /// <summary>0 times a number however great is 0.</summary>
    private static double Product(double x, double factor) => factor == 0 ? 0 : x * factor;

    private static double Huber(double d, double delta) => Math.Abs(d) <= delta ? d * d / 2 : delta * (Math.Abs(d) - delta / 2);
}

using ChainRule.Graph;

namespace ChainRule.Tests.Planning;

/// <summary>The catalogue's functions of single numbers, by the definitions of mathematics.</summary>
internal static class PlainFunctions
{
    private static readonly Dictionary<string, Func<double[], double>> ByName = new()
    {
        ["Add"] = x => x[0] + x[1],
        ["Sub"] = x => x[0] - x[1],
        ["Mul"] = x => x[0] * x[1],
        ["Div"] = x => x[0] / x[1],
        ["Neg"] = x => -x[0],
        ["Square"] = x => x[0] * x[0],
        ["Pow"] = x => Math.Pow(x[0], x[1]),
        ["PowLog"] = x => x[0] == 0 && x[1] >= 0 ? 0 : Math.Pow(x[0], x[1]) * Math.Log(x[0]),
        ["Maximum"] = x => Math.Max(x[0], x[1]),
        ["Minimum"] = x => Math.Min(x[0], x[1]),
        ["Abs"] = x => Math.Abs(x[0]),
        ["Relu"] = x => Math.Max(x[0], 0),
        ["Where"] = x => x[0] != 0 ? x[1] : x[2],
        ["Greater"] = x => x[0] > x[1] ? 1 : 0,
        ["GreaterOrEqual"] = x => x[0] >= x[1] ? 1 : 0,
        ["Less"] = x => x[0] < x[1] ? 1 : 0,
        ["LessOrEqual"] = x => x[0] <= x[1] ? 1 : 0,
        ["Equal"] = x => x[0] == x[1] ? 1 : 0,
        ["NotEqual"] = x => x[0] != x[1] ? 1 : 0,
        ["StopGradient"] = x => x[0],
        ["Exp"] = x => Math.Exp(x[0]),
        ["Exp2"] = x => Math.Pow(2, x[0]),
        ["Expm1"] = x => Math.Abs(x[0]) < 1e-5 ? x[0] + x[0] * x[0] / 2 : Math.Exp(x[0]) - 1,
        ["Log"] = x => Math.Log(x[0]),
        ["Log1p"] = x => Math.Abs(x[0]) < 1e-5 ? x[0] - x[0] * x[0] / 2 : Math.Log(1 + x[0]),
        ["Log2"] = x => Math.Log2(x[0]),
        ["Log10"] = x => Math.Log10(x[0]),
        ["Sqrt"] = x => Math.Sqrt(x[0]),
        ["Rsqrt"] = x => 1 / Math.Sqrt(x[0]),
        ["Reciprocal"] = x => 1 / x[0],
        ["Sin"] = x => Math.Sin(x[0]),
        ["Cos"] = x => Math.Cos(x[0]),
        ["Tan"] = x => Math.Tan(x[0]),
        ["Asin"] = x => Math.Asin(x[0]),
        ["Acos"] = x => Math.Acos(x[0]),
        ["Atan"] = x => Math.Atan(x[0]),
        ["Atan2"] = x => Math.Atan2(x[0], x[1]),
        ["Hypot"] = x => Math.Sqrt(x[0] * x[0] + x[1] * x[1]),
        ["Sinh"] = x => Math.Sinh(x[0]),
        ["Cosh"] = x => Math.Cosh(x[0]),
        ["Tanh"] = x => Math.Tanh(x[0]),
        ["Asinh"] = x => Math.Asinh(x[0]),
        ["Acosh"] = x => Math.Acosh(x[0]),
        ["Atanh"] = x => Math.Atanh(x[0]),
        ["Sigmoid"] = x => 1 / (1 + Math.Exp(-x[0])),
        ["Softplus"] = x => Math.Max(x[0], 0) + Math.Log(1 + Math.Exp(-Math.Abs(x[0]))),
        ["LogAddExp"] = x => Math.Max(x[0], x[1]) + Math.Log(1 + Math.Exp(-Math.Abs(x[0] - x[1]))),
        ["Softsign"] = x => x[0] / (1 + Math.Abs(x[0])),
        ["Erf"] = x => Erf(x[0]),
        ["Erfc"] = x => 1 - Erf(x[0]),
        ["Sign"] = x => double.IsNaN(x[0]) ? double.NaN : Math.Sign(x[0]),
        ["Floor"] = x => Math.Floor(x[0]),
        ["Ceil"] = x => Math.Ceiling(x[0]),
        ["Round"] = x => Math.Round(x[0]),
        ["Trunc"] = x => Math.Truncate(x[0]),
    };

    /// <summary>The op's value for the given numbers; masks are 1 and 0.</summary>
    public static double Compute(ElementwiseOp op, double[] x) => ByName.TryGetValue(op.Info.Name, out var f)
        ? f(x)
        : throw new NotSupportedException($"no plain function computes {op.Info.Name}");

    /// <summary>2/√π·∫₀ˣ e^(−t²) dt by Simpson's rule; beyond 6 it is 1 to the last digit.</summary>
    private static double Erf(double x)
    {
        const int Pieces = 400;
        if (double.IsNaN(x) || Math.Abs(x) > 6) return double.IsNaN(x) ? x : Math.Sign(x);
        var h = x / Pieces;
        var sum = 1 + Math.Exp(-x * x);
        for (var i = 1; i < Pieces; i++) sum += (i % 2 == 0 ? 2 : 4) * Math.Exp(-i * h * (i * h));
        return 2 / Math.Sqrt(Math.PI) * sum * h / 3;
    }
}

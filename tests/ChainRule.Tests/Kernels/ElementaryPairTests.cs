using System.Numerics;
using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class ElementaryPairTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    private static readonly Dictionary<string, BinaryKernel<double>> Doubles = ElementaryCases.Binary<double>();

    // Every special value meets every other.
    private static readonly double[] Special = [NaN, Inf, -Inf, 0, -0.0, 1, -1, 2, -2, 3, 0.5, -0.5, 1e300, 1e-300];

    private static readonly Dictionary<string, Func<double, double, double>> Scalar = new()
    {
        ["Add"] = (x, y) => x + y,
        ["Sub"] = (x, y) => x - y,
        ["Mul"] = (x, y) => x * y,
        ["Div"] = (x, y) => x / y,
        ["Pow"] = Math.Pow,
        ["Atan2"] = Math.Atan2,
        ["Hypot"] = double.Hypot,
        ["Maximum"] = Math.Max,
        ["Minimum"] = Math.Min,
        ["Greater"] = (x, y) => x > y ? 1 : 0,
        ["GreaterEqual"] = (x, y) => x >= y ? 1 : 0,
        ["Less"] = (x, y) => x < y ? 1 : 0,
        ["LessEqual"] = (x, y) => x <= y ? 1 : 0,
        ["Equal"] = (x, y) => x == y ? 1 : 0,
        ["NotEqual"] = (x, y) => x != y ? 1 : 0,
        ["LogAddExp"] = LogAddExp,
    };

    public static TheoryData<string> All => [.. Doubles.Keys];

    [Theory, MemberData(nameof(All))]
    public void Special_values_meet_as_the_scalar_library_has_it(string name)
    {
        double[] x = [.. Special.SelectMany(v => Special.Select(_ => v))];
        double[] y = [.. Special.SelectMany(_ => Special)];
        CheckAll(name, x, y);
    }

    [Theory, MemberData(nameof(All))]
    public void Random_values_of_every_length(string name) =>
        Gen.Select(Gen.Double[-20, 20], Gen.Double[-20, 20]).Array[0, 70].Sample(
            pairs => CheckAll(name, [.. pairs.Select(p => p.Item1)], [.. pairs.Select(p => p.Item2)]),
            iter: 300);

    [Theory, MemberData(nameof(All))]
    public void Floats_round_the_double_result(string name)
    {
        float[] x = [.. Enumerable.Range(0, 70).Select(i => 3 * MathF.Abs(MathF.Sin(i)) + 0.1f)];
        float[] y = [.. Enumerable.Range(0, 70).Select(i => i % 5 == 0 ? x[i] : 3 * MathF.Cos(i))];
        var z = ElementaryCases.Binary<float>()[name].Run(x, y);
        for (var i = 0; i < 70; i++) { Ulp.Within(4, Scalar[name](x[i], y[i]), z[i], $"{name}({x[i]}, {y[i]})"); }
    }

    [Theory, MemberData(nameof(All))]
    public void An_output_may_be_either_input(string name)
    {
        for (var length = 0; length <= 70; length++)
        {
            double[] x = [.. Enumerable.Range(0, length).Select(i => Math.Cos(i))];
            double[] y = [.. Enumerable.Range(0, length).Select(i => Math.Sin(i * 7))];
            var expected = Doubles[name].Run(x, y);
            var left = (double[])x.Clone();
            Doubles[name](left, y, left);
            Assert.Equal(expected, left);
            Doubles[name](x, y, y);
            Assert.Equal(expected, y);
        }
    }

    [Fact]
    public void Where_takes_one_and_lets_nothing_leak()
    {
        for (var length = 0; length <= 70; length++)
        {
            double[] c = [.. Enumerable.Range(0, length).Select(i => i % 4 == 3 ? NaN : i % 2)];
            double[] x = [.. c.Select((v, i) => v == 0 ? NaN : i)];
            double[] y = [.. c.Select((v, i) => v == 0 ? -i : Inf)];
            var z = new double[length];
            Elementary.Where<double>(c, x, y, z);
            Assert.Equal(Enumerable.Range(0, length).Select(i => i % 2 == 0 ? -i : (double)i), z);
            Elementary.Where<double>(c, x, y, c);
            Assert.Equal(z, c);
        }
    }

    [Fact]
    public void LogAddExp_of_equal_infinities_has_no_difference()
    {
        Assert.Equal(
            [Inf, -Inf, Inf, 3, 1e300],
            Doubles["LogAddExp"].Run([Inf, -Inf, -Inf, 3, 1e300], [Inf, -Inf, Inf, -Inf, 1]));
        Ulp.Within(2, 0.69314718055994531, Doubles["LogAddExp"].Run([0], [0])[0], "log 2");
        Ulp.Within(2, 1000.6931471805599, Doubles["LogAddExp"].Run([1000], [1000])[0], "1000 + log 2");
    }

    private static void CheckAll(string name, double[] x, double[] y)
    {
        var z = Doubles[name].Run(x, y);
        for (var i = 0; i < x.Length; i++)
        {
            var expected = Scalar[name](x[i], y[i]);
            var tolerance = name == "LogAddExp" && double.IsFinite(expected) ? LogAddExpTolerance(x[i], y[i], expected) : 2;
            Ulp.Within(tolerance, expected, z[i], $"{name}({x[i]:R}, {y[i]:R})");
        }
    }

    private static double LogAddExp(double x, double y)
    {
        if (x == y) { return x + Math.Log(2); }
        var small = Math.Exp(-Math.Abs(x - y));
        // Below this, log(1 + e) and e round to the same number; above it, the argument of Log loses no more than that.
        return Math.Max(x, y) + (small < 1e-9 ? small - (small * small / 2) : Math.Log(1 + small));
    }

    /// <summary>The sum of max and log cancels where they have opposite signs: its error is in units of the larger.</summary>
    private static double LogAddExpTolerance(double x, double y, double expected) =>
        4 + (8 * Math.Max(1, Math.Abs(Math.Max(x, y))) / Math.Max(Math.Abs(expected), double.Epsilon));
}

using System.Numerics;

namespace ChainRule.Tests.Kernels;

/// <summary>NaN, the infinities, both zeros, denormals and overflow.</summary>
public class ElementaryEdgeTests
{
    private const double Inf = double.PositiveInfinity;
    private const double NaN = double.NaN;

    // The arguments, and for each function its values at them.
    private static readonly double[] Arguments = [NaN, Inf, -Inf, 0, -0.0, 1, -1];

    private static readonly Dictionary<string, double[]> Values = new()
    {
        ["Neg"] = [NaN, -Inf, Inf, -0.0, 0, -1, 1],
        ["Abs"] = [NaN, Inf, Inf, 0, 0, 1, 1],
        ["Sign"] = [NaN, 1, -1, 0, -0.0, 1, -1],
        ["Relu"] = [NaN, Inf, 0, 0, 0, 1, 0],
        ["Square"] = [NaN, Inf, Inf, 0, 0, 1, 1],
        ["Sqrt"] = [NaN, Inf, NaN, 0, -0.0, 1, NaN],
        ["Rsqrt"] = [NaN, 0, NaN, Inf, -Inf, 1, NaN],
        ["Reciprocal"] = [NaN, 0, -0.0, Inf, -Inf, 1, -1],
        ["Exp"] = [NaN, Inf, 0, 1, 1, Math.E, 1 / Math.E],
        ["Exp2"] = [NaN, Inf, 0, 1, 1, 2, 0.5],
        ["Expm1"] = [NaN, Inf, -1, 0, -0.0, Math.E - 1, -0.63212055882855768],
        ["Log"] = [NaN, Inf, NaN, -Inf, -Inf, 0, NaN],
        ["Log1p"] = [NaN, Inf, NaN, 0, -0.0, 0.69314718055994531, -Inf],
        ["Log2"] = [NaN, Inf, NaN, -Inf, -Inf, 0, NaN],
        ["Log10"] = [NaN, Inf, NaN, -Inf, -Inf, 0, NaN],
        ["Sin"] = [NaN, NaN, NaN, 0, -0.0, 0.84147098480789651, -0.84147098480789651],
        ["Cos"] = [NaN, NaN, NaN, 1, 1, 0.54030230586813972, 0.54030230586813972],
        ["Tan"] = [NaN, NaN, NaN, 0, -0.0, 1.5574077246549022, -1.5574077246549022],
        ["Asin"] = [NaN, NaN, NaN, 0, -0.0, Math.PI / 2, -Math.PI / 2],
        ["Acos"] = [NaN, NaN, NaN, Math.PI / 2, Math.PI / 2, 0, Math.PI],
        ["Atan"] = [NaN, Math.PI / 2, -Math.PI / 2, 0, -0.0, Math.PI / 4, -Math.PI / 4],
        ["Sinh"] = [NaN, Inf, -Inf, 0, -0.0, 1.1752011936438014, -1.1752011936438014],
        ["Cosh"] = [NaN, Inf, Inf, 1, 1, 1.5430806348152437, 1.5430806348152437],
        ["Tanh"] = [NaN, 1, -1, 0, -0.0, 0.76159415595576489, -0.76159415595576489],
        ["Asinh"] = [NaN, Inf, -Inf, 0, -0.0, 0.88137358701954303, -0.88137358701954303],
        ["Acosh"] = [NaN, Inf, NaN, NaN, NaN, 0, NaN],
        ["Atanh"] = [NaN, NaN, NaN, 0, -0.0, Inf, -Inf],
        ["Sigmoid"] = [NaN, 1, 0, 0.5, 0.5, 0.73105857863000488, 0.26894142136999512],
        ["Softplus"] = [NaN, Inf, 0, 0.69314718055994531, 0.69314718055994531, 1.3132616875182228, 0.31326168751822283],
        ["Softsign"] = [NaN, 1, -1, 0, -0.0, 0.5, -0.5],
        ["Erf"] = [NaN, 1, -1, 0, -0.0, 0.84270079294971487, -0.84270079294971487],
        ["Erfc"] = [NaN, 0, 2, 1, 1, 0.15729920705028513, 1.8427007929497149],
        ["Floor"] = [NaN, Inf, -Inf, 0, -0.0, 1, -1],
        ["Ceil"] = [NaN, Inf, -Inf, 0, -0.0, 1, -1],
        ["Round"] = [NaN, Inf, -Inf, 0, -0.0, 1, -1],
        ["Trunc"] = [NaN, Inf, -Inf, 0, -0.0, 1, -1],
    };

    public static TheoryData<string> All => [.. Values.Keys];

    [Fact]
    public void Every_function_is_listed() =>
        Assert.Equal(ElementaryCases.Unary<double>().Keys.Order(), Values.Keys.Order());

    [Theory, MemberData(nameof(All))]
    public void Special_values_are_right_in_double(string name) => Check(ElementaryCases.Unary<double>()[name], name);

    [Theory, MemberData(nameof(All))]
    public void Special_values_are_right_in_float(string name) => Check(ElementaryCases.Unary<float>()[name], name);

    [Fact]
    public void Functions_like_x_at_0_keep_denormals()
    {
        double[] x = [double.Epsilon, -double.Epsilon, 1e-310, -1e-310, 1e-200];
        foreach (var name in (string[])["Expm1", "Log1p", "Sin", "Tan", "Asin", "Atan", "Sinh", "Tanh", "Asinh", "Atanh", "Softsign"])
        {
            var y = ElementaryCases.Unary<double>()[name].Run(x);
            for (var i = 0; i < x.Length; i++) { Ulp.Within(1, x[i], y[i], $"{name}({x[i]})"); }
        }
    }

    [Fact]
    public void Logarithms_reach_from_denormals_to_the_largest_numbers()
    {
        double[] x = [double.Epsilon, 1e-310, double.BitDecrement(2.2250738585072014e-308), 1e-300, 0.70710678, 1.41421357, 1e300,
            double.MaxValue];
        var y = ElementaryCases.Unary<double>()["Log"].Run(x);
        var z = ElementaryCases.Unary<double>()["Log1p"].Run(1e300, double.MaxValue, double.BitDecrement(1) - 1, -double.BitDecrement(1));
        for (var i = 0; i < x.Length; i++) { Ulp.Within(4, Math.Log(x[i]), y[i], $"log {x[i]:R}"); }
        double[] expected = [Math.Log(1e300), Math.Log(double.MaxValue), -1.1102230246251566e-16, Math.Log(1 - double.BitDecrement(1))];
        for (var i = 0; i < expected.Length; i++) { Ulp.Within(4, expected[i], z[i], $"log1p, case {i}"); }
        float[] single = [float.Epsilon, 1e-40f, 1.1754942e-38f, 1e-38f, 0.70710677f, 1.4142135f, 1e38f, float.MaxValue];
        var w = ElementaryCases.Unary<float>()["Log"].Run(single);
        for (var i = 0; i < single.Length; i++) { Ulp.Within(4, Math.Log(single[i]), w[i], $"log {single[i]:R}"); }
        float[] shifted = [1e38f, float.MaxValue, float.BitDecrement(1) - 1, -float.BitDecrement(1), -0.29289323f, 0.41421357f, 1e-30f,
            16777217];
        var v = ElementaryCases.Unary<float>()["Log1p"].Run(shifted);
        var exact = ElementaryCases.Unary<double>()["Log1p"].Run([.. shifted.Select(f => (double)f)]);
        for (var i = 0; i < shifted.Length; i++) { Ulp.Within(4, exact[i], v[i], $"log1p {shifted[i]:R}"); }
    }

    [Fact]
    public void Tails_end_in_denormals_and_then_in_0()
    {
        var kernels = ElementaryCases.Unary<double>();
        foreach (var name in (string[])["Exp", "Sigmoid", "Softplus"])
        {
            // e^-745 is the last positive double; all three behave like it here.
            var y = kernels[name].Run(-700, -740, -745, -746, -1e300);
            Ulp.Within(4, 9.8596765437597708e-305, y[0], name);
            Ulp.Within(4, 4.1887e-322, y[1], name);
            Assert.Equal([double.Epsilon, 0, 0], y[2..]);
        }
        var floats = ElementaryCases.Unary<float>();
        Assert.Equal([float.Epsilon, 0], floats["Sigmoid"].Run(-103, -105));
        Ulp.Within(4, 5.2370489e-319, kernels["Erfc"].Run(27)[0], "erfc 27");
        Assert.Equal(0, kernels["Erfc"].Run(28)[0]);
    }

    [Fact]
    public void Overflow_starts_where_it_must()
    {
        var kernels = ElementaryCases.Unary<double>();
        Assert.Equal([true, false], kernels["Exp"].Run(709.7827, 709.7828).Select(double.IsFinite));
        Assert.Equal([true, false], kernels["Expm1"].Run(709.7827, 709.7828).Select(double.IsFinite));
        Assert.Equal([true, false], kernels["Exp2"].Run(1023.999, 1024).Select(double.IsFinite));
        Assert.Equal([true, false], kernels["Sinh"].Run(710.4758, 710.4759).Select(double.IsFinite));
        Assert.Equal([true, false], kernels["Cosh"].Run(710.4758, 710.4759).Select(double.IsFinite));
        var floats = ElementaryCases.Unary<float>();
        Assert.Equal([true, false], floats["Exp"].Run(88.722f, 88.723f).Select(float.IsFinite));
        Assert.Equal([true, false], floats["Expm1"].Run(88.722f, 88.723f).Select(float.IsFinite));
        Assert.Equal([true, false], floats["Sinh"].Run(89.415f, 89.416f).Select(float.IsFinite));
        Assert.Equal([true, false], floats["Cosh"].Run(89.415f, 89.416f).Select(float.IsFinite));
    }

    [Fact]
    public void Halves_round_to_even() => Assert.Equal(
        [-2, -2, -0.0, 0, 2, 2, 4],
        ElementaryCases.Unary<double>()["Round"].Run(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5));

    private static void Check<T>(UnaryKernel<T> kernel, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Long enough for whole registers, and once more alone, which takes the short way.
        T[] x = [.. Enumerable.Range(0, 70).Select(i => T.CreateTruncating(Arguments[i % 7]))];
        var y = new T[70];
        kernel(x, y);
        for (var i = 0; i < 70; i++) { CheckOne(Values[name][i % 7], y[i], $"{name}({x[i]})"); }
        kernel(x.AsSpan(0, 1), y.AsSpan(0, 1));
        CheckOne(Values[name][0], y[0], $"{name}({x[0]})");
    }

    private static void CheckOne<T>(double expected, T actual, string what)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (expected == Math.Truncate(expected) || !double.IsFinite(expected)) { Ulp.Same(T.CreateTruncating(expected), actual, what); }
        else { Ulp.Within(2, expected, actual, what); }
    }
}

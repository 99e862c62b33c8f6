using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class ElementaryTests
{
    private static readonly Dictionary<string, UnaryKernel<double>> Doubles = ElementaryCases.Unary<double>();
    private static readonly Dictionary<string, UnaryKernel<float>> Floats = ElementaryCases.Unary<float>();

    public static TheoryData<string> All => [.. Doubles.Keys];

    public static TheoryData<string> Tabled => [.. ReferenceValues.Unary.Keys];

    [Theory, MemberData(nameof(Tabled))]
    public void Doubles_are_within_4_units_of_published_values(string name)
    {
        var table = ReferenceValues.Unary[name];
        var y = Doubles[name].Run([.. table.Select(row => row.X)]);
        for (var i = 0; i < y.Length; i++) { Ulp.Within(4, table[i].Y, y[i], $"{name}({table[i].X:R})"); }
    }

    [Theory, MemberData(nameof(Tabled))]
    public void Floats_are_within_4_units_of_the_double_result(string name)
    {
        // From the table's points, and by a fine walk over the range where things happen.
        float[] x = [.. ReferenceValues.Unary[name].Select(row => (float)row.X), .. Enumerable.Range(-4400, 8800).Select(i => i / 40f)];
        var y = Floats[name].Run(x);
        var expected = Doubles[name].Run([.. x.Select(v => (double)v)]);
        for (var i = 0; i < y.Length; i++) { Ulp.Within(4, expected[i], y[i], $"{name}({x[i]:R})"); }
    }

    [Theory]
    [InlineData("Exp", -760, 720)]
    [InlineData("Sinh", -715, 715)]
    [InlineData("Cosh", -715, 715)]
    [InlineData("Tanh", -25, 25)]
    [InlineData("Sin", -1e6, 1e6)]
    [InlineData("Cos", -1e6, 1e6)]
    [InlineData("Tan", -1e6, 1e6)]
    [InlineData("Log", 0, 1e6)]
    [InlineData("Log2", 0, 1e6)]
    [InlineData("Log10", 0, 1e6)]
    [InlineData("Exp2", -1080, 1030)]
    public void Doubles_agree_with_the_scalar_library(string name, double low, double high)
    {
        Func<double, double> scalar = name switch
        {
            "Exp" => Math.Exp,
            "Sinh" => Math.Sinh,
            "Cosh" => Math.Cosh,
            "Tanh" => Math.Tanh,
            "Sin" => Math.Sin,
            "Cos" => Math.Cos,
            "Tan" => Math.Tan,
            "Log" => Math.Log,
            "Log2" => Math.Log2,
            "Log10" => Math.Log10,
            _ => double.Exp2,
        };
        Gen.Double[low, high].Array[64].Sample(
            x =>
            {
                var y = Doubles[name].Run(x);
                for (var i = 0; i < x.Length; i++) { Ulp.Within(5, scalar(x[i]), y[i], $"{name}({x[i]:R})"); }
            },
            iter: 200);
    }

    [Theory, MemberData(nameof(All))]
    public void Every_length_gives_the_same_numbers(string name)
    {
        double[] x = [.. Enumerable.Range(0, 71).Select(i => Math.Sin(i) * 0.99)];
        var whole = Doubles[name].Run(x);
        float[] single = [.. x.Select(v => (float)v)];
        var wholeSingle = Floats[name].Run(single);
        for (var length = 0; length <= 70; length++)
        {
            var y = Doubles[name].Run(x[..length]);
            var z = Floats[name].Run(single[..length]);
            for (var i = 0; i < length; i++)
            {
                Ulp.Within(4, whole[i], y[i], $"{name}({x[i]:R}), {length} doubles");
                Ulp.Within(4, wholeSingle[i], z[i], $"{name}({x[i]:R}), {length} floats");
            }
        }
    }

    [Theory, MemberData(nameof(All))]
    public void An_output_may_be_the_input(string name)
    {
        for (var length = 0; length <= 70; length++)
        {
            double[] x = [.. Enumerable.Range(0, length).Select(i => Math.Cos(i) * 0.99)];
            var expected = Doubles[name].Run(x);
            Doubles[name](x, x);
            Assert.Equal(expected, x);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Nothing_is_written_past_the_end(string name)
    {
        for (var length = 0; length < 20; length++)
        {
            var y = new float[length + 20];
            y.AsSpan().Fill(-7);
            Floats[name](new float[length], y.AsSpan(0, length));
            Assert.All(y[length..], v => Assert.Equal(-7, v));
        }
    }

    [Fact]
    public void Spans_of_different_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Elementary.Tanh<float>(new float[9], new float[8]));
        Assert.Throws<ArgumentException>(() => Elementary.Equal<float>(new float[9], new float[8], new float[9]));
        Assert.Throws<ArgumentException>(() => Elementary.Pow<float>(new float[9], new float[9], new float[8]));
    }
}

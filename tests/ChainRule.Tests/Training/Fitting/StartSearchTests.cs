using ChainRule.Formulas;
using ChainRule.Training;

namespace ChainRule.Tests.Training;

/// <summary>Formulas whose loss has many valleys, or flat land around the right one, are fitted without any hint.</summary>
public class StartSearchTests
{
    /// <summary>The parameters found. They explain the data at least as well as the formula that made them.</summary>
    private static Dictionary<string, double> Fitted(string text, int seed, double[] x, Func<double, double> truth, double sigma)
    {
        var formula = Formula.Parse(text);
        var parameters = formula.FreeNames.Where(name => name != "x").Select(name => new Parameter(1.0, name)).ToList();
        var tensors = parameters.ToDictionary(p => p.Name!, Tensor (p) => p);
        tensors["x"] = new Input(TensorData.Wrap(x, [x.Length]), "x");
        var y = Made.Noisy(seed, x, truth, sigma);
        var result = new Fit(formula.Build(tensors), new Input(TensorData.Wrap(y, [y.Length]), "y"), parameters) { Seed = seed }.RunNow();
        var madeBy = x.Zip(y, (a, b) => (truth(a) - b) * (truth(a) - b)).Average();
        Assert.True(result.Loss <= madeBy,
            $"{text}: loss {result.Loss} above {madeBy}, {string.Join(", ", parameters.Select(p => $"{p.Name}={p.Value}"))}");
        return parameters.ToDictionary(p => p.Name!, p => p.Value.Item());
    }

    public static TheoryData<double, int> Frequencies
    {
        get
        {
            var data = new TheoryData<double, int>();
            foreach (var frequency in new[] { 0.4, 1.7, 6.5, 25, 55 })
                for (var seed = 0; seed < 4; seed++) data.Add(frequency, seed);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Frequencies))]
    public void A_sine_of_any_frequency_and_phase(double frequency, int seed)
    {
        var phase = new Random(seed).NextDouble() * 6;
        var found = Fitted("a*sin(f*x + p) + c", seed, Made.Uniform(seed, 200, 0, 10), v => 2 * Math.Sin(frequency * v + phase) + 0.5, 0.1);
        Assert.Equal(frequency, Math.Abs(found["f"]), 0.03);
        Assert.Equal(2, Math.Abs(found["a"]), 0.2);
        var turns = (found["p"] * Math.Sign(found["f"]) - phase) / Math.PI + (found["a"] * Math.Sign(found["f"]) < 0 ? 1 : 0);
        Assert.Equal(0, Math.IEEERemainder(turns, 2), 0.06);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_sine_on_an_even_grid(int seed)
    {
        var grid = Enumerable.Range(0, 128).Select(i => i * 0.25).ToArray();
        var found = Fitted("a*sin(2*pi*f*x + p)", seed, grid, v => Math.Sin(2 * Math.PI * 1.3 * v + 2), 0.2);
        Assert.Equal(1.3, Math.Abs(found["f"]), 0.005);
    }

    [Fact]
    public void A_fast_sine_in_more_rows_than_are_searched()
    {
        var found = Fitted("a*sin(f*x + p)", 0, Made.Uniform(0, 20_000, 0, 10), v => Math.Sin(200 * v + 1), 0.5);
        Assert.Equal(200, Math.Abs(found["f"]), 0.05);
    }

    [Theory]
    [InlineData(0.7)]
    [InlineData(0.001)]
    [InlineData(3000)]
    public void A_decay_of_any_rate(double rate)
    {
        var found = Fitted("a*exp(-k*x) + c", 1, Made.Uniform(1, 200, 0, 7 / rate), v => 5 * Math.Exp(-rate * v) + 1, 0.05);
        Assert.Equal(1, found["k"] / rate, 0.05);
        Assert.Equal(5, found["a"], 0.1);
        Assert.Equal(1, found["c"], 0.05);
    }

    [Fact]
    public void A_bell_far_from_one()
    {
        var found = Fitted("a*exp(-((x - mu)/s)^2)", 2, Made.Uniform(2, 200, -50, 50), v => 3 * Math.Exp(-Math.Pow((v - 20) / 3, 2)), 0.05);
        Assert.Equal((20, 3), (Math.Round(found["mu"]), Math.Round(Math.Abs(found["s"]))));
    }

    [Fact]
    public void A_growth_that_saturates()
    {
        var found = Fitted("L/(1 + exp(-k*(x - x0)))", 3, Made.Uniform(3, 200, 0, 100), v => 10 / (1 + Math.Exp(-0.3 * (v - 40))), 0.1);
        Assert.Equal((10, 40), (Math.Round(found["L"]), Math.Round(found["x0"])));
        Assert.Equal(0.3, found["k"], 0.01);
    }

    [Fact]
    public void A_decay_and_a_sine_together()
    {
        var found = Fitted("a*exp(-b*x) + c*sin(d*x + p)", 4, Made.Uniform(4, 400, 0, 10),
            v => 3 * Math.Exp(-0.5 * v) + 1.5 * Math.Sin(4 * v + 1), 0.1);
        Assert.Equal(0.5, found["b"], 0.05);
        Assert.Equal(4, Math.Abs(found["d"]), 0.02);
    }

    [Fact]
    public void A_power_law()
    {
        var found = Fitted("a*x^p", 5, Made.Uniform(5, 200, 1, 50), v => 0.5 * Math.Pow(v, 2.3), 0.1);
        Assert.Equal(2.3, found["p"], 0.001);
    }
}

using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Moments and properties that the papers state, for a fixed seed, within five times what chance strays by.</summary>
public class InitializeTests
{
    private const int Outputs = 200, Inputs = 300;
    private readonly Parameter weight = Parameter.Uninitialized([Outputs, Inputs], DType.Float64);
    private readonly Parameter kernels = Parameter.Uninitialized([40, 30, 5, 10], DType.Float64);

    public InitializeTests() => Initialize.Seed(1234);

    [Fact]
    public void Uniform_numbers_have_their_bounds_and_variance()
    {
        Initialize.Uniform(weight, -1, 3);
        Moments(weight, mean: 1, variance: 16.0 / 12, kurtosis: 1.8);
        Assert.All(weight.Value.ToDoubles(), w => Assert.InRange(w, -1, 3));
        Assert.True(weight.IsInitialized);
    }

    [Fact]
    public void Normal_numbers_have_their_moments()
    {
        Initialize.Normal(weight, 2, 3);
        Moments(weight, mean: 2, variance: 9, kurtosis: 3);
        var share = weight.Value.ToDoubles().Count(w => Math.Abs(w - 2) < 3) / (double)weight.Shape.Size;
        Assert.Equal(0.6826894921370859, share, 5 * Math.Sqrt(0.68 * 0.32 / weight.Shape.Size));
    }

    /// <summary>
    /// Two deviations to each side leave a deviation of 0.8796 (as TensorFlow's initializers make up for), and a kurtosis of 2.37.
    /// </summary>
    [Fact]
    public void Truncated_numbers_have_theirs_and_stay_between()
    {
        Initialize.TruncatedNormal(weight, 1, 0.5, 0, 2);
        Moments(weight, mean: 1, variance: Math.Pow(0.5 * 0.87962566103423978, 2), kurtosis: 2.37);
        Assert.All(weight.Value.ToDoubles(), w => Assert.InRange(w, 0, 2));
        // Of the numbers above 1 the mean is the inverse Mills ratio at 1: φ(1)/(1 − Φ(1)).
        Initialize.TruncatedNormal(weight, 0, 1, 1, double.PositiveInfinity);
        Assert.Equal(1.525135276160981, weight.Value.ToDoubles().Average(), 5 * Math.Sqrt(0.2 / weight.Shape.Size));
        Assert.Throws<ArgumentException>(() => Initialize.TruncatedNormal(weight, 0, 1, 9, 10));
        Assert.Throws<ArgumentException>(() => Initialize.TruncatedNormal(weight, 0, 1, 1, 1));
    }

    [Fact]
    public void Xavier_balances_both_sides()
    {
        Initialize.XavierNormal(weight, gain: 2);
        Moments(weight, 0, 4 * 2.0 / (Inputs + Outputs), kurtosis: 3);
        Initialize.XavierUniform(weight);
        Moments(weight, 0, 2.0 / (Inputs + Outputs), kurtosis: 1.8);
        // Eq. 16: ±√6/√(n_j + n_{j+1}).
        Assert.Equal(Math.Sqrt(6.0 / (Inputs + Outputs)), weight.Value.ToDoubles().Max(Math.Abs), 1e-4);
        Initialize.XavierNormal(kernels);
        Moments(kernels, 0, 2.0 / (30 * 50 + 40 * 50), kurtosis: 3);
    }

    [Fact]
    public void Kaiming_keeps_the_variance_of_one_side()
    {
        Initialize.KaimingNormal(weight);
        Moments(weight, 0, 2.0 / Inputs, kurtosis: 3);
        Initialize.KaimingNormal(kernels, fan: Fan.Out);
        Moments(kernels, 0, 2.0 / (40 * 50), kurtosis: 3);
        Initialize.KaimingUniform(kernels, Nonlinearity.LeakyRelu, slope: 0.5);
        Moments(kernels, 0, 2 / 1.25 / (30 * 50), kurtosis: 1.8);
        Initialize.KaimingUniform(weight, Nonlinearity.Tanh);
        Moments(weight, 0, 25.0 / 9 / Inputs, kurtosis: 1.8);
    }

    /// <summary>He et al., section 2.2: through rectifiers the second moment of what goes forward stays.</summary>
    [Fact]
    public void Thirty_layers_of_rectifiers_neither_explode_nor_vanish()
    {
        Tensor x = new Input(Initialize.Normal([50, 256], dtype: DType.Float64), "x");
        var start = Mean(Square(x)).Item();
        for (var i = 0; i < 30; i++)
        {
            var layer = new Linear(256, 256, bias: false, DType.Float64);
            Initialize.KaimingNormal(layer.Weight);
            x = layer.Forward(i == 0 ? x : Relu(x));
        }
        Assert.InRange(Mean(Square(x)).Item() / start, 0.2, 5 * 2);
    }

    [Theory]
    [InlineData(5, 8)]
    [InlineData(8, 5)]
    [InlineData(60, 60)]
    [InlineData(4, 2, 3, 3)]
    public void Orthogonal_rows_or_columns_are_at_right_angles(params int[] sizes)
    {
        var w = Parameter.Uninitialized(Shape.Create(sizes), DType.Float64);
        Initialize.Orthogonal(w, gain: 1.5);
        var matrix = w.Reshape(sizes[0], -1);
        var narrow = matrix.Shape[0] <= matrix.Shape[1] ? matrix : matrix.Transpose();
        var product = MatMul(narrow, narrow.Transpose()).Evaluate();
        for (var i = 0; i < product.Shape.Size; i++)
            Assert.Equal(i / product.Shape[0] == i % product.Shape[0] ? 2.25 : 0, product[i], 1e-13);
    }

    [Fact]
    public void One_value_is_everywhere()
    {
        Initialize.Constant(weight, 0.25);
        Assert.All(weight.Value.ToDoubles(), w => Assert.Equal(0.25, w));
        Initialize.Zeros(weight);
        Assert.All(weight.Value.ToDoubles(), w => Assert.Equal(0, w));
        Initialize.Ones(weight);
        Assert.All(weight.Value.ToDoubles(), w => Assert.Equal(1, w));
    }

    [Fact]
    public void Gains_are_those_that_PyTorch_recommends() => Assert.Equal(
        [1, 1, 5.0 / 3, Math.Sqrt(2), Math.Sqrt(2 / 1.04), 0.75],
        new[] { Nonlinearity.Linear, Nonlinearity.Sigmoid, Nonlinearity.Tanh, Nonlinearity.Relu, Nonlinearity.LeakyRelu, Nonlinearity.Selu }
            .Select(n => Initialize.Gain(n, slope: 0.2)));

    [Fact]
    public void A_vector_is_no_weight()
    {
        var bias = Parameter.Uninitialized([3]);
        foreach (var draw in new Action<Parameter>[] { w => Initialize.XavierUniform(w), w => Initialize.KaimingNormal(w, fan: Fan.Out),
            w => Initialize.Orthogonal(w) })
            Assert.Throws<ShapeException>(() => draw(bias));
        Assert.False(bias.IsInitialized);
    }

    [Fact]
    public void The_same_seed_draws_the_same_layers()
    {
        Initialize.Seed(5);
        var first = new GRU(4, 5);
        Initialize.Seed(5);
        var again = new GRU(4, 5);
        Assert.All(first.Parameters.Zip(again.Parameters),
            pair => Assert.Equal(pair.First.Value.ToDoubles(), pair.Second.Value.ToDoubles()));
        Assert.NotEqual(first.Parameters[0].Value.ToDoubles(), new GRU(4, 5).Parameters[0].Value.ToDoubles());
    }

    /// <summary>PyTorch's defaults: ±1/√fan in; recurrent ones ±1/√hidden; Xavier for attention's projections; normal embeddings.</summary>
    [Fact]
    public void Layers_draw_as_PyTorchs_do()
    {
        Evenly(new Linear(100, 200).Weight, 1 / Math.Sqrt(100));
        Evenly(new Linear(100, 2000).Bias!, 1 / Math.Sqrt(100));
        Evenly(new Conv1d(10, 50, 7).Weight, 1 / Math.Sqrt(70));
        Evenly(new Conv2d(12, 60, (3, 5), groups: 2).Weight, 1 / Math.Sqrt(6 * 15));
        Evenly(new ConvTranspose1d(50, 10, 7).Weight, 1 / Math.Sqrt(70));
        Evenly(new ConvTranspose2d(12, 60, 3).Weight, 1 / Math.Sqrt(60 * 9));
        foreach (var parameter in new LSTM(70, 60).Parameters.Concat(new GRUCell(70, 60).Parameters).Where(p => p.Rank == 2))
            Evenly(parameter, 1 / Math.Sqrt(60));
        var attention = new MultiheadAttention(100, 5).NamedParameters.ToDictionary(p => p.Name, p => p.Value);
        Evenly(attention["in_proj_weight"], Math.Sqrt(6.0 / 400));
        Evenly(attention["out_proj.weight"], 1 / Math.Sqrt(100));
        Assert.All(attention["in_proj_bias"].Value.ToDoubles().Concat(attention["out_proj.bias"].Value.ToDoubles()),
            b => Assert.Equal(0, b));
        var table = new Embedding(300, 100, paddingIndex: 7).Weight;
        Moments(table, 0, 299.0 / 300, kurtosis: 3);
        Assert.Equal(Enumerable.Repeat(7, 100), Enumerable.Range(0, 30_000).Where(i => table.Value[i] == 0).Select(i => i / 100));
    }

    private static void Evenly(Parameter parameter, double bound)
    {
        Moments(parameter, 0, bound * bound / 3, kurtosis: 1.8);
        Assert.InRange(parameter.Value.ToDoubles().Max(Math.Abs), 0.99 * bound, bound * (1 + 1e-6));
    }

    /// <summary>A mean of n numbers strays by σ/√n, their variance by σ²·√((kurtosis − 1)/n).</summary>
    private static void Moments(Parameter parameter, double mean, double variance, double kurtosis)
    {
        var values = parameter.Value.ToDoubles();
        Assert.Equal(mean, values.Average(), 5 * Math.Sqrt(variance / values.Length));
        Assert.Equal(variance, values.Average(v => (v - mean) * (v - mean)), 5 * variance * Math.Sqrt((kurtosis - 1) / values.Length));
    }
}

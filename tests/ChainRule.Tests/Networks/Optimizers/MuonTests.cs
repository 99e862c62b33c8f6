using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Muon against the pseudo-code of K. Jordan (2024) in plain loops, on ½‖W − T‖², whose gradient is W − T.</summary>
public class MuonTests
{
    private const double Rate = 0.05, Momentum = 0.9, Decay = 0.1;
    private static readonly int[] Wide = [3, 5], Tall = [6, 2];

    [Theory]
    [InlineData(true, true, DType.Float64, 1e-11)]
    [InlineData(true, false, DType.Float64, 1e-11)]
    [InlineData(false, true, DType.Float64, 1e-11)]
    [InlineData(false, false, DType.Float64, 1e-11)]
    [InlineData(true, true, DType.Float32, 1e-3)]
    public void Turns_weights_by_orthogonal_steps(bool nesterov, bool isWide, DType dtype, double tolerance)
    {
        var shape = isWide ? Wide : Tall;
        var (w, target, v) = (Made(shape, 1), Made(shape, 2), new double[shape[0], shape[1]]);
        var parameter = new Parameter(Data(w).Cast(dtype), "w");
        var loss = Sum(Square(parameter - Tensor.Constant(Data(target).Cast(dtype)))) / 2;
        var step = new Step([loss], new Muon(new Sgd(1), Rate, Momentum, nesterov, Decay).Updates(loss, [parameter]));
        for (var t = 0; t < 5; t++)
        {
            Advance(w, target, v, nesterov);
            step.Run();
            foreach (var (expected, actual) in Data(w)
                .ToDoubles()
                .Zip(parameter.Value.ToDoubles())) Assert.Equal(expected, actual, tolerance);
        }
    }

    [Fact]
    public void Leaves_biases_to_the_other_optimizer()
    {
        var bias = new Parameter([1.0, 2.0], "bias");
        var loss = Sum(Square(bias));
        new Step([loss], new Muon(new Sgd(0.25)).Updates(loss, [bias])).Run();
        Assert.Equal([0.5, 1.0], bias.Value.ToDoubles());
    }

    [Fact]
    public void A_convolution_counts_as_a_matrix_of_its_outputs()
    {
        var flat = new Parameter(Data(Made([4, 6], 3)), "flat");
        var filters = new Parameter(TensorData.Create(flat.Value.AsSpan<double>(), [4, 2, 3, 1]), "filters");
        foreach (var parameter in new[] { flat, filters })
        {
            var loss = Sum(Square(parameter));
            new Step([loss], new Muon(new Sgd(1)).Updates(loss, [parameter])).Run();
        }
        Assert.Equal(flat.Value.ToDoubles(), filters.Value.ToDoubles());
        Assert.NotEqual(Data(Made([4, 6], 3)).ToDoubles(), flat.Value.ToDoubles());
    }

    private static void Advance(double[,] w, double[,] target, double[,] v, bool nesterov)
    {
        var (rows, columns) = (w.GetLength(0), w.GetLength(1));
        var g = Map(w, (i, j) => w[i, j] - target[i, j]);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) v[i, j] = Momentum * v[i, j] + g[i, j];
        var update = NewtonSchulz5(nesterov ? Map(g, (i, j) => g[i, j] + Momentum * v[i, j]) : v);
        var scale = Math.Sqrt(Math.Max(1, (double)rows / columns));
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++) w[i, j] = w[i, j] * (1 - Rate * Decay) - Rate * scale * update[i, j];
    }

    private static double[,] NewtonSchulz5(double[,] g)
    {
        var (a, b, c) = (3.4445, -4.7750, 2.0315);
        var norm = Math.Sqrt(g.Cast<double>().Sum(x => x * x)) + 1e-7;
        var x = Map(g, (i, j) => g[i, j] / norm);
        if (g.GetLength(0) > g.GetLength(1)) x = Transposed(x);
        for (var iteration = 0; iteration < 5; iteration++)
        {
            var s = Product(x, Transposed(x));
            var s2 = Product(s, s);
            var (before, curved) = (x, Product(Map(s, (i, j) => b * s[i, j] + c * s2[i, j]), x));
            x = Map(x, (i, j) => a * before[i, j] + curved[i, j]);
        }
        return g.GetLength(0) > g.GetLength(1) ? Transposed(x) : x;
    }

    private static double[,] Product(double[,] a, double[,] b)
    {
        var result = new double[a.GetLength(0), b.GetLength(1)];
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < b.GetLength(1); j++)
                for (var k = 0; k < a.GetLength(1); k++) result[i, j] += a[i, k] * b[k, j];
        return result;
    }

    private static double[,] Transposed(double[,] a)
    {
        var result = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
            for (var j = 0; j < a.GetLength(1); j++) result[j, i] = a[i, j];
        return result;
    }

    private static double[,] Map(double[,] like, Func<int, int, double> f)
    {
        var result = new double[like.GetLength(0), like.GetLength(1)];
        for (var i = 0; i < like.GetLength(0); i++)
            for (var j = 0; j < like.GetLength(1); j++) result[i, j] = f(i, j);
        return result;
    }

    private static double[,] Made(int[] shape, int seed)
    {
        var random = new Random(seed);
        return Map(new double[shape[0], shape[1]], (_, _) => random.NextDouble() - 0.5);
    }

    private static TensorData Data(double[,] values) =>
        TensorData.Create<double>([.. values.Cast<double>()], [values.GetLength(0), values.GetLength(1)]);
}

using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>Euclidean norms along any axis of numbers of any size, against sums of their squares in double precision.</summary>
public class NormTests
{
    private static readonly double[] Scales = [1, 1e-30, 1e30, 1e-36, 1e-300, 1e300];

    public static TheoryData<DType, int> All => [.. from dtype in (DType[])[DType.Float32, DType.Float64]
        from columns in (int[])[1, 2, 7, 8, 16, 33, 200] select (dtype, columns)];

    [Theory, MemberData(nameof(All))]
    public void Norms_along_either_axis_are_right(DType dtype, int columns)
    {
        foreach (var scale in Scales.Where(scale => dtype == DType.Float64 || scale is > 1e-38 and < 1e38))
            foreach (var rows in (int[])[1, 3, 50, 1000])
            {
                var values = Drawn(rows, columns, scale, dtype);
                var x = Tensor.Constant(values);
                var (ofRows, ofColumns) = (Norm(x, 2, [1]).Evaluate(), Norm(x, 2, [0]).Evaluate());
                for (var row = 0; row < rows; row++) Near(Length(values, scale, row * columns, 1, columns), ofRows[row], dtype);
                for (var column = 0; column < columns; column++)
                    Near(Length(values, scale, column, columns, rows), ofColumns[column], dtype);
                Near(Length(values, scale, 0, 1, rows * columns), Norm(x).Item(), dtype);
            }
    }

    [Fact]
    public void Infinities_and_NaN_stay_in_their_column()
    {
        var values = Drawn(50, 40, 1, DType.Float32);
        values.Set(7 * 40 + 3, double.NaN);
        values.Set(9 * 40 + 5, double.NegativeInfinity);
        var norms = Norm(Tensor.Constant(values), 2, [0]).Evaluate().ToDoubles();
        Assert.Equal((double.NaN, double.PositiveInfinity), (norms[3], norms[5]));
        Assert.Equal(38, norms.Count(double.IsFinite));
    }

    [Theory]
    [InlineData(1e-30)]
    [InlineData(1)]
    [InlineData(1e30)]
    public void Gradients_are_shares_of_the_length(double scale)
    {
        var x = new Parameter(TensorData.Create([3 * scale, -4 * scale, 0, 12 * scale], [4]).Cast(DType.Float32), "x");
        double[] shares = [3 / 13d, -4 / 13d, 0, 12 / 13d];
        foreach (var order in (double[])[2, 2.0000001])
            Assert.All(Gradient.Of(Norm(x, order), x).Evaluate().ToDoubles().Zip(shares),
                pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        Assert.Equal(new double[4], Gradient.Of(Norm(0 * x), x).Evaluate().ToDoubles());
    }

    private static TensorData Drawn(int rows, int columns, double scale, DType dtype)
    {
        var random = new Random(rows + columns);
        var drawn = TensorData.Zeros([rows, columns], dtype);
        for (var i = 0; i < rows * columns; i++) drawn.Set(i, scale * (random.NextDouble() * 2 - 1));
        return drawn;
    }

    private static double Length(TensorData values, double scale, int start, int stride, int count) =>
        scale * Math.Sqrt(Enumerable.Range(0, count).Sum(i => Math.Pow(values[start + i * stride] / scale, 2)));

    private static void Near(double expected, double actual, DType dtype) =>
        Assert.Equal(expected, actual, (dtype == DType.Float32 ? 4e-6 : 1e-13) * expected);
}

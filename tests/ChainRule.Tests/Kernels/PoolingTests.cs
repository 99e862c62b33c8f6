using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class PoolingTests
{
    [Fact]
    public void Random_windows_agree_with_plain_loops() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 9], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 2], Gen.Int[0, 999]).Sample(
            (height, width, kernel, stride, dilation, seed) =>
            {
                var padding = kernel / 2;
                var g = new PoolGeometry
                {
                    Planes = 2,
                    InHeight = height,
                    InWidth = width,
                    KernelHeight = kernel,
                    KernelWidth = kernel,
                    StrideY = stride,
                    StrideX = stride,
                    PaddingY = padding,
                    PaddingX = padding,
                    DilationY = dilation,
                    DilationX = dilation,
                    OutHeight = ConvGeometry.OutputSize(height, kernel, stride, padding, dilation),
                    OutWidth = ConvGeometry.OutputSize(width, kernel, stride, padding, dilation),
                };
                // Few distinct values, so that ties are common.
                var random = new Random(seed);
                float[] x = [.. Enumerable.Range(0, 2 * height * width).Select(_ => random.Next(5) is var v && v == 4 ? float.NaN : v)];
                if (g.OutHeight > 0 && g.OutWidth > 0 && EveryWindowHasInputs(g)) { Check(g, x); }
            },
            iter: 500);

    [Theory]
    [InlineData(40, 40, 2, 2)]
    [InlineData(3, 700, 2, 1)] // rows longer than what is gone over at once
    public void Large_planes_too(int height, int width, int kernel, int stride)
    {
        var g = new PoolGeometry
        {
            Planes = 2,
            InHeight = height,
            InWidth = width,
            KernelHeight = kernel,
            KernelWidth = kernel,
            StrideY = stride,
            StrideX = stride,
            OutHeight = ConvGeometry.OutputSize(height, kernel, stride, 0, 1),
            OutWidth = ConvGeometry.OutputSize(width, kernel, stride, 0, 1),
        };
        var random = new Random(1);
        Check(g, [.. Enumerable.Range(0, 2 * height * width).Select(_ => (float)random.Next(5))]);
    }

    [Fact]
    public void Padding_is_never_chosen_even_below_all_others()
    {
        var g = new PoolGeometry
        {
            Planes = 1,
            InHeight = 2,
            InWidth = 2,
            KernelHeight = 2,
            KernelWidth = 2,
            StrideY = 2,
            StrideX = 2,
            PaddingY = 1,
            PaddingX = 1,
            OutHeight = 2,
            OutWidth = 2,
        };
        var indices = new long[4];
        double[] lowest = [.. Enumerable.Repeat(double.NegativeInfinity, 4)];
        Pooling.ArgMax2d(g, lowest, indices);
        Assert.Equal([0, 1, 2, 3], indices);
    }

    [Fact]
    public void A_ceiling_size_cuts_the_last_window()
    {
        var g = new PoolGeometry
        {
            Planes = 1,
            InHeight = 1,
            InWidth = 5,
            KernelHeight = 1,
            KernelWidth = 2,
            StrideY = 1,
            StrideX = 2,
            OutHeight = 1,
            OutWidth = 3,
        };
        var indices = new long[3];
        Pooling.ArgMax2d<float>(g, [1, 2, 4, 3, 0], indices);
        Assert.Equal([1, 2, 4], indices);
        Assert.Throws<ArgumentException>(() => Pooling.ArgMax2d<float>(g with { OutWidth = 4 }, new float[5], new long[4]));
    }

    private static bool EveryWindowHasInputs(PoolGeometry g) =>
        Enumerable.Range(0, g.OutHeight).All(row => Window(g, row, 0).Any())
        && Enumerable.Range(0, g.OutWidth).All(column => Window(g, 0, column).Any());

    private static void Check(PoolGeometry g, float[] x)
    {
        var indices = new long[g.Planes * g.OutHeight * g.OutWidth];
        Pooling.ArgMax2d(g, x, indices);
        for (var at = 0; at < indices.Length; at++)
        {
            var plane = at / (g.OutHeight * g.OutWidth);
            var (row, column) = (at / g.OutWidth % g.OutHeight, at % g.OutWidth);
            var start = plane * g.InHeight * g.InWidth;
            // MaxBy keeps the first; NaN ranks above the numbers.
            var expected = Window(g, row, column).MaxBy(i => float.IsNaN(x[start + i]) ? float.PositiveInfinity : x[start + i]);
            Assert.Equal(expected, indices[at]);
        }
    }

    private static IEnumerable<int> Window(PoolGeometry g, int row, int column) =>
        from ky in Enumerable.Range(0, g.KernelHeight)
        from kx in Enumerable.Range(0, g.KernelWidth)
        let y = (row * g.StrideY) - g.PaddingY + (ky * g.DilationY)
        let x = (column * g.StrideX) - g.PaddingX + (kx * g.DilationX)
        where y >= 0 && y < g.InHeight && x >= 0 && x < g.InWidth
        select (y * g.InWidth) + x;
}

using ChainRule.Tests.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>Transposed convolutions with every setting that PyTorch allows: output padding below the stride or the dilation.</summary>
public class ConvTransposeTests
{
    [Fact]
    public void The_gradient_has_the_shape_of_the_images_where_output_padding_reaches_the_stride()
    {
        var (x, w) = (Numbers([1, 1, 1, 2], "x"), Numbers([1, 1, 1, 2], "w"));
        var y = ConvTranspose2d(x, w, outputPadding: (0, 1), dilation: (1, 2));
        Assert.Equal([1, 1, 1, 5], y.Shape);
        Assert.Equal(x.Shape, Gradient.Of(Sum(y), x).Evaluate().Shape);
        Assert.Equal(Enumerable.Repeat(w.Value.ToDoubles().Sum(), 2), Gradient.Of(Sum(y), x).Evaluate().ToDoubles());
    }

    [Fact]
    public void Random_settings_give_what_plain_loops_give_to_the_second_order()
    {
        for (var seed = 0; seed < TestTier.Cases(300, 10_000); seed++)
        {
            var setting = new Setting(seed);
            var (x, w) = (Numbers(setting.Images, "x"), Numbers(setting.Kernels, "w"));
            var y = setting.Of(x, w);
            Near(setting.Plain(x.Value, w.Value), y, seed);

            // y is linear in each, so its gradients follow from y itself: ∂(c·y)/∂x·u is c·y(u, w), and ∂²(c·y)/∂x∂w·u·v is c·y(u, v).
            var (c, u, v) = (Numbers(y.Shape, "c"), Numbers(setting.Images, "u"), Numbers(setting.Kernels, "v"));
            var gradients = Gradient.Of(Sum(c * y), [x, w]);
            var second = Gradient.Of(Sum(gradients[0] * u) + Sum(gradients[1] * v), [x, w, c]);
            Near([Dot(c, setting.Plain(u.Value, w.Value)), Dot(c, setting.Plain(x.Value, v.Value))],
                Stack([Sum(gradients[0] * u), Sum(gradients[1] * v)]), seed);
            Near([Dot(c, setting.Plain(u.Value, v.Value)), Dot(c, setting.Plain(u.Value, v.Value))],
                Stack([Sum(second[0] * u), Sum(second[1] * v)]), seed);
            Near([.. setting.Plain(u.Value, w.Value).Zip(setting.Plain(x.Value, v.Value), (a, b) => a + b)], second[2], seed);
        }
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 1, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(1, 1, -1)]
    public void Output_padding_outside_its_range_is_refused(int stride, int dilation, int outputPadding)
    {
        var (x, w) = (Numbers([1, 1, 2, 2], "x"), Numbers([1, 1, 2, 2], "w"));
        var error = Assert.Throws<ShapeException>(
            () => ConvTranspose2d(x, w, stride: (1, stride), outputPadding: (0, outputPadding), dilation: (1, dilation)));
        Assert.Contains("output padding", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_leaves_no_pixel_or_has_no_groups_is_refused()
    {
        var (x, w) = (Numbers([1, 1, 2, 2], "x"), Numbers([1, 1, 2, 2], "w"));
        Assert.Throws<ShapeException>(() => ConvTranspose2d(x, w, padding: (2, 0)));
        Assert.Throws<ShapeException>(() => ConvTranspose2d(x, w, padding: (0, 5)));
        Assert.Throws<ShapeException>(() => ConvTranspose2d(x, w, groups: 0));
        Assert.Throws<ShapeException>(() => ConvTranspose2d(x, w, stride: (0, 1)));
    }

    private static double Dot(Parameter c, double[] y) => c.Value.ToDoubles().Zip(y, (a, b) => a * b).Sum();

    private static Parameter Numbers(Shape shape, string name)
    {
        var random = new Random(shape.Size * 7 + name[0]);
        return new(TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(_ => random.NextDouble() * 2 - 1)], shape), name);
    }

    private static void Near(double[] expected, Tensor tensor, int seed)
    {
        var actual = tensor.Evaluate().ToDoubles();
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-11 * (1 + Math.Abs(expected[i])),
                $"seed {seed}, element {i}: {actual[i]} instead of {expected[i]}");
    }

    /// <summary>A setting, and what it means.</summary>
    private sealed class Setting
    {
        private readonly (int H, int W) stride, padding, extra, dilation;
        private readonly int groups, height, width;

        public Setting(int seed)
        {
            var random = new Random(seed);
            int From1(int most) => random.Next(1, most + 1);
            (stride, dilation) = ((From1(4), From1(4)), (From1(4), From1(4)));
            extra = (random.Next(Math.Max(stride.H, dilation.H)), random.Next(Math.Max(stride.W, dilation.W)));
            groups = From1(3);
            Kernels = [groups * From1(3), From1(3), From1(4), From1(4)];
            Images = [From1(3), Kernels[0], From1(6), From1(6)];
            var (h, w) = (Extent(2, stride.H, dilation.H, extra.H), Extent(3, stride.W, dilation.W, extra.W));
            padding = (random.Next(Math.Min(4, (h + 1) / 2)), random.Next(Math.Min(4, (w + 1) / 2)));
            (height, width) = (h - 2 * padding.H, w - 2 * padding.W);
        }

        public Shape Images { get; }

        public Shape Kernels { get; }

        public Tensor Of(Tensor x, Tensor w) => ConvTranspose2d(x, w, null, stride, padding, extra, dilation, groups);

        /// <summary>Each pixel puts a kernel, scaled by it, into the result.</summary>
        public double[] Plain(TensorData x, TensorData w)
        {
            Shape result = [Images[0], Kernels[1] * groups, height, width];
            var y = new double[result.Size];
            foreach (var at in PlainInterpreter.Indices(Images))
                foreach (var k in PlainInterpreter.Indices([Kernels[1], Kernels[2], Kernels[3]]))
                {
                    var (row, column) = (at[2] * stride.H - padding.H + k[1] * dilation.H,
                        at[3] * stride.W - padding.W + k[2] * dilation.W);
                    if (row < 0 || row >= height || column < 0 || column >= width) continue;
                    var channel = at[1] / (Images[1] / groups) * Kernels[1] + k[0];
                    y[PlainInterpreter.Place([at[0], channel, row, column], result)] +=
                        x[PlainInterpreter.Place(at, Images)] * w[PlainInterpreter.Place([at[1], .. k], Kernels)];
                }
            return y;
        }

        private int Extent(int axis, int stride, int dilation, int extra) =>
            (Images[axis] - 1) * stride + dilation * (Kernels[axis] - 1) + 1 + extra;
    }
}

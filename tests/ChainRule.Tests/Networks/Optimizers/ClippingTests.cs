using ChainRule.Networks;
using ChainRule.Training;

namespace ChainRule.Tests.Networks;

/// <summary>Gradients [3, 4] and 12, whose norm is 13.</summary>
public class ClippingTests
{
    private static readonly Tensor[] Gradients = [Tensor.Constant<double>([3, -4]), Tensor.Constant(12f)];

    [Theory]
    [InlineData(2, 13)]
    [InlineData(1, 19)]
    [InlineData(double.PositiveInfinity, 12)]
    public void One_norm_is_over_all_gradients(double order, double norm) =>
        Assert.Equal(norm, Clipping.Norm(Gradients, order).Item(), 1e-12);

    [Fact]
    public void A_long_gradient_is_shortened_and_keeps_its_direction()
    {
        Assert.Equal([1.5, -2, 6], Values(Clipping.ByNorm(Gradients, 6.5)), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal([0.75, -1, 3], Values(Clipping.ByNorm(Gradients, 3, double.PositiveInfinity)), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void A_short_one_stays_as_it_is() => Assert.Equal([3, -4, 12], Values(Clipping.ByNorm(Gradients, 14)));

    [Fact]
    public void Elements_are_brought_between_bounds() => Assert.Equal([3, -3.5, 3.5], Values(Clipping.ByValue(Gradients, 3.5)));

    [Fact]
    public void A_gradient_of_zero_stays_zero() => Assert.Equal([0.0], Values(Clipping.ByNorm([Tensor.Constant(0.0)], 1)));

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(double.PositiveInfinity)]
    public void Norms_reach_as_far_as_the_numbers(double order)
    {
        foreach (var size in (double[])[3e38, 1e20, 3e20, 1e-10, 3e-20, 3e-30, 1e-37, 1e-44])
            foreach (var count in (int[])[1, 5, 5000])
            {
                var gradient = Tensor.Constant(TensorData.Create(Enumerable.Repeat((float)size, count).ToArray(), [count]));
                var norm = (float)size * (double.IsInfinity(order) ? 1 : Math.Pow(count, 1 / order));
                Near(norm, Clipping.Norm([gradient], order).Item());
                Near(norm * Math.Pow(2, double.IsInfinity(order) ? 0 : 1 / order), Clipping.Norm([gradient, -gradient], order).Item());
                Near(norm * 5, Clipping.Norm([gradient * 3, gradient * 4], 2).Item(),
                    order == 2 && size * 4 < float.MaxValue && norm > 1e-30);
                if (size > 1e-30) Near(1, Clipping.Norm(Clipping.ByNorm([gradient], 1, order), order).Item(), norm is > 1e5 and < 1e38);
            }
        Near(5e200, Clipping.Norm([Tensor.Constant<double>([3e200]), Tensor.Constant<double>([0, 4e200])]).Item());
        Near(5e-200, Clipping.Norm([Tensor.Constant<double>([3e-200]), Tensor.Constant<double>([0, 4e-200])]).Item());
    }

    [Fact]
    public void A_norm_may_be_beyond_the_range_of_its_numbers()
    {
        Tensor[] gradients = [Tensor.Constant(3e38f), Tensor.Constant<float>([3e38f]), Tensor.Constant<double>([1e308, 1e308])];
        Near(Math.Sqrt(2) * 3e38f, Clipping.Norm(gradients[..2]).Item());
        Near(Math.Sqrt(2) * 1e308, Clipping.Norm(gradients).Item());
        var clipped = Values(Clipping.ByNorm(gradients[..2], 1));
        Assert.All(clipped, value => Near(Math.Sqrt(0.5), value));
        var many = Tensor.Constant(TensorData.Create(Enumerable.Repeat(3e38f, 10_000).ToArray(), [100, 100]));
        Near(3e38f * 100, Clipping.Norm([many]).Item());
    }

    [Fact]
    public void Norms_of_any_numbers_are_those_of_double_precision()
    {
        var random = new Random(1);
        for (var i = 0; i < TestTier.Cases(50, 2000); i++)
        {
            float[] values = [.. Enumerable
                .Range(0, random.Next(1, 3000))
                .Select(_ => (float)Math.Pow(10, random.Next(-44, 37)) * random.NextSingle())];
            var exact = Math.Sqrt(values.Sum(value => (double)value * value));
            Near(exact, Clipping.Norm([Tensor.Constant<float>(values)]).Item());
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_norm_that_is_not_finite_is_not_hidden(double value)
    {
        Tensor[] gradients = [Tensor.Constant<double>([value, 1]), Tensor.Constant<float>([2])];
        Assert.Equal(value, Clipping.Norm(gradients).Item());
        Assert.All(Values(Clipping.ByNorm(gradients, 1)), clipped => Assert.Equal(double.NaN, clipped));
        var w = new Parameter(1.0, "w");
        var step = new TrainingStep(new Holder(w), new Sgd(0.1), batch => w * batch[0]) { ClipNorm = 1 };
        step.Run(TensorData.Create([2.0], []));
        Assert.Equal(0.9, w.Value.Item(), 1e-6);
        var error = Assert.Throws<NotFiniteNumberException>(() => step.Run(TensorData.Create([value], [])));
        Assert.StartsWith(
            $"the gradients' norm is {FormattableString.Invariant($"{value}")}, so they cannot be clipped to a norm of 1; the loss is ",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(0.9, w.Value.Item(), 1e-6);
        Assert.Equal(1, step.Steps);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_limit_that_cannot_clip_is_refused(double limit)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Clipping.ByNorm(Gradients, limit));
        Assert.Throws<ArgumentOutOfRangeException>(() => Clipping.ByValue(Gradients, limit));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new TrainingStep(new Sequential(), new Sgd(0.1), batch => batch[0]) { ClipNorm = limit });
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new TrainingStep(new Sequential(), new Sgd(0.1), batch => batch[0]) { ClipValue = limit });
    }

    private sealed class Holder(Parameter w) : Module
    {
        protected override IEnumerable<Member> Members => [new(w)];
    }

    private static void Near(double expected, double actual, bool when = true)
    {
        if (when) Assert.True(Math.Abs(actual - expected) <= 2e-6 * expected + 1e-45, $"{actual:R} instead of {expected:R}");
    }

    private static double[] Values(IReadOnlyList<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.Evaluate().ToDoubles())];
}

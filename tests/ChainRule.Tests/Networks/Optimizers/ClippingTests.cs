using ChainRule.Networks;

namespace ChainRule.Tests.Networks;

/// <summary>Gradients [3, 4] and 12, whose norm is 13.</summary>
public class ClippingTests
{
    private static readonly Tensor[] Gradients = [Tensor.Constant<double>([3, -4]), Tensor.Constant(12f)];

    [Theory]
    [InlineData(2, 13)]
    [InlineData(1, 19)]
    [InlineData(double.PositiveInfinity, 12)]
    public void One_norm_is_over_all_gradients(double order, double norm) => Assert.Equal(norm, Clipping.Norm(Gradients, order).Item(), 1e-12);

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

    private static double[] Values(IReadOnlyList<Tensor> tensors) => [.. tensors.SelectMany(tensor => tensor.Evaluate().ToDoubles())];
}

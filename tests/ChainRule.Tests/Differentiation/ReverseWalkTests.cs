using static ChainRule.Functions;

namespace ChainRule.Tests.Differentiation;

/// <summary>Upstream × local at its special cases: what is not chosen passes nothing on, be the upstream infinite, as in PyTorch.</summary>
public class ReverseWalkTests
{
    private static readonly Tensor Mask = Tensor.Constant<bool>([true, false, true]);

    // d log(z)/dz = 1/z is infinite at z = 0, and 0·∞ would be NaN.
    [Fact]
    public void The_side_that_is_not_chosen_gets_nothing_of_an_infinite_upstream()
    {
        var (x, y) = (new Parameter([2.0, 4, 8], "x"), new Parameter([2.0, 4, 8], "y"));
        Assert.Equal([0, 0.25, 0], Gradient.Of(Sum(Log(Where(Mask, 0, y))), y).Evaluate().ToDoubles());
        Assert.Equal([0.5, 0, 0.125], Gradient.Of(Sum(Log(Where(Mask, x, 0))), x).Evaluate().ToDoubles());
    }

    [Fact]
    public void The_side_that_is_not_chosen_gets_nothing_of_an_infinite_tangent()
    {
        var (x, y) = (new Parameter([2.0, 4, 8], "x"), new Parameter([2.0, 4, 8], "y"));
        var tangent = Tensor.Constant([double.PositiveInfinity, 3, double.PositiveInfinity]);
        var other = Tensor.Constant([3, double.PositiveInfinity, 5]);
        Assert.Equal([0, 3, 0], Gradient.Jvp(Where(Mask, 0, y), [(y, tangent)]).Evaluate().ToDoubles());
        Assert.Equal([3, 0, 5], Gradient.Jvp(Where(Mask, x, 0), [(x, other)]).Evaluate().ToDoubles());
    }

    [Fact]
    public void Factors_of_one_and_of_minus_one_leave_no_product()
    {
        var (x, y) = (new Parameter([1.0, 2], "x"), new Parameter([3.0, 4], "y"));
        var upstream = Tensor.Constant([5.0, 6]);
        Assert.Same(upstream, Gradient.Vjp(x - y, upstream, [x])[0]);
        Assert.Same(-upstream, Gradient.Vjp(x - y, upstream, [y])[0]);
    }
}

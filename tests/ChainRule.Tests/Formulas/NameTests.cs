using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

public class NameTests
{
    [Theory]
    [InlineData("yhat", "ŷ")]
    [InlineData("xbar", "x\u0304")]
    [InlineData("ybar", "ȳ")]
    [InlineData("xhat", "x\u0302")]
    [InlineData("thetahat", "θ\u0302")]
    [InlineData("xtilde2", "x\u0303₂")]
    [InlineData("alpha", "α")]
    [InlineData("Sigma", "Σ")]
    [InlineData("Alpha", "Alpha")]
    [InlineData("w1", "w₁")]
    [InlineData("w12", "w₁₂")]
    [InlineData("theta0'", "θ₀'")]
    [InlineData("yhat10", "ŷ₁₀")]
    [InlineData("alpha_w", "α_w")]
    [InlineData("w_1", "w_1")]
    [InlineData("beta_2", "β_2")]
    [InlineData("x2y", "x2y")]
    [InlineData("loss", "loss")]
    [InlineData("eta", "η")]
    [InlineData("theta", "θ")]
    [InlineData("zetas", "zetas")]
    [InlineData("dtheta", "dtheta")]
    [InlineData("crowbar", "crowbar")]
    [InlineData("hat", "hat")]
    [InlineData("ŷ", "ŷ")]
    [InlineData("_", "_")]
    [InlineData("", "")]
    public void Names_for_print(string typed, string shown)
    {
        Assert.Equal(shown, NameStyle.Display(typed));
        Assert.Equal(typed, NameStyle.Ascii(typed));
    }

    [Theory]
    [InlineData("sine", "sin")]
    [InlineData("tahn", "tanh")]
    [InlineData("epx", "exp")]
    [InlineData("sigmod", "sigmoid")]
    [InlineData("Relu", "relu")]
    [InlineData("softmaks", "softmax")]
    [InlineData("transform", null)]
    [InlineData("q", null)]
    [InlineData("zz", null)]
    [InlineData("", null)]
    public void The_closest_name_is_suggested(string unknown, string? suggestion) =>
        Assert.Equal(suggestion, Suggest.Closest(unknown, ["sin", "cos", "exp", "ln", "tanh", "relu", "sigmoid", "softmax"]));

    [Fact]
    public void Of_equally_close_names_the_first_is_suggested_and_long_ones_cost_nothing()
    {
        Assert.Equal("sinh", Suggest.Closest("sinx", ["cosh", "sinh", "sin"]));
        Assert.Null(Suggest.Closest(new string('x', 1_000_000), [new string('x', 1_000_000), "x"]));
        Assert.Null(Suggest.Closest("x", []));
    }
}

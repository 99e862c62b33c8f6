using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class ProblemTests
{
    [Theory]
    [InlineData("(w*x - y)^2", "w")]
    [InlineData("sum((X @ W - Y)^2)", "W")]
    [InlineData("X1*a + Yes*b + x2*c", "a b c")]
    [InlineData("X^2", "X")] // of data alone it is differentiated by them
    public void Names_that_begin_with_x_or_y_small_or_capital_are_data(string formula, string parameters) =>
        Assert.Equal(parameters.Split(' '), Problem.Parameters(Formula.Parse(formula)));
}

using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

public class ValueSyntaxTests
{
    [Theory]
    [InlineData("1", new int[0], new[] { 1.0 })]
    [InlineData("-2.5e3", new int[0], new[] { -2500.0 })]
    [InlineData("+.5", new int[0], new[] { 0.5 })]
    [InlineData("inf", new int[0], new[] { double.PositiveInfinity })]
    [InlineData("-Infinity", new int[0], new[] { double.NegativeInfinity })]
    [InlineData("NaN", new int[0], new[] { double.NaN })]
    [InlineData("-pi", new int[0], new[] { -Math.PI })]
    [InlineData("[1,2]", new[] { 2 }, new[] { 1.0, 2 })]
    [InlineData("[-1, nan]\n", new[] { 2 }, new[] { -1, double.NaN })]
    [InlineData("[[1,2],[3,4]]", new[] { 2, 2 }, new[] { 1.0, 2, 3, 4 })]
    [InlineData("[1,2;3,4]", new[] { 2, 2 }, new[] { 1.0, 2, 3, 4 })]
    [InlineData("[[[1],[2]]]", new[] { 1, 2, 1 }, new[] { 1.0, 2 })]
    public void Values(string text, int[] shape, double[] data)
    {
        var value = ValueSyntax.Parse(text);
        Assert.Equal(shape, value.Shape);
        Assert.Equal(data, value.Data);
    }

    [Fact]
    public void Assignments()
    {
        var (name, value) = ValueSyntax.ParseAssignment("ŷ = [1, 2]");
        Assert.Equal("ŷ", name);
        Assert.Equal([1, 2], value.Data);
    }

    [Theory]
    [InlineData("", "the value is missing: write a number or a list such as [1, 2]")]
    [InlineData("one", "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers")]
    [InlineData("[1, x]", "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers")]
    [InlineData("1 + 1", "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers")]
    [InlineData("--1", "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers")]
    [InlineData("[1, 2; 3]", "rows must have the same length: this one has 1, the first has 2")]
    [InlineData("1, 2", "expected an operator or the end of the value after '1', found ','")]
    [InlineData("1;", "expected an operator or the end of the value after '1', found ';'")]
    public void Errors(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormulaException>(() => ValueSyntax.Parse(text)).Message);

    [Theory]
    [InlineData("w", "expected '=' and a value after 'w', found end of formula", 2)]
    [InlineData("2=3", "expected name=value, found '2'", 1)]
    [InlineData("w=", "the value is missing: write a number or a list such as [1, 2]", 3)]
    [InlineData("w=[1,x]", "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers", 6)]
    public void Errors_of_assignments(string text, string message, int column)
    {
        var error = Assert.Throws<FormulaException>(() => ValueSyntax.ParseAssignment(text));
        Assert.Equal((message, column), (error.Message, error.Column));
    }
}

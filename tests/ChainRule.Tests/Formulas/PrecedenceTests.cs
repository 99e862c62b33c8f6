using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

public class PrecedenceTests
{
    [Theory]
    [InlineData("-x^2", "-(x^2)")]
    [InlineData("-x^2*y", "(-(x^2))*y")]
    [InlineData("2^-3", "2^(-3)")]
    [InlineData("2^-3^2", "2^(-(3^2))")]
    [InlineData("2^3^2", "2^(3^2)")]
    [InlineData("a - b - c", "(a - b) - c")]
    [InlineData("a - b + c", "(a - b) + c")]
    [InlineData("a/b/c", "(a/b)/c")]
    [InlineData("a/b*c", "(a/b)*c")]
    [InlineData("a @ b @ c", "(a @ b) @ c")]
    [InlineData("a*b @ c/d", "((a*b) @ c)/d")]
    [InlineData("a + b*c^d", "a + (b*(c^d))")]
    [InlineData("a*-b", "a*(-b)")]
    [InlineData("a - -b", "a - (-b)")]
    [InlineData("-a - b", "(-a) - b")]
    [InlineData("a + b < c*d", "(a + b) < (c*d)")]
    [InlineData("a == -b", "a == (-b)")]
    [InlineData("x.T @ y.T^2", "(x.T) @ ((y.T)^2)")]
    [InlineData("-x.T", "-(x.T)")]
    [InlineData("x.T.T", "(x.T).T")]
    [InlineData("+a + +b", "a + b")]
    [InlineData("f(a + b, c)^2", "(f((a + b), (c)))^2")]
    public void Operators_bind_as_in_mathematics(string formula, string withAllParentheses) =>
        Assert.Equal(Parse(withAllParentheses), Parse(formula));

    [Theory]
    [InlineData("a - (b - c)", "a - b - c")]
    [InlineData("(-x)^2", "-x^2")]
    [InlineData("(2^3)^2", "2^3^2")]
    [InlineData("(x @ y).T", "x @ y.T")]
    [InlineData("f(x, axis=1)", "f(x, axis=0)")]
    [InlineData("[1, 2]", "[1; 2]")]
    public void Parentheses_and_options_make_a_difference(string one, string other) =>
        Assert.NotEqual(Parse(one), Parse(other));

    [Theory]
    [InlineData("a ** b", "a^b")]
    [InlineData("a · b × c", "a*b*c")]
    [InlineData("a \u2212 b", "a - b")]
    [InlineData("[1, 2; 3, 4]", "[[1, 2], [3, 4]]")]
    [InlineData("π", "pi")]
    [InlineData(".5", "0.5")]
    [InlineData("1E+3", "1000")]
    [InlineData("(a +\n b)", "a + b")]
    public void Spellings_that_mean_the_same(string one, string other) => Assert.Equal(Parse(one), Parse(other));

    [Theory]
    [InlineData("1", 1)]
    [InlineData("1.5", 1.5)]
    [InlineData(".5", .5)]
    [InlineData("1e-3", 1e-3)]
    [InlineData("2.5e3", 2500)]
    [InlineData("pi", Math.PI)]
    public void Numbers(string text, double value) => Assert.Equal(value, Assert.IsType<Number>(Parse(text)).Value);

    [Theory]
    [InlineData("w")]
    [InlineData("_w1")]
    [InlineData("ŷ")]
    [InlineData("x\u0304")]
    [InlineData("w₁₂")]
    [InlineData("x'")]
    [InlineData("損失")]
    [InlineData("𝑥")]
    [InlineData("e")]
    public void Names(string text) => Assert.Equal(text, Assert.IsType<Name>(Parse(text)).Text);

    [Fact]
    public void Calls_have_named_arguments()
    {
        var call = Assert.IsType<Call>(Parse("sum(x*y, 2, axis=[0, -1], keepdims=true, scale=-1.5)"));
        Assert.Equal("sum", call.Function);
        Assert.Equal([Parse("x*y"), Parse("2")], call.Arguments);
        Assert.Equal(
            [new("axis", new ListValue([0, -1])), new("keepdims", new FlagValue(true)), new("scale", new NumberValue(-1.5))],
            call.NamedArguments.Select(option => option with { Span = default }));
    }

    [Theory]
    [InlineData("[1, 2, 3]", new[] { 3 }, "1 2 3")]
    [InlineData("[1, 2; 3, 4; 5, 6]", new[] { 3, 2 }, "1 2 3 4 5 6")]
    [InlineData("[[1, 2], [3, 4]]", new[] { 2, 2 }, "1 2 3 4")]
    [InlineData("[[[1], [2]], [[3], [a]]]", new[] { 2, 2, 1 }, "1 2 3 a")]
    [InlineData("[[1, 2]]", new[] { 1, 2 }, "1 2")]
    [InlineData("[1; 2]", new[] { 2, 1 }, "1 2")]
    [InlineData("[a + 1, f(b)]", new[] { 2 }, "a + 1 f(b)")]
    public void Arrays_have_a_shape(string text, int[] shape, string elements)
    {
        var array = Assert.IsType<ArrayLiteral>(Parse(text));
        Assert.Equal(shape, array.Shape);
        Assert.Equal(elements, string.Join(' ', array.Elements));
    }

    private static Expression Parse(string text) => FormulaSyntax.Parse(text).Assignments.Single().Value;
}

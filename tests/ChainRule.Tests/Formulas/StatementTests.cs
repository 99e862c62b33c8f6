using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

public class StatementTests
{
    [Fact]
    public void The_lecture_on_one_line()
    {
        var syntax = FormulaSyntax.Parse("yhat = w*x; s = yhat - y; loss = s^2");
        Assert.Equal(["yhat = w*x", "s = yhat - y", "loss = s^2"], syntax.Assignments.Select(a => $"{a.Name} = {a.Value}"));
        Assert.Equal("loss", syntax.OutputName);
        Assert.Equal(["w", "x", "y"], syntax.FreeNames);
        Assert.DoesNotContain(syntax.Assignments, assignment => assignment.IsImplicit);
    }

    [Theory]
    [InlineData("a = 1\nb = 2")]
    [InlineData("\uFEFFa = 1\r\nb = 2\r\n")]
    [InlineData("a = 1;; b = 2;")]
    [InlineData("\n# first\na = 1 # one; not a statement\n\n;b = 2\n;\n")]
    public void Separators_comments_and_empty_statements(string text) =>
        Assert.Equal(["a", "b"], FormulaSyntax.Parse(text).Assignments.Select(assignment => assignment.Name));

    [Theory]
    [InlineData("a + 1", "out")]
    [InlineData("out = 1; out + 1", "out1")]
    [InlineData("out*out1", "out2")]
    public void A_bare_last_expression_gets_a_free_name(string text, string name)
    {
        var last = FormulaSyntax.Parse(text).Assignments[^1];
        Assert.Equal(name, last.Name);
        Assert.True(last.IsImplicit);
    }

    [Fact]
    public void Free_names_come_in_order_of_first_use_and_functions_are_none() =>
        Assert.Equal(["c", "b", "a", "d"], FormulaSyntax.Parse("x = c*b^a; y = x + f(b, d, axis=1)").FreeNames);

    [Fact]
    public void Spans_tell_where_things_stand()
    {
        const string Text = "s = a*(b + c); t = sum(s, axis=[0, 1])";
        var syntax = FormulaSyntax.Parse(Text);
        var product = Assert.IsType<Binary>(syntax.Assignments[0].Value);
        Assert.Equal("s", Cut(syntax.Assignments[0].NameSpan));
        Assert.Equal("a*(b + c)", Cut(product.Span));
        Assert.Equal("(b + c)", Cut(product.Right.Span));
        var call = Assert.IsType<Call>(syntax.Assignments[1].Value);
        Assert.Equal("sum(s, axis=[0, 1])", Cut(call.Span));
        Assert.Equal("sum", Cut(call.FunctionSpan));
        Assert.Equal("axis=[0, 1]", Cut(call.NamedArguments[0].Span));

        static string Cut(TextSpan span) => Text.Substring(span.Start, span.Length);
    }
}

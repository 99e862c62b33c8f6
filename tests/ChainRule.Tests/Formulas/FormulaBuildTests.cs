using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

/// <summary>Formulas become graphs: values against arithmetic done by hand, and errors with their place.</summary>
public class FormulaBuildTests
{
    [Theory]
    [InlineData("-x^2", -9)]
    [InlineData("2^3^2", 512)]
    [InlineData("x^-1", 1.0 / 3)]
    [InlineData("(x > 2) + (x <= 2)", 1)]
    [InlineData("where(x > 2, 10, 20)", 10)]
    [InlineData("where(x, 10, 20)", 10)]
    [InlineData("max(x, 5) + min(x, 5)", 8)]
    [InlineData("sum([1, 2; 3, x])", 9)]
    [InlineData("max([1, x, 2])", 3)]
    [InlineData("ln(exp(x))", 3)]
    [InlineData("sum([1, 2; 3, 4] @ [1, x])", 22)]
    [InlineData("sum([1, 2; 3, 4].T @ [1, 0])", 3)]
    [InlineData("sum(sum([1, 2; 3, 4], axis=0) * [1, 10])", 64)]
    [InlineData("a = x*x; b = a + a; b - a", 9)]
    [InlineData("mse([1, x], [1, 1])", 2)]
    [InlineData("clamp(x, max=2)", 2)]
    [InlineData("huber([x], [0], delta=1)", 2.5)]
    public void A_formula_has_the_value_that_arithmetic_gives(string formula, double expected)
    {
        var output = Formula.Parse(formula).Build(new Dictionary<string, Tensor> { ["x"] = Tensor.Constant(3.0, "x") });
        Assert.Equal(expected, output.Item(), 1e-12);
    }

    [Fact]
    public void Names_of_statements_become_names_of_tensors()
    {
        var all = Formula.Parse("yhat = w*x; s = yhat - y; loss = s^2").BuildAll(Lecture());
        Assert.Equal(["yhat", "s", "loss"], new[] { "yhat", "s", "loss" }.Select(name => all[name].Name));
        Assert.Equal(-2, Gradient.Of(all["loss"], all["w"]).Item());
    }

    [Fact]
    public void Numbers_take_on_the_dtype_of_the_data()
    {
        var output = Formula.Parse("2*x + 1").Build(new Dictionary<string, Tensor> { ["x"] = Tensor.Constant(3f, "x") });
        Assert.Equal(DType.Float32, output.DType);
        Assert.Equal(7, output.Item());
    }

    [Theory]
    [InlineData("sine(x)", "unknown function 'sine': did you mean 'sin'?", 0, 4)]
    [InlineData("1 + tan(x, x)", "tan takes 1 argument, not 2", 4, 9)]
    [InlineData("sum(x, dims=0)", "sum has no option 'dims'; it has axes, axis, keepdims", 7, 6)]
    [InlineData("sum(x, axis=0.5)", "axis of sum must be whole numbers, not 0.5", 7, 8)]
    [InlineData("x + q", "'q' has no value: give it as q=1", 4, 1)]
    [InlineData("[1, 2] * [1, 2, 3]", "Mul cannot combine", 0, 18)]
    [InlineData("sum(broadcast_to(x, shape=[100000, 100000]))", "a tensor has fewer than 2^31 elements", 4, 39)]
    [InlineData("place([x], shape=[3], starts=[5], steps=[1])", "Place puts", 0, 44)]
    public void An_error_says_where(string formula, string message, int start, int length)
    {
        var error = Assert.Throws<FormulaException>(() =>
            Formula.Parse(formula).Build(new Dictionary<string, Tensor> { ["x"] = Tensor.Constant(3.0, "x") }));
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(new TextSpan(start, length), error.Span);
    }

    [Fact]
    public void Every_function_of_one_argument_can_be_differentiated()
    {
        var x = new Parameter([0.3, 0.4], "x");
        foreach (var name in FormulaFunctions.Names.Where(name => name is not ("acosh" or "stop_gradient")))
        {
            Tensor output;
            try
            {
                output = Formula.Parse($"sum({name}(x))").Build(new Dictionary<string, Tensor> { ["x"] = x });
            }
            catch (FormulaException e) when (e.Message.Contains(" takes ", StringComparison.Ordinal)
                || e.Message.Contains(" needs ", StringComparison.Ordinal))
            {
                continue; // not a function of one argument alone
            }
            Assert.All(Gradient.Of(output, x).Evaluate().ToDoubles(), value => Assert.True(double.IsFinite(value), name));
        }
    }

    private static Dictionary<string, Tensor> Lecture() => new()
    {
        ["w"] = new Parameter(1.0, "w"),
        ["x"] = Tensor.Constant(1.0, "x"),
        ["y"] = Tensor.Constant(2.0, "y"),
    };
}

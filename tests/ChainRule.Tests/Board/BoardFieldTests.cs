using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Tests.Board;

public class BoardFieldTests
{
    /// <summary>Names without a value get shapes that a person would have given them.</summary>
    [Theory]
    [InlineData("w*x + b", "w, x, b")]
    [InlineData("softmax(W @ x + b)", "W 3x2, x 2, b 3")]
    [InlineData("h = tanh(W1 @ x + b1); s = W2 @ h + b2; mse(s, y)", "W1 3x2, x 2, b1 3, W2 2x3, b2 2, y 2")]
    [InlineData("mean((X @ w + b - y)^2)", "X 3x2, w 2, b 3, y 3")]
    [InlineData("sum((y - softmax(W @ x))^2)", "y 3, W 3x2, x 2")]
    [InlineData("u @ v", "u 2, v 2")]
    [InlineData("sum(2*A @ B)", "A 3x2, B 2x2")]
    [InlineData("sum(relu(x) @ W)", "x 2, W 2x3")]
    [InlineData("sum(exp(-a) @ [1, 2, 3, 4])", "a 4")]
    [InlineData("sum(matmul(W, x))", "W 3x2, x 2")]
    public void Shapes_are_read_off_the_formula(string formula, string expected) => Assert.Equal(expected, Shapes(formula, []));

    [Fact]
    public void Given_shapes_lead()
    {
        Assert.Equal("W 2x4, x 4, b 2", Shapes("softmax(W @ x + b)", new() { ["x"] = Zeros(4) }));
        Assert.Equal("X 5x2, w 2, b 5, y 5", Shapes("mean((X @ w + b - y)^2)", new() { ["X"] = Zeros(5, 2) }));
        Assert.Equal("W 4x2, x 2, b 4", Shapes("softmax(W @ x + b)", new() { ["b"] = Zeros(4) }));
        Assert.Equal("X 7x2, W 2x3, b 3", Shapes("sum(X @ W + b)", new() { ["X"] = Zeros(7, 2), ["b"] = Zeros(3) }));
    }

    [Fact]
    public void What_is_proposed_can_be_differentiated()
    {
        foreach (var formula in new[] { "sum(softmax(W @ x + b)^2)", "h = tanh(W1 @ x + b1); s = W2 @ h + b2; mse(s, y)",
            "mean((X @ w - y)^2)" })
        {
            var problem = (BoardState.Default with { Formula = formula, Values = new Dictionary<string, ArrayValue>() }).Bind();
            var gradients = Tensor.Evaluate(Gradient.Of(problem.Output, problem.Wrt));
            Assert.All(gradients, gradient => Assert.Contains(gradient.ToDoubles(), number => number != 0));
        }
    }

    [Fact]
    public void A_formula_that_gives_an_array_has_fields_for_all_its_names()
    {
        var state = BoardState.Default with { Formula = "softmax(W @ x + b)" };
        var refused = Assert.Throws<BoardException>((state with { Values = new Dictionary<string, ArrayValue>() }).Bind);
        Assert.Equal("sum(softmax(W @ x + b))", refused.Instead);
        var fields = BoardField.Of(state with { Values = new Dictionary<string, ArrayValue>() });
        Assert.Equal([("W", true), ("x", false), ("b", true)], fields.Select(field => (field.Name, field.IsParameter)));
    }

    /// <summary>A name that has a value is a name: e^x is exp(x) only where e has none.</summary>
    [Fact]
    public void Fields_are_read_as_the_board_reads_the_formula()
    {
        Assert.Equal("x", Shapes("e^x", []));
        Assert.Equal("e, x", Shapes("e^x", new() { ["e"] = Zeros() }));
    }

    [Fact]
    public void Numbers_of_the_formula_before_stay_where_they_fit()
    {
        var state = (BoardState.Default with { Values = Numbers("w", "x", "b") }).WithFormula("w * sum(W @ x + b)");
        Assert.Equal(["b", "w"], state.Values.Keys.Order());
        Assert.Equal(["b", "w"], state.WithFormula("w*x + b * (").Values.Keys.Order());
    }

    private static Dictionary<string, ArrayValue> Numbers(params string[] names) =>
        names.ToDictionary(name => name, _ => new ArrayValue([], [7]));

    /// <summary>A long chain of names that must all be of one size, and shapes that contradict each other, end too.</summary>
    [Fact]
    public void Long_and_contradictory_formulas_end()
    {
        Assert.NotEmpty(Shapes(string.Join(" + ", Enumerable.Range(0, 400).Select(i => $"a{i}@b")), []));
        Assert.NotEmpty(Shapes("[1,2] @ x + [1,2,3] @ x", []));
        Assert.NotEmpty(Shapes("p = a @ b; q = b @ c; r = c @ a; s = A @ a; t = a @ A; A @ A", []));
    }

    private static string Shapes(string formula, Dictionary<string, ArrayValue> given)
    {
        var fields = BoardField.Of(BoardState.Default with { Formula = formula, Values = given });
        return string.Join(", ", fields.Select(field => $"{field.Name} {string.Join('x', field.Value.Shape)}".TrimEnd()));
    }

    private static ArrayValue Zeros(params int[] shape) => new(shape, new double[shape.Aggregate(1, (size, extent) => size * extent)]);
}

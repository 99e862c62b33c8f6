using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class CheckTests
{
    [Fact]
    public void Passes_what_is_right()
    {
        Check.Gradient(x => Tanh(x) * Sum(Square(x)), [0.5, -1, 2]).ThrowIfFailed();
        Check.Gradient(x => Softmax(x), TensorData.Create<float>([0.5f, -1, 2, 1], [2, 2])).ThrowIfFailed();
        var hypotenuse = CustomOp.Elementwise("Hypotenuse", double.Hypot, (a, b, c) => a / c, (a, b, c) => b / c);
        Check.Gradient(x => hypotenuse(x, Square(x) + 1), [0.5, -1, 2]).ThrowIfFailed();
        Check.Gradient(CustomOp.WithGradient("Twice", x => 2 * x, (x, y, gradient) => 2 * gradient), [0.5, -1, 2]).ThrowIfFailed();
    }

    [Fact]
    public void Finds_a_wrong_derivative_and_says_where()
    {
        var wrong = CustomOp.Elementwise("Cube", x => x * x * x, (x, y) => 2 * Square(x));
        var check = Check.Gradient(wrong, [0.5, -1, 2]);
        Assert.False(check.Passed);
        var error = Assert.Throws<InvalidOperationException>(check.ThrowIfFailed);
        Assert.StartsWith("the derivatives do not agree. reverse mode against central differences", error.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Finds_a_derivative_that_cannot_be_differentiated_right()
    {
        // Right to the first order only: a rule that freezes its own second derivative.
        var frozen = CustomOp.Elementwise("Cube", x => x * x * x, (x, y) => 3 * StopGradient(Square(x)));
        Assert.StartsWith("second order", Check.Gradient(frozen, [0.5, -1, 2]).Worst.What, StringComparison.Ordinal);
    }
}

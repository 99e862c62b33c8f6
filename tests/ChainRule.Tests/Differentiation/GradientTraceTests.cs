using static ChainRule.Functions;

namespace ChainRule.Tests.Differentiation;

/// <summary>The public record of a reverse walk, on functions whose derivatives are known in closed form.</summary>
public class GradientTraceTests
{
    // e = (w·x)² + w at w = 3, x = 2: ∂e/∂w = 2·(w·x)·x + 1 = 25.
    private static readonly Parameter W = new(3.0, "w");
    private static readonly Tensor X = Tensor.Constant(2.0, "x"), Product = W * X, Squared = Square(Product), E = Squared + W;

    [Fact]
    public void Steps_come_from_the_output_back_and_hold_upstream_local_and_contribution()
    {
        var trace = Gradient.Trace(E, W);
        Assert.Equal((E, (Tensor)W), (trace.Output, Assert.Single(trace.Wrt)));
        Assert.Equal([(E, 0), (E, 1), (Squared, 0), (Product, 0)], trace.Steps.Select(step => (step.Of, step.Input)));
        Assert.Equal([Squared, W, Product, W], trace.Steps.Select(step => step.From));
        Assert.Equal([1, 1, 1, 12], trace.Steps.Select(step => step.Upstream.Item()));
        Assert.Equal([1, 1, 12, 2], trace.Steps.Select(step => step.Local!.Item()));
        Assert.Equal([1, 1, 12, 24], trace.Steps.Select(step => step.Contribution!.Item()));
        Assert.Equal(25, trace.Cotangent(W)!.Item());
        Assert.Null(trace.Cotangent(X));
    }

    [Fact]
    public void The_trace_is_of_the_very_tensors_that_the_gradient_is_made_of()
    {
        Assert.Same(Gradient.Of(E, W), Gradient.Trace(E, W).Cotangent(W));
        var cotangent = Tensor.Constant<double>([2, 3]);
        var (a, b) = (new Parameter([1.0, 2], "a"), new Parameter([3.0, 4], "b"));
        Assert.Same(Gradient.Vjp(a * b, cotangent, [a])[0], Gradient.Trace(a * b, cotangent, [a]).Cotangent(a));
    }

    [Fact]
    public void What_elements_are_brought_together_by_has_no_local_derivative()
    {
        var (a, b) = (new Parameter(TensorData.Create<double>([1, 2], [1, 2]), "a"), Tensor.Constant<double>([3, 4], [2, 1]));
        var step = Assert.Single(Gradient.Trace(MatMul(a, b), a).Steps);
        Assert.Null(step.Local);
        Assert.Equal([3, 4], step.Contribution!.Evaluate().ToDoubles());
    }

    [Fact]
    public void A_zero_by_rule_is_no_contribution()
    {
        var step = Assert.Single(Gradient.Trace(Round(W) + 1, W).Steps, step => step.From == W);
        Assert.Null(step.Contribution);
        Assert.Null(Gradient.Trace(StopGradient(W) + 1, W).Cotangent(W));
    }

    [Fact]
    public void One_step_applies_the_rule_of_one_operand()
    {
        var step = Gradient.Step(W - X, 1, Tensor.Constant(5.0));
        Assert.Equal((-5, -1), (step.Contribution!.Item(), step.Local!.Item()));
        Assert.Equal("x is subtracted, so the derivative is −1", step.Rule);
        Assert.Equal("w is the first term of the difference, so the derivative is 1", Gradient.Step(W - X, 0, Tensor.Constant(5.0)).Rule);
    }

    [Fact]
    public void Errors_say_what_would_be_right()
    {
        var many = Tensor.Constant<double>([1, 2]);
        Assert.StartsWith("Gradient.Trace needs a scalar, but the result of Mul(…, w) has shape [2]",
            Assert.Throws<ShapeException>(() => Gradient.Trace(many * W, W)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => Gradient.Step(many * W, 1, Tensor.Constant(1.0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Gradient.Step(E, 2, Tensor.Constant(1.0)));
        Assert.StartsWith("Where has no derivative by operand 0",
            Assert.Throws<ArgumentException>(() => Gradient.Step(Where(Greater(W, X), W, X), 0, Tensor.Constant(1.0))).Message,
            StringComparison.Ordinal);
    }
}

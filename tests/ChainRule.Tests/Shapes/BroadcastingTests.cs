using ChainRule.Shapes;

namespace ChainRule.Tests.Shapes;

public class BroadcastingTests
{
    [Theory]
    [InlineData(new int[0], new[] { 3 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 2, 1 }, new[] { 1, 3 }, new[] { 2, 3 })]
    [InlineData(new[] { 5, 1, 4 }, new[] { 3, 1 }, new[] { 5, 3, 4 })]
    [InlineData(new[] { 0 }, new[] { 1 }, new[] { 0 })]
    public void Shapes_combine(int[] a, int[] b, int[] expected)
    {
        Assert.Equal(Shape.Create(expected), Broadcasting.Combine(Shape.Create(a), Shape.Create(b)));
        Assert.Equal(Shape.Create(expected), Broadcasting.Combine(Shape.Create(b), Shape.Create(a)));
    }

    [Theory]
    [InlineData(new[] { 2 }, new[] { 3 })]
    [InlineData(new[] { 2, 3 }, new[] { 2 })]
    [InlineData(new[] { 0 }, new[] { 2 })]
    public void Shapes_that_do_not_fit_do_not_combine(int[] a, int[] b) =>
        Assert.Null(Broadcasting.Combine(Shape.Create(a), Shape.Create(b)));

    [Fact]
    public void The_message_names_both_operands_with_both_shapes_and_says_what_would_fit()
    {
        var (w, x) = (new Parameter(TensorData.Zeros([2, 3], DType.Float64), "w"), new Parameter([1.0, 2.0], "x"));
        var error = Assert.Throws<ShapeException>(() => w + x);
        Assert.Equal(
            "Add cannot combine 'w' of shape [2, 3] and 'x' of shape [2]: counted from the last, sizes must agree or be 1, and the last "
            + "axis has 3 against 2; a second operand of shape [3] or [1] would fit", error.Message);
    }

    [Fact]
    public void Dtypes_are_never_mixed_silently()
    {
        var error = Assert.Throws<ShapeException>(() => new Parameter(1.0, "w") * new Parameter(1f, "x"));
        Assert.Equal(
            "Mul needs operands of one dtype, but 'w' is Float64 and 'x' is Float32; cast one of them, as in 'x'.Cast(DType.Float64)",
            error.Message);
    }
}

using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>
/// Which steps move to a later pass. What they are for is memory, and values are the same either way; so these tests count the
/// large buffers of a plan.
/// </summary>
public class RematerializationTests
{
    private static readonly Parameter X = new(TensorData.Zeros([100, 300], DType.Float64), "x");
    private static readonly Parameter Y = new(TensorData.Zeros([100, 300], DType.Float64), "y");

    [Fact]
    public void A_step_on_what_is_stored_anyway_is_not_stored() =>
        Assert.Equal(1, Stored(Sin(X) * Sum(Square(X)))); // the output: sin(x) is computed beside the product

    [Fact]
    public void A_chain_moves_whole() =>
        Assert.Equal(1, Stored(Exp(Sin(Tanh(X))) * Sum(Square(X))));

    /// <summary>The first pass needs a and b for their sums. Its product is one tensor to store; a and b would be two.</summary>
    [Fact]
    public void A_step_does_not_move_where_its_inputs_would_have_to_be_stored_instead()
    {
        var (a, b) = (Sin(X), Cos(X));
        Assert.Equal(2, Stored(a * b * (Sum(a) + Sum(b))));
    }

    [Fact]
    public void A_step_moves_where_it_needs_one_stored_input_for_another()
    {
        var a = Sin(X);
        var (one, two) = (Exp(a), Tanh(a));
        Assert.Equal(2, Stored(one * Sum(a) + two * Sum(a))); // a, not exp(a) and tanh(a)
    }

    [Fact]
    public void A_step_moves_where_its_inputs_are_outputs()
    {
        var (a, b) = (Sin(X), Cos(X));
        Assert.Equal(3, Stored(a, b, a * b * (Sum(a) + Sum(b))));
    }

    /// <summary>The second pass reads a and b from memory anyway.</summary>
    [Fact]
    public void A_step_moves_where_its_inputs_are_stored_for_others()
    {
        var (a, b) = (Sin(X), Cos(X));
        var sum = Sum(a) + Sum(b);
        Assert.Equal(3, Stored(a * b * sum + (a + sum) * (b - sum)));
    }

    /// <summary>An output is stored wherever it is computed. If it moved, what it is made of would be stored beside it.</summary>
    [Fact]
    public void An_output_does_not_move()
    {
        var a = Sin(X);
        var b = Exp(a);
        var plan = new Evaluation([b, b * Sum(a)]).Plan;
        Assert.Equal(2, Large(plan));
    }

    /// <summary>A product of matrices reads from memory, so what it reads is stored wherever it is computed; with it, a would be.</summary>
    [Fact]
    public void A_step_that_is_read_from_memory_does_not_move()
    {
        var a = Sin(X);
        var late = MatMul(Exp(a), Y.Transpose() + Sum(Square(Y)));
        Assert.Equal(2, Stored(Sum(a), Sum(late))); // the left side and the right side; packed, that has another size
    }

    private static int Stored(params Tensor[] outputs) => Large(new Evaluation(outputs).Plan);

    private static int Large(Plan plan) => plan.Buffers.Count(buffer => buffer.Type.Shape.Size == X.Shape.Size);
}

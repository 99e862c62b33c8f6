using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Tests.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>A few single numbers are computed without a plan, to what a plan computes.</summary>
public class DirectEvaluationTests
{
    public static TheoryData<string> Rows => [.. ExampleCase.Labels.Where(label => new ExampleCase(label).Example.Op is ElementwiseOp)];

    [Theory, MemberData(nameof(Rows))]
    public void A_number_alone_is_what_it_is_among_others(string row)
    {
        var example = new ExampleCase(row);
        var planned = example.Output.Evaluate();
        for (var i = 0; i < planned.Shape.Size; i++)
        {
            var place = i;
            var alone = Tensor.Apply(example.Example.Op,
                [.. example.Inputs.Select(input => Tensor.Constant(Element(input.BroadcastTo(example.Output.Shape).Evaluate(), place)))]);
            Assert.NotNull(DirectEvaluation.Of([alone]));
            Assert.Null(new Tolerance(1e-15, 1e-15).Complaint(row, Element(planned, i), alone.Evaluate()));
        }
    }

    [Theory]
    [InlineData(DType.Float32)]
    [InlineData(DType.Float64)]
    public void The_lecture_is_computed_directly(DType dtype)
    {
        var (x, y, w) = (Tensor.Constant(1.0).Cast(dtype), Tensor.Constant(2.0).Cast(dtype),
            new Parameter(TensorData.Wrap([1.0], []).Cast(dtype), "w"));
        var loss = Square(w * x - y);
        Assert.Equal([1, -2], Tensor.Evaluate(loss, Gradient.Of(loss, w)).Select(value => value.Item()));
        w.Value = TensorData.Wrap([2.0], []).Cast(dtype);
        Assert.Equal([0, 0], Tensor.Evaluate(loss, Gradient.Of(loss, w)).Select(value => value.Item()));
    }

    [Fact]
    public void Masks_and_choices_are_numbers_too()
    {
        var a = new Parameter(-3.0, "a");
        Assert.Equal([3, 0, -1], Tensor.Evaluate(Abs(a), Relu(a), Gradient.Of(Abs(a), a)).Select(value => value.Item()));
        Assert.Equal(DType.Bool, Greater(a, 0).Evaluate().DType);
    }

    [Fact]
    public void Larger_graphs_and_arrays_have_a_plan()
    {
        Assert.Null(DirectEvaluation.Of([Sum(new Parameter(TensorData.Zeros([2], DType.Float64), "v"))]));
        Tensor deep = new Parameter(1.0, "w");
        for (var i = 0; i < 300; i++) deep = Sin(deep);
        Assert.Null(DirectEvaluation.Of([deep]));
    }

    private static TensorData Element(TensorData data, int i)
    {
        var element = TensorData.Zeros([], data.DType);
        element.Set(0, data[i]);
        return element;
    }
}

using static ChainRule.Functions;

namespace ChainRule.Tests.Graph;

/// <summary>What anyone can read of a graph: operands, and the facts that each op declares.</summary>
public class PublicGraphTests
{
    [Fact]
    public void Inputs_are_the_operands_in_order()
    {
        var (a, b) = (new Parameter(2.0, "a"), Tensor.Constant(3.0, "b"));
        Assert.Equal([a, b], (a - b).Inputs);
        Assert.Empty(a.Inputs);
        Assert.True((a - b) is { Inputs: [Parameter { Name: "a" }, { Name: "b" }] });
    }

    [Fact]
    public void Ops_say_their_names_attributes_and_rules()
    {
        var x = new Parameter(TensorData.Zeros([2, 3], DType.Float64), "x");
        var op = Sum(x, [1]).Op;
        Assert.Equal(("Sum", "ReduceSum", "torch.sum"), (op.Info.Name, op.Info.Onnx, op.Info.Torch));
        Assert.Equal("axes", Assert.Single(op.Attributes, named => named.Key == "axes").Key);
        var where = Where(Greater(x, 0), x, 0).Op;
        Assert.Equal((false, true, true), (where.IsDifferentiable(0), where.IsDifferentiable(1), where.IsDifferentiable(2)));
        Assert.Equal(op.Info.Reason, op.Rule(0));
        Assert.NotEqual(where.Rule(1), where.Rule(2));
    }
}

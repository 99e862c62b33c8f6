using ChainRule.Graph;
using ChainRule.Networks;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>What the golden file has not: the plain cell, dropout between layers, and how large the graphs are.</summary>
public class RecurrentTests
{
    [Fact]
    public void The_plain_cell_is_its_formula()
    {
        var cell = new RNNCell(1, 1, dtype: DType.Float64);
        foreach (var (parameter, value) in cell.Parameters.Zip([0.5, -0.25, 0.1, 0.2])) Initialize.Constant(parameter, value);
        Tensor x = Number(3), h = Number(2);
        Assert.Equal(["weight_ih", "weight_hh", "bias_ih", "bias_hh"], cell.NamedParameters.Select(p => p.Name));
        Assert.Equal(Math.Tanh(0.5 * 3 + 0.1 - 0.25 * 2 + 0.2), cell.Forward(x, h).Item(), 1e-15);
        Assert.Equal(Math.Tanh(0.5 * 3 + 0.1 + 0.2), cell.Forward(x).Item(), 1e-15);
    }

    [Fact]
    public void Dropout_falls_between_layers_alone()
    {
        var x = new Input(Initialize.Uniform([6, 4, 3], -1, 1), "x");
        var one = new LSTM(3, 5, dropout: 0.5);
        var once = one.Forward(x);
        one.Eval();
        Assert.Same(once, one.Forward(x));
        var two = new LSTM(3, 5, layers: 2, dropout: 0.5);
        var step = new Step([two.Forward(x)]);
        var (a, b) = (Run(step), Run(step));
        two.Eval();
        var whole = Run(new Step([two.Forward(x)]));
        Assert.NotEqual(a, b);
        Assert.NotEqual(a, whole);
        Assert.Equal("dropout.random.state", Assert.Single(two.NamedStates).Name);
    }

    /// <summary>
    /// A step's share of the input is cut out, its gates are cut apart, computed as the formulas say, and the state is stacked.
    /// </summary>
    [Theory]
    [InlineData(typeof(RNN), 6)]
    [InlineData(typeof(GRU), 21)]
    [InlineData(typeof(LSTM), 25)]
    public void A_step_adds_its_formula_and_one_product(Type kind, int ops)
    {
        Recurrent layer = kind == typeof(RNN) ? new RNN(3, 4) : kind == typeof(GRU) ? new GRU(3, 4) : new LSTM(3, 4);
        var (ten, twenty) = (Forward(layer, 10), Forward(layer, 20));
        Assert.Equal(10 * ops, twenty.Count - ten.Count);
        Assert.Equal(11, ten.Count(t => t.Op is MatMulOp));
        Assert.Equal(21, twenty.Count(t => t.Op is MatMulOp));
    }

    [Fact]
    public void The_way_back_fills_no_sequence_with_zeros()
    {
        var layer = new LSTM(3, 4);
        var gradients = Gradient.Of(Sum(layer.Forward(new Input([10, 2, 3]))), layer.Parameters);
        Assert.DoesNotContain(TopologicalOrder.Of(gradients), t => t.Op is SliceTransposeOp);
    }

    private static List<Tensor> Forward(Recurrent layer, int steps) => TopologicalOrder.Of([layer.Forward(new Input([steps, 2, 3]))]);

    private static Tensor Number(double value) => Tensor.Constant(TensorData.Wrap([value], [1, 1]));

    private static float[] Run(Step step)
    {
        step.Run();
        return step.Output(0).ToArray<float>();
    }
}

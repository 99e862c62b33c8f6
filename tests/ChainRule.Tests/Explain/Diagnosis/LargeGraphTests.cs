using System.Diagnostics;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class LargeGraphTests
{
    [Fact]
    public void A_network_of_two_thousand_nodes_is_diagnosed_and_checked_within_bounds()
    {
        var weights = Enumerable
            .Range(0, 500)
            .Select(i => new Parameter(TensorData.Create<double>([0.5, 0.1, -0.2, 0.4], [2, 2]), $"w{i}"))
            .ToArray();
        var x = new Input(TensorData.Create<double>([1, 2, 3, 4], [2, 2]), "x");
        var watch = Stopwatch.StartNew();
        var loss = Explain.Traced(() => Mean(Square(weights.Aggregate((Tensor)x, (h, w) => h + 0.01 * Tanh(MatMul(h, w))))));
        var diagnosis = Explain.Why(loss, weights[0]);
        var check = Check.Graph(loss, weights);
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms");
        Assert.Equal(GradientState.Fine, diagnosis.State);
        Assert.True(check.Passed, check.ToString());
        Assert.InRange(diagnosis.ToString().Split('\n').Length, 15, 40);
        Assert.True(watch.Elapsed.TotalSeconds < 60);
    }
}

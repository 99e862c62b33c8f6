using ChainRule.Execution;
using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Tests.Graph;

/// <summary>Graphs are walked without recursion, in linear time.</summary>
public class DeepGraphTests
{
    [Fact]
    public void A_hundred_thousand_nodes_deep_is_differentiated_and_run()
    {
        const int depth = 100_000;
        var w = new Parameter(1.0, "w");
        Tensor sum = w;
        for (var i = 1; i < depth; i++) sum += w;
        var values = Tensor.Evaluate(sum, Gradient.Of(sum, w));
        Assert.Equal(depth, values[0].Item());
        Assert.Equal(depth, values[1].Item());
    }

    [Fact]
    public void Equal_expressions_are_one()
    {
        var (a, b) = (new Parameter(1.0, "a"), new Parameter(2.0, "b"));
        Assert.Same(Sin(a * b + 1), Sin(a * b + 1));
        Assert.NotSame(a * b, b * a);
        Assert.NotSame((a * b).Named("p"), (a * b).Named("q"));
    }

    [Fact]
    public void Expressions_that_nobody_holds_go_away()
    {
        var a = new Parameter(1.0, "a");
        var gone = Build(a);
        for (var i = 0; i < 3 && gone.IsAlive; i++) GC.Collect();
        Assert.False(gone.IsAlive);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference Build(Tensor a) => new(Cos(a * 3));

    [Fact]
    public void Inputs_come_before_what_they_go_into()
    {
        var a = new Parameter(1.0, "a");
        var end = Sin(a) * Cos(a) + a;
        var order = TopologicalOrder.Of(end);
        Assert.Equal(end, order[^1]);
        foreach (var tensor in order)
            Assert.All(tensor.Inputs, input => Assert.True(order.IndexOf(input) < order.IndexOf(tensor)));
    }
}

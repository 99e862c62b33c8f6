using ChainRule.Execution;
using ChainRule.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

public class PlanTests
{
    private static readonly Parameter Big = new(TensorData.Wrap(Enumerable.Range(0, 100_000).Select(i => (i % 13 - 6) / 6.0).ToArray(), [100, 1000]), "x");

    [Fact]
    public void An_elementwise_chain_and_the_sum_that_ends_it_are_one_pass()
    {
        var loss = Sum(Sigmoid(Tanh(2 * Big + 1) * Big) + Big);
        var plan = new Evaluation([loss, Gradient.Of(loss, Big)]).Plan;
        Assert.IsType<ElementwisePass>(Assert.Single(plan.Steps));
    }

    [Fact]
    public void Single_numbers_go_first_so_that_what_reads_them_is_one_pass()
    {
        var (a, k) = (new Parameter(2.0, "a"), new Parameter(3.0, "k"));
        var plan = new Evaluation([Sum(Sin(Big) * Exp(-k / a) + Cos(Big))]).Plan;
        Assert.Equal(2, plan.Steps.Length);
        Assert.Single(plan.Buffers, buffer => buffer.Type.Shape.Size == 1 && buffer.FirstStep == 0);
    }

    [Fact]
    public void Views_cost_no_step()
    {
        var plan = new Evaluation([Sum(Big.Transpose() * 2)]).Plan;
        Assert.Single(plan.Steps);
    }

    [Fact]
    public void The_same_structure_is_planned_once()
    {
        var (a, b) = (new Parameter([1.0, 2.0], "a"), new Parameter([3.0, 4.0], "b"));
        Assert.Same(new Evaluation([Sin(a) + 1]).Plan, new Evaluation([Sin(b) + 1]).Plan);
        Assert.NotSame(new Evaluation([Sin(a) + 1]).Plan, new Evaluation([Sin(a) + 2]).Plan);
    }

    [Fact]
    public void Buffers_that_are_never_alive_together_share_memory()
    {
        Tensor x = Big;
        for (var i = 0; i < 8; i++) x = Sin(x) / Sum(x, [0]);
        var plan = new Evaluation([Sum(x)]).Plan;
        Assert.True(plan.ArenaBytes < 4 * Big.Shape.Size * sizeof(double), plan.ToString());
        Assert.True(plan.Buffers.Sum(b => b.Type.Bytes) > 6L * Big.Shape.Size * sizeof(double), plan.ToString());
    }

    [Fact]
    public void Buffers_alive_together_never_overlap()
    {
        Tensor x = Big;
        for (var i = 0; i < 8; i++) x = (Sin(x) / Sum(x, [1], keepDims: true)).Transpose() + Max(x, [1]);
        var plan = new Evaluation([x, Sum(x)]).Plan;
        foreach (var a in plan.Buffers)
            foreach (var b in plan.Buffers)
                if (a != b && a.FirstStep <= b.LastStep && b.FirstStep <= a.LastStep)
                    Assert.True(a.Offset + a.Type.Bytes <= b.Offset || b.Offset + b.Type.Bytes <= a.Offset, plan.ToString());
    }

    [Fact]
    public void A_plan_prints_its_steps_and_memory()
    {
        var (x, w) = (new Parameter([1.0, 2.0], "x"), new Parameter(3.0, "w"));
        Assert.Equal(
            """
               0  pass over [2]: Mul Square →Sum   leaf1 leaf0 → b0
            1 buffers, 8 bytes, in an arena of 64 bytes
            """, new Evaluation([Sum(Square(w * x))]).Plan.ToString(), ignoreLineEndingDifferences: true);
    }
}

using ChainRule.Execution;
using ChainRule.Networks;
using ChainRule.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

public class PlanTests
{
    private static readonly Parameter Big = new(
        TensorData.Wrap(Enumerable.Range(0, 100_000).Select(i => (i % 13 - 6) / 6.0).ToArray(), [100, 1000]), "x");

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
    public void An_optimizer_goes_over_each_parameter_once()
    {
        var (x, w) = (new Input([64, 300], name: "x"), new Parameter(TensorData.Zeros([300, 200], DType.Float32), "w"));
        var updates = new Adam(0.1).Updates(Sum(Square(MatMul(x, w))), [w]);
        var plan = new Step([], updates).Plan;
        Assert.Single(plan.Steps, step => step is ElementwisePass { Size: 300 * 200 });
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
        Assert.Same(new Evaluation([Sin(a) + 1]).Plan, new Evaluation([Sin(a) + 2]).Plan); // numbers are not of the structure
        Assert.NotSame(new Evaluation([Sin(a) + 1]).Plan, new Evaluation([Sin(a) + 1 + b]).Plan);
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
            1 step: 6 FLOP, 32 B read and written, of which no plan could save 32 B
            memory: 2 leaves of 24 B; 1 buffer of 8 B in an arena of 64 B
               1  pass over [2]: Mul Square →Sum   6 FLOP, 32 B
                    leaf1 16 B, leaf0 8 B → b0 8 B
            """, new Evaluation([Sum(Square(w * x))]).Plan.ToString(), ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_step_prints_names_and_what_it_updates()
    {
        var (x, w) = (new Input([300, 200], name: "x"), new Parameter(TensorData.Zeros([300, 200], DType.Float32), "w"));
        var text = new Step([], [(w, w - 0.5 * x)]).Plan.ToString();
        Assert.EndsWith("x 240 kB, w 240 kB → new w 240 kB", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_prints_where_in_the_code_its_tensors_came_from()
    {
        using var recording = Origins.Record();
        var x = new Parameter(TensorData.Zeros([3, 4], DType.Float32), "x");
        var loss = Sum(Square(x));
        var text = new Step([loss, Gradient.Of(loss, x)]).Plan.ToString();
        Assert.Contains("from Square PlanTests.cs:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_and_bytes_are_counted()
    {
        var (a, b) = (new Input([3, 5], name: "a"), new Input([5, 7], name: "b"));
        var plan = new Step([MatMul(a, b)]).Plan;
        Assert.Equal(2 * 3 * 5 * 7, plan.Operations);
        Assert.Equal(4 * (15 + 35 + 21), plan.BytesMoved);
        Assert.Equal(plan.BytesMoved, plan.CompulsoryBytes);
        Assert.Equal(1, plan.StepCount);
    }

    [Fact]
    public void A_convolution_and_its_gradients_take_the_same_operations()
    {
        var (x, w) = (new Parameter(TensorData.Zeros([2, 3, 8, 8], DType.Float32), "x"),
            new Parameter(TensorData.Zeros([4, 3, 3, 3], DType.Float32), "w"));
        var y = Conv2d(x, w);
        long[] kernels = [.. new Step([.. Gradient.Of(Sum(Square(y)), [x, w])]).Plan.Steps
            .OfType<KernelStep>()
            .Select(PlanCost.OperationsOf)];
        Assert.Equal([1, 1, 1], kernels.Where(count => count == 2L * y.Shape.Size * 27).Select(_ => 1));
    }
}

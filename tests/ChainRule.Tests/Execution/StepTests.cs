using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>New values of variables are written where they are wanted, whatever they are made of.</summary>
public class StepTests
{
    [Fact]
    public void Variables_may_take_each_others_values()
    {
        var (a, b) = (new Parameter([1.0, 2.0], "a"), new Parameter([3.0, 4.0], "b"));
        new Step([], [(a, b), (b, a)]).Run();
        Assert.Equal([3, 4], a.Value.ToDoubles());
        Assert.Equal([1, 2], b.Value.ToDoubles());
    }

    [Fact]
    public void One_value_may_be_an_output_and_the_new_value_of_several_variables()
    {
        var (a, b, c) = (new Parameter([1.0, 2.0], "a"), new Parameter([3.0, 4.0], "b"), new Parameter([5.0, 6.0], "c"));
        var sum = a + b;
        var step = new Step([sum], [(a, sum), (b, sum), (c, sum)]);
        for (var run = 0; run < 3; run++)
        {
            step.Run();
            double[] expected = [4 << run, 6 << run];
            foreach (var variable in new[] { a, b, c }) Assert.Equal(expected, variable.Value.ToDoubles());
            Assert.Equal(expected, step.Output(0).ToDoubles());
        }
        a.Value.AsMutableSpan<double>().Clear();
        Assert.Equal([16, 24], step.Output(0).ToDoubles());
    }

    [Fact]
    public void Numbers_views_and_parts_can_be_new_values()
    {
        var (a, b, c) = (new Parameter([1.0, 2.0], "a"), new Parameter(new double[2], "b"), new Parameter(new double[2], "c"));
        var square = Square(Stack([a, a + 1], 0)); // [[1, 4], [4, 9]]
        new Step([], [(a, One(a).BroadcastTo(a.Shape)), (b, Slice(square.Transpose(), 0, 1, 1).Reshape(2)), (c, Sum(square, [0]))]).Run();
        Assert.Equal([1, 1], a.Value.ToDoubles());
        Assert.Equal([4, 9], b.Value.ToDoubles());
        Assert.Equal([5, 13], c.Value.ToDoubles());
    }

    [Fact]
    public void Undoing_gives_all_variables_the_values_before_the_run()
    {
        var (a, b) = (new Parameter([1.0, 2.0], "a"), new Parameter(3.0, "b"));
        var step = new Step([], [(a, a * b), (b, b + 1)]);
        step.Run();
        step.Run();
        step.Undo();
        Assert.Equal([3, 6], a.Value.ToDoubles());
        Assert.Equal(4, b.Value.Item());
        step.Run();
        Assert.Equal([12, 24], a.Value.ToDoubles());
    }

    [Fact]
    public void A_run_that_is_timed_computes_the_same_and_times_every_step()
    {
        var w = new Parameter([1.0, 2.0, 3.0], "w");
        var step = new Step([Sum(w * w)], [(w, w + Square(w))]);
        var ticks = new long[step.Plan.Steps.Length];
        step.Run(ticks);
        Assert.Equal(14, step.Scalar());
        Assert.Equal([2, 6, 12], w.Value.ToDoubles());
        for (var run = 0; run < 1000; run++) step.Run(ticks); // a clock may be coarser than a step
        Assert.All(ticks, time => Assert.True(time > 0));
    }

    [Fact]
    public void New_values_need_no_copy()
    {
        var w = new Parameter(TensorData.Zeros([1000], DType.Float32), "w");
        var plan = new Step([], [(w, w - 0.1 * Sin(w))]).Plan;
        Assert.Equal((1, 0L), (plan.StepCount, plan.ArenaBytes));
    }
}

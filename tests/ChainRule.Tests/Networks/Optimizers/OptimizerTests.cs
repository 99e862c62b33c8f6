using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Optimizers against their formulas, step by step, on a parabola with gradient 2(w − 3).</summary>
public class OptimizerTests
{
    [Fact]
    public void Gradient_descent_goes_against_the_gradient()
    {
        Assert.Equal([1.4, 1.72, 1.976], Trajectory(new Sgd(0.1), 3), Close);
    }

    [Fact]
    public void Momentum_keeps_part_of_the_last_step()
    {
        double w = 1, v = 0;
        var expected = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            v = 0.9 * v + 2 * (w - 3);
            expected.Add(w -= 0.1 * v);
        }
        Assert.Equal(expected, Trajectory(new Sgd(0.1, Momentum: 0.9), 5), Close);
    }

    [Fact]
    public void Nesterov_looks_ahead()
    {
        double w = 1, v = 0;
        var expected = new List<double>();
        for (var i = 0; i < 5; i++)
        {
            var g = 2 * (w - 3);
            v = 0.9 * v + g;
            expected.Add(w -= 0.1 * (g + 0.9 * v));
        }
        Assert.Equal(expected, Trajectory(new Sgd(0.1, Momentum: 0.9, Nesterov: true), 5), Close);
    }

    [Fact]
    public void Adam_steps_by_its_rate_at_first()
    {
        double w = 1, m = 0, v = 0;
        var expected = new List<double>();
        for (var t = 1; t <= 20; t++)
        {
            var g = 2 * (w - 3);
            (m, v) = (0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g);
            expected.Add(w -= 0.1 * (m / (1 - Math.Pow(0.9, t))) / (Math.Sqrt(v / (1 - Math.Pow(0.999, t))) + 1e-8));
        }
        var trajectory = Trajectory(new Adam(0.1), 20);
        Assert.Equal(1.1, trajectory[0], 1e-8);
        Assert.Equal(expected, trajectory, Close);
    }

    /// <summary>A rule as a user may write it, with all that the built-in ones are made of.</summary>
    private sealed record Own(double Rate) : Optimizer(Rate)
    {
        protected internal override Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory)
        {
            gradient = AddWeightDecay(gradient, parameter, 0.3);
            var mean = memory.RunningMean("mean", memory.Momentum(0.9), gradient) / memory.MomentumBiasCorrection(0.9);
            var square = memory.RunningMean("square", 0.99, Square(gradient)) / memory.BiasCorrection(0.99);
            var product = memory.NextNumber("product", before => 0.5 * before, initial: 2);
            var rate = memory.LearningRate(LearningRate) * (1 + product);
            var stepped = DecayedParameter(parameter, memory, LearningRate, 0.2) - rate * mean / Sqrt(square);
            return 0.5 * (stepped + NextBy(new Sgd(0.1), parameter, gradient, memory));
        }
    }

    [Fact]
    public void An_optimizer_of_ones_own_has_the_helpers_of_the_others()
    {
        double w = 1, m = 0, v = 0;
        var expected = new List<double>();
        for (var t = 1; t <= 10; t++)
        {
            var g = 2 * (w - 3) + 0.3 * w;
            (m, v) = (0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g);
            var (mean, square) = (m / (1 - Math.Pow(0.9, t)), v / (1 - Math.Pow(0.99, t)));
            var stepped = (1 - 0.05 * 0.2) * w - 0.05 * (1 + 2 * Math.Pow(0.5, t)) * mean / Math.Sqrt(square);
            expected.Add(w = 0.5 * (stepped + w - 0.1 * g));
        }
        Assert.Equal(expected, Trajectory(new Own(0.05), 10), Close);
    }

    [Fact]
    public void Steps_that_share_a_state_train_as_one()
    {
        var optimizer = new Adam(0.1);
        var (w, state) = (new Parameter(1.0, "w"), new OptimizerState());
        Step[] steps = [StepOf(optimizer, w, state), StepOf(optimizer, w, state)];
        var together = Enumerable.Range(0, 6).Select(i => After(steps[i % 2], w)).ToList();
        Assert.Equal(Trajectory(optimizer, 6), together, Close);
        Assert.Equal(["steps", "mean.w", "square.w", "step.w"], state.States.Select(memory => memory.Name));
    }

    [Fact]
    public void A_step_with_its_update_allocates_nothing()
    {
        var step = StepOf(new Adam(0.01), new Parameter(1.0, "w"), new OptimizerState());
        for (var i = 0; i < 100; i++) step.Run();
        var fewest = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            step.Run();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }
        Assert.Equal(0, fewest);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;

    private static List<double> Trajectory(Optimizer optimizer, int count)
    {
        var w = new Parameter(1.0, "w");
        var step = StepOf(optimizer, w, new OptimizerState());
        return [.. Enumerable.Range(0, count).Select(_ => After(step, w))];
    }

    private static Step StepOf(Optimizer optimizer, Parameter w, OptimizerState state)
    {
        var loss = Square(w - 3);
        return new Step([loss], optimizer.Updates(loss, [w], state));
    }

    private static double After(Step step, Parameter w)
    {
        step.Run();
        return w.Value.Item();
    }
}

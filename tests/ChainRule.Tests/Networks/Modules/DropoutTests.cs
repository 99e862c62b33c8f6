using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

public class DropoutTests
{
    private const int N = 100_000;
    private static readonly Input x = new(TensorData.Wrap([.. Enumerable.Repeat(1f, N)], [N / 100, 100]), "x");

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Drops_its_share_and_scales_the_rest(double probability)
    {
        var y = Run(new Step([new Dropout(probability, new RandomSource(1)).Forward(x)]));
        Assert.All(y.Distinct(), value => Assert.True(value == 0 || Math.Abs(value - 1 / (1 - probability)) < 1e-6, $"{value}"));
        // A share strays from its expectation by √(p·(1 − p)/n): 5 of these at most.
        Assert.Equal(probability, y.Count(value => value == 0) / (double)N, 5 * Math.Sqrt(probability * (1 - probability) / N));
    }

    [Fact]
    public void Drops_others_in_each_run_and_the_same_for_the_same_seed()
    {
        Step first = new(
            [new Dropout(0.5, new RandomSource(7)).Forward(x)]), second = new([new Dropout(0.5, new RandomSource(7)).Forward(x)]);
        var (a, b) = (Run(first), Run(first));
        Assert.NotEqual(a, b);
        Assert.Equal(a, Run(second));
        Assert.Equal(b, Run(second));
        Assert.NotEqual(a, Run(new Step([new Dropout(0.5, new RandomSource(8)).Forward(x)])));
    }

    [Fact]
    public void Its_gradient_drops_what_it_dropped()
    {
        var y = new Dropout(0.4, new RandomSource(2)).Forward(x);
        var step = new Step([y, Gradient.Of(Sum(y), x)]);
        for (var i = 0; i < 3; i++) Assert.Equal(Run(step, 0), Run(step, 1, again: false));
    }

    [Fact]
    public void Two_draw_by_themselves_and_one_used_twice_draws_twice()
    {
        Initialize.Seed(3);
        Dropout one = new(), other = new();
        var step = new Step([one.Forward(x), other.Forward(x), one.Forward(x)]);
        step.Run();
        var masks = Enumerable.Range(0, 3).Select(i => step.Output(i).ToArray<float>()).ToList();
        for (var i = 0; i < 3; i++)
            // Of two masks that know nothing of one another, half the places agree.
            Assert.Equal(0.5, masks[i].Zip(masks[(i + 1) % 3], (a, b) => a == b ? 1.0 : 0).Average(), 5 * Math.Sqrt(0.25 / N));
    }

    [Fact]
    public void In_use_everything_stays()
    {
        var layer = new Dropout(0.9);
        layer.Eval();
        Assert.Same(x, layer.Forward(x));
        Assert.Same(x, new Dropout(0).Forward(x));
    }

    [Fact]
    public void Evaluating_is_no_run()
    {
        var y = new Dropout(0.5, new RandomSource(4)).Forward(x);
        Assert.Equal(y.Evaluate().ToArray<float>(), y.Evaluate().ToArray<float>());
        Assert.Equal(y.Evaluate().ToArray<float>(), Run(new Step([y])));
    }

    [Fact]
    public void From_a_state_that_was_kept_it_goes_on_as_it_would_have()
    {
        Dropout layer = new(0.5, new RandomSource(5)), resumed = new(0.5, new RandomSource(6));
        var step = new Step([layer.Forward(x)]);
        Run(step);
        resumed.NamedStates.Single().Value.Value = layer.NamedStates.Single().Value.Value;
        Assert.Equal(Run(step), Run(new Step([resumed.Forward(x)])));
    }

    [Fact]
    public void A_training_step_of_another_shape_draws_on()
    {
        var model = new Sequential { new Dropout(0.5, new RandomSource(9)), new Linear(4, 1) };
        var step = new TrainingStep(model, new Sgd(0), (x, y) => MSELoss(model.Forward(x), y));
        foreach (var rows in new[] { 2, 3, 2 })
            step.Run(TensorData.Zeros([rows, 4], DType.Float32), TensorData.Zeros([rows, 1], DType.Float32));
        Assert.Equal([9L, 3L], model.NamedStates.Single(state => state.Name == "0.random.state").Value.Value.ToArray<long>());
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_probability_is_below_1(double probability) => Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(probability));

    [Fact]
    public void A_seed_that_doubles_cannot_hold_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomSource((1L << 53) + 1));

    private static float[] Run(Step step, int output = 0, bool again = true)
    {
        if (again) step.Run();
        return step.Output(output).ToArray<float>();
    }
}

using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

public class ParameterGroupsTests
{
    private readonly Parameter weight = new(1.0, "hidden.weight"), bias = new(1.0, "hidden.bias"), scale = new(1.0, "scale");

    [Fact]
    public void The_first_pattern_that_matches_counts()
    {
        Run(new ParameterGroups(new Sgd(0.5), ("hidden.?ias", new Sgd(0.25)), ("hidden.*", new Sgd(0.125))));
        Assert.Equal([1 - 0.125, 1 - 0.25, 1 - 0.5], Values);
    }

    [Fact]
    public void A_schedule_moves_the_rate_of_each_group()
    {
        var state = new OptimizerState();
        var step = StepOf(new ParameterGroups(new Sgd(0.5), ("*.weight", new Sgd(0.25))), state);
        state.Follow(new StepSchedule(1, 0.5), 1);
        step.Run();
        Assert.Equal([1 - 0.125, 1 - 0.25, 1 - 0.25], Values);
    }

    [Fact]
    public void A_pattern_that_matches_nothing_is_named()
    {
        var groups = new ParameterGroups(new Sgd(1), ("*.wieght", new Sgd(1)));
        Assert.Equal("no parameter's name matches '*.wieght'; there are hidden.weight, scale",
            Assert.Throws<ArgumentException>(() => groups.CheckNames(["hidden.weight", "scale"])).Message);
    }

    private double[] Values => [weight.Value.Item(), bias.Value.Item(), scale.Value.Item()];

    private void Run(Optimizer optimizer) => StepOf(optimizer, new OptimizerState()).Run();

    private Step StepOf(Optimizer optimizer, OptimizerState state)
    {
        var loss = weight + bias + scale; // all gradients are 1
        return new Step([loss], optimizer.Updates(loss, [weight, bias, scale], state));
    }
}

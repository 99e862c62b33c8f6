using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>A run that cannot be made says why, and leaves everything as it was.</summary>
public class WrongBatchTests
{
    private static readonly TensorData X = SmallTraining.Batch(0)[0], Y = SmallTraining.Batch(0)[1];

    [Fact]
    public void The_first_batch_is_described() =>
        Throws("the loss cannot take a batch of Float64 [4, 2] and Float64 [4, 2]: ", runs: 0, Y, Y);

    [Fact]
    public void A_later_one_is_compared_with_those_before() =>
        Throws("batch array 1 is Int64 [4], but it was Float64 [4, 2] before: ", runs: 2, X, TensorData.Zeros([4], DType.Int64));

    [Fact]
    public void An_array_too_many_is_counted() => Throws("the loss takes 2 arrays, but the batch has 3", runs: 1, X, Y, Y);

    [Fact]
    public void An_array_that_is_missing_is_named() => Throws("batch array 1 is null", runs: 1, X, null!);

    [Fact]
    public void A_class_that_does_not_exist_changes_nothing()
    {
        var training = new SmallTraining(1, net => new(net, new Adam(0.1), (x, y) => CrossEntropyLoss(net.Forward(x), y)));
        training.Step.Run(X, Classes(0, 1, 1, 0));
        var failure = ChangesNothing(training, () => training.Step.Run(X, Classes(0, 1, 7, 0)));
        Assert.Matches(
            @"^CrossEntropyLoss at WrongBatchTests\.cs:\d+: class 7 at element \[2\] of 'y'; classes are 0 to 1; elements without one are marked by ignoreIndex, which is -100$", failure.Message);
    }

    [Fact]
    public void After_a_class_that_does_not_exist_the_training_goes_on_as_if_nothing_had_been()
    {
        SmallTraining Make() =>
            new(1, net =>
                new(net, new Adam(0.1),
                    (x, y) => CrossEntropyLoss(net.Forward(x), y))
                { Accumulate = 2, Schedule = new CosineSchedule(9) });
        var (failing, other) = (Make(), Make());
        for (var run = 0; run < 6; run++)
        {
            Assert.Throws<IndexException>(() => failing.Step.Run(X, Classes(0, run, -1, 0)));
            Assert.Throws<InvalidOperationException>(() => failing.Step.Output(0));
            Assert.Equal(other.Step.Run(X, Classes(0, 1, run % 2, 0)), failing.Step.Run(X, Classes(0, 1, run % 2, 0)));
        }
        Assert.Equal(other.Everything, failing.Everything);
    }

    [Fact]
    public void A_loss_that_is_no_scalar_is_refused()
    {
        var training = new SmallTraining(1, net => new(net, new Adam(0.1), (x, y) => Square(net.Forward(x) - y)));
        ChangesNothing(training, () => training.Step.Run(X, Y));
    }

    [Fact]
    public void A_loss_without_parameters_is_refused()
    {
        var training = new SmallTraining(1, net => new(net, new Adam(0.1), (x, y) => MSELoss(x, x)));
        Assert.Equal("the loss does not depend on any parameter, so there is nothing to train",
            ChangesNothing(training, () => training.Step.Run(X, Y)).Message);
    }

    [Fact]
    public void Frozen_parameters_alone_are_refused()
    {
        var training = new SmallTraining(1);
        training.Net.Freeze();
        Assert.Equal(
            "all parameters of the loss are frozen, so there is nothing to train: 0.weight, 0.bias, 1.weight, 1.bias, 4.weight, 4.bias",
            ChangesNothing(training, () => training.Step.Run(X, Y)).Message);
    }

    [Fact]
    public void A_group_that_matches_no_parameter_is_refused_at_once() =>
        Assert.Throws<ArgumentException>(
            () =>
                new SmallTraining(1,
                    net => new(net, new ParameterGroups(new Sgd(1), ("*.gain", new Sgd(1))), (x, y) => MSELoss(net.Forward(x), y))));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Modules_keep_their_modes(bool training)
    {
        var small = new SmallTraining(1);
        if (!training) small.Net.Eval();
        small.Run(0);
        ChangesNothing(small, () => small.Step.Run(Y, Y));
        Assert.Equal(training, small.Net.IsTraining);
        Assert.Equal(training, small.Net[3].IsTraining);
    }

    private static void Throws(string message, int runs, params TensorData[] batch)
    {
        var training = new SmallTraining(1,
            net => new(net, new Adam(0.1), (x, y) => MSELoss(net.Forward(x), y)) { Accumulate = 2, Schedule = new CosineSchedule(9) });
        for (var i = 0; i < runs; i++) training.Run(i);
        Assert.StartsWith(message, ChangesNothing(training, () => training.Step.Run(batch)).Message, StringComparison.Ordinal);
    }

    private static Exception ChangesNothing(SmallTraining training, Action run)
    {
        var (everything, step) = (training.Everything, training.Step);
        var before = (step.Steps, step.LearningRate, step.GradientNorm);
        var exception = Assert.ThrowsAny<Exception>(run);
        Assert.Equal(everything, training.Everything);
        Assert.Equal(before, (step.Steps, step.LearningRate, step.GradientNorm));
        return exception;
    }

    private static TensorData Classes(params long[] classes) => TensorData.Wrap(classes, [classes.Length]);
}

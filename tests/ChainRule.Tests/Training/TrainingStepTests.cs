using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

public class TrainingStepTests
{
    [Fact]
    public void Parts_of_a_batch_make_the_update_of_the_whole()
    {
        var (whole, parts) = (Linear(accumulate: 1), Linear(accumulate: 3));
        for (var update = 0; update < 4; update++)
        {
            var batch = SmallTraining.Batch(update, rows: 12);
            whole.Step.Run(batch);
            for (var part = 0; part < 3; part++)
            {
                Assert.Equal(update, parts.Step.Steps);
                parts.Step.Run([.. batch.Select(data => Rows(data, 4 * part, 4))]);
            }
            Assert.Equal(whole.Step.GradientNorm, parts.Step.GradientNorm, 1e-12);
            foreach (var (a, b) in whole.Net.Parameters.Zip(parts.Net.Parameters))
                Assert.Equal(a.Value.ToDoubles(), b.Value.ToDoubles(), (x, y) => Math.Abs(x - y) < 1e-12);
        }
    }

    [Fact]
    public void The_schedule_counts_updates_and_not_batches()
    {
        var training = new SmallTraining(1,
            net => new(net, new Sgd(1), (x, y) => MSELoss(net.Forward(x), y)) { Schedule = new LinearSchedule(0, 1, 10), Accumulate = 2 });
        Assert.Equal([0, 0, 0, 0.1, 0.1, 0.2], Enumerable.Range(0, 6).Select(i =>
        {
            training.Run(i);
            return training.Step.LearningRate;
        }));
        Assert.Equal(3, training.Step.Steps);
    }

    [Fact]
    public void A_schedule_moves_the_momentum()
    {
        var w = new Parameter(1.0, "w");
        var schedule = new CyclicSchedule(0.1, 0.3, StepsUp: 2, MomentumRange: (0.5, 0.9));
        var step = new TrainingStep(new Holder(w), new Sgd(1, Momentum: 0.9),
            (IReadOnlyList<Tensor> _) => Square(w - 3))
        { Schedule = schedule };
        var (expected, v) = (1.0, 0.0);
        foreach (var (rate, momentum) in new[] { (0.1, 0.9), (0.2, 0.7), (0.3, 0.5), (0.2, 0.7), (0.1, 0.9) })
        {
            v = momentum * v + 2 * (expected - 3);
            expected -= rate * v;
            step.Run();
            Assert.Equal(expected, w.Value.Item(), 1e-12);
        }
    }

    [Fact]
    public void A_momentum_that_is_not_there_cannot_be_moved()
    {
        var training = new SmallTraining(1,
            net =>
                new(net, new Sgd(1),
                    (x, y) => MSELoss(net.Forward(x), y))
                { Schedule = new OneCycleSchedule(9, MomentumRange: (0.8, 0.9)) });
        var before = training.Everything;
        Assert.StartsWith("the schedule moves the momentum, but the optimizer has none",
            Assert.Throws<InvalidOperationException>(() => training.Run(0)).Message, StringComparison.Ordinal);
        Assert.Equal(before, training.Everything);
    }

    [Fact]
    public void What_must_be_saved_has_its_name_before_the_first_run()
    {
        var training = Rich(1);
        string[] parameters = ["0.weight", "0.bias", "1.weight", "1.bias", "4.weight", "4.bias"];
        string[] expected = ["steps", "accumulated",
            .. parameters.SelectMany(p => new[] { $"mean.{p}", $"square.{p}", $"greatest.{p}", $"step.{p}", $"accumulated.{p}" }),
            "schedule.plateau"];
        Assert.Equal(expected, training.Step.NamedStates.Select(state => state.Name));
        for (var i = 0; i < 3; i++) training.Run(i);
        Assert.Equal(expected, training.Step.NamedStates.Select(state => state.Name));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)] // in the middle of an update
    [InlineData(6)]
    public void A_training_goes_on_with_the_same_bits(int stop)
    {
        var (through, first, second) = (Rich(1), Rich(1), Rich(2));
        for (var i = 0; i < 14; i++) through.RunAndObserve(i);
        for (var i = 0; i < stop; i++) first.RunAndObserve(i);
        first.CopyTo(second);
        Assert.Equal(first.Step.Steps, second.Step.Steps);
        for (var i = stop; i < 14; i++) second.RunAndObserve(i);
        Assert.Equal(through.Everything, second.Everything);
        Assert.NotEqual(through.Everything, first.Everything);
        Assert.Equal(0.01, second.Step.LearningRate, 1e-12); // it has fallen
    }

    [Fact]
    public void A_state_that_is_not_there_is_named()
    {
        var step = new SmallTraining(1, net => new(net, new Sgd(0.1, Momentum: 0.9), (x, y) => MSELoss(net.Forward(x), y))).Step;
        var value = TensorData.Zeros([2], DType.Float64);
        Assert.Equal(
            "this training has no state 'mean.0.weight'; it has steps, velocity.0.weight, velocity.0.bias, velocity.1.weight, "
            + "velocity.1.bias, velocity.4.weight, velocity.4.bias (Parameter 'name')",
            Assert.Throws<ArgumentException>(() => step.Restore("mean.0.weight", value)).Message);
        Assert.Equal("'velocity.4.weight' holds Float64 [2, 8]; a value of Float64 [2] does not fit",
            Assert.Throws<ShapeException>(() => step.Restore("velocity.4.weight", value)).Message);
    }

    [Fact]
    public void Other_outputs_come_with_the_loss()
    {
        var training = new SmallTraining(1, net => new(net, new Sgd(0.1), batch =>
        {
            var prediction = net.Forward(batch[0]);
            return [MSELoss(prediction, batch[1]), prediction];
        }));
        Assert.Throws<InvalidOperationException>(() => training.Step.Output(1));
        var batch = SmallTraining.Batch(1);
        var loss = training.Step.Run(batch);
        Assert.Equal(loss, MSELoss(Tensor.Constant(training.Step.Output(1)), Tensor.Constant(batch[1])).Item(), 1e-15);
        var values = new double[8];
        training.Step.CopyOutput<double>(1, values);
        Assert.Equal(training.Step.Output(1).ToDoubles(), values);
    }

    [Fact]
    public void Only_so_many_shapes_are_kept()
    {
        var traces = 0;
        var training = new SmallTraining(1, net => new(net, new Sgd(0.1), (x, y) =>
        {
            traces++;
            return MSELoss(net.Forward(x), y);
        })
        { MaxShapes = 2 });
        foreach (var (rows, expected) in new[] { (2, 1), (3, 2), (2, 2), (4, 3), (2, 3), (3, 4), (3, 4), (2, 4) })
        {
            training.Run(0, rows);
            Assert.Equal(expected, traces);
        }
    }

    [Fact]
    public void A_parameter_that_is_frozen_stays()
    {
        var training = new SmallTraining(1);
        training.Net[0].Freeze();
        var before = training.Net.Parameters.Select(p => p.Value.ToDoubles()).ToList();
        training.Run(0);
        Assert.Equal([true, true, false, false, false, false],
            training.Net.Parameters.Zip(before, (p, b) => p.Value.ToDoubles().SequenceEqual(b)));
    }

    [Fact]
    public void A_parameter_that_thaws_begins_its_own_count()
    {
        var (early, late) = (new Parameter(1.0, "early"), new Parameter(1.0, "late") { IsFrozen = true });
        var step = new TrainingStep(new Holder(early, late), new Adam(0.1), (IReadOnlyList<Tensor> _) => early + late);
        for (var i = 0; i < 5; i++) step.Run();
        late.IsFrozen = false;
        step.Run();
        // The gradient is always 1, so Adam steps by its rate, the first time as well.
        Assert.Equal(0.4, early.Value.Item(), 1e-7);
        Assert.Equal(0.9, late.Value.Item(), 1e-7);
        early.IsFrozen = true;
        step.Run();
        Assert.Equal(0.4, early.Value.Item(), 1e-7);
        Assert.Equal(0.8, late.Value.Item(), 1e-7);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Options_out_of_range_are_refused(int accumulate, double clip) => Assert.Throws<ArgumentOutOfRangeException>(() =>
        new SmallTraining(1,
            net => new(net, new Sgd(0.1), (x, y) => MSELoss(net.Forward(x), y)) { Accumulate = accumulate, ClipNorm = clip }));

    /// <summary>A training in which everything is remembered that there is.</summary>
    private static SmallTraining Rich(int seed) =>
        new(seed, net => new(net, new Adam(0.1, WeightDecay: 0.01, Amsgrad: true), (x, y) => MSELoss(net.Forward(x), y))
        {
            Schedule = new ReduceOnPlateau(Patience: 1),
            Accumulate = 2,
            ClipNorm = 0.1,
        });

    private static (Linear Net, TrainingStep Step) Linear(int accumulate)
    {
        Initialize.Seed(3);
        var net = new Linear(3, 2, dtype: DType.Float64);
        return (net, new(net, new Adam(0.1), (x, y) => MSELoss(net.Forward(x), y)) { Accumulate = accumulate, ClipNorm = 0.2 });
    }

    private static TensorData Rows(TensorData data, int from, int count) =>
        TensorData.Create(data.AsSpan<double>().Slice(from * data.Shape[1], count * data.Shape[1]), [count, data.Shape[1]]);

    private sealed class Holder(params Parameter[] parameters) : Module
    {
        protected override IEnumerable<Member> Members => parameters.Select(parameter => new Member(parameter, parameter.Name!));
    }
}

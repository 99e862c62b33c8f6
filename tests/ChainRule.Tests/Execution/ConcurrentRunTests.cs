using ChainRule.Execution;
using ChainRule.Networks;
using ChainRule.Tests.Training;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>What happens when two threads use one thing at once: it works, or the second one is told.</summary>
[Collection(nameof(Alone))]
public sealed class ConcurrentRunTests : IDisposable
{
    private readonly int before = ThreadTeam.Shared.Count;

    public void Dispose() => ThreadTeam.Shared.Count = before;

    [Fact]
    public async Task A_second_run_of_a_step_is_refused_and_the_first_goes_on()
    {
        using var gate = new Gate();
        var x = new Input(TensorData.Wrap([3.0], [1]), "x");
        var w = new Parameter([2.0], "w");
        var step = new Step([gate.Pass(x * w)], [(w, w + 1)]);
        var first = Task.Run(step.Run, TestContext.Current.CancellationToken);
        gate.AwaitArrival();
        Refused("Step", step.Run);
        Refused("Step", () => step.Scalar());
        Refused("Step", () => step.Output(0));
        Refused("Step", () => step.CopyOutput<double>(0, new double[1]));
        gate.Open();
        await first;
        Assert.Equal((6, 3), (step.Scalar(), w.Value.Item()));
        step.Run();
        Assert.Equal((9, 4), (step.Scalar(), w.Value.Item()));
    }

    /// <summary>Reading takes time: a run that begins meanwhile writes to the same buffers.</summary>
    [Fact]
    public async Task Outputs_that_are_read_are_those_of_one_run_or_refused()
    {
        var w = new Parameter([0.0], "w");
        var step = new Step([Tensor.Constant(new double[200_000]) + w], [(w, w + 1)]);
        step.Run();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var running = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                step.Run();
                Thread.Yield();
            }
        }, TestContext.Current.CancellationToken);
        var copy = new double[200_000];
        while (!stop.IsCancellationRequested)
        {
            try
            {
                step.CopyOutput<double>(0, copy);
                Assert.DoesNotContain(copy, element => element != copy[0]);
                var output = step.Output(0).ToDoubles();
                Assert.DoesNotContain(output, element => element != output[0]);
            }
            catch (InvalidOperationException)
            {
            }
        }
        await running;
    }

    [Fact]
    public void A_run_from_within_a_run_is_refused()
    {
        Step? step = null;
        var x = new Input(TensorData.Wrap([3.0], [1]), "x");
        var again = CustomOp.Elementwise("Again", v =>
        {
            step!.Run();
            return v;
        }, (v, y) => One(v));
        step = new Step([again(x)]);
        Refused("Step", step.Run);
        Assert.Equal("the last run of this Step failed, so it has no outputs; call Run() again",
            Assert.Throws<InvalidOperationException>(() => step.Scalar()).Message);
    }

    [Fact]
    public async Task A_second_run_of_a_training_step_is_refused_and_the_first_goes_on()
    {
        using var gate = new Gate();
        var (alone, shared) = (new SmallTraining(1),
            new SmallTraining(1, net => new(net, new Sgd(0.1), (x, y) => MSELoss(gate.Pass(net.Forward(x)), y))));
        gate.Open();
        shared.Run(0);
        alone.Run(0);
        gate.Close();
        var first = Task.Run(() => shared.Run(1), TestContext.Current.CancellationToken);
        gate.AwaitArrival();
        Refused("TrainingStep", () => shared.Run(2));
        Refused("TrainingStep", () => shared.Step.Check(SmallTraining.Batch(2)));
        gate.Open();
        Assert.Equal(alone.Run(1), await first);
        Assert.Equal(alone.Run(2), shared.Run(2));
        Assert.Equal(alone.Everything, shared.Everything);
    }

    [Fact]
    public async Task A_second_run_of_a_trainer_is_refused()
    {
        using var gate = new Gate();
        var model = new Sequential { new Linear(1, 1) };
        var trainer = new Trainer(model, new Sgd(0.1),
            (x, y) => MSELoss(gate.Pass(model.Forward(x)), y))
        { Epochs = 1, Progress = null, Findings = null };
        var data = new TensorDataset(TensorData.Zeros([4, 1], DType.Float32), TensorData.Zeros([4, 1], DType.Float32));
        var first = Task.Run(() => trainer.Run(data, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        gate.AwaitArrival();
        Refused("Trainer", () => trainer.Run(data, TestContext.Current.CancellationToken));
        gate.Open();
        await first;
        Assert.Single(trainer.Run(data, TestContext.Current.CancellationToken).History);
    }

    [Fact]
    public async Task A_lock_makes_a_step_safe()
    {
        var x = new Input(TensorData.Wrap([0.0], [1]), "x");
        var (step, key) = (new Step([Square(x)]), new Lock());
        await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 1000; i++)
                lock (key)
                {
                    x.Value = TensorData.Wrap([(double)worker * i], [1]);
                    step.Run();
                    Assert.Equal((double)worker * i * worker * i, step.Scalar());
                }
        })));
    }

    [Fact]
    public async Task Evaluating_is_safe_for_any_number_of_threads()
    {
        var shared = new Parameter(TensorData.Wrap([.. Enumerable.Range(0, 100).Select(i => i / 10.0)], [10, 10]), "shared");
        await Task.WhenAll(Enumerable.Range(1, 4).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < TestTier.Cases(50, 5000); i++)
            {
                // One structure for all threads, with other numbers in it; and now and then one of its own.
                var own = new Input(TensorData.Wrap([.. Enumerable.Range(0, 10).Select(k => (double)(k + i * worker))], [10]), "own");
                var sum = Sum(shared * own, [1]) * (i % 10 == 0 ? worker : 1);
                var expected = Enumerable
                    .Range(0, 10)
                    .Select(row => Enumerable.Range(0, 10).Sum(k => (row * 10 + k) / 10.0 * (k + i * worker)) * (i % 10 == 0 ? worker : 1));
                Assert.All(expected.Zip(sum.Evaluate().ToDoubles()),
                    pair => Assert.Equal(pair.First, pair.Second, 1e-8 * Math.Abs(pair.First)));
            }
        })));
    }

    [Fact]
    public async Task Two_threads_may_trace_one_model_in_two_modes()
    {
        var model = new Sequential { new Dropout(0.5) };
        var ones = new Input(TensorData.Wrap([.. Enumerable.Repeat(1f, 64)], [64]), "ones");
        await Task.WhenAll(new[] { true, false }.Select(training => Task.Run(() =>
        {
            for (var i = 0; i < 300; i++)
            {
                var built = model.BuildAs(training, () =>
                {
                    Thread.Yield();
                    return model.Forward(ones);
                });
                Assert.Equal(training, !ReferenceEquals(built, ones));
            }
        })));
    }

    [Fact]
    public async Task The_number_of_threads_may_change_while_steps_run()
    {
        var x = new Parameter(TensorData.Wrap([.. Enumerable.Range(0, 200 * 500).Select(i => MathF.Sin(i))], [200, 500]), "x");
        var w = new Parameter(TensorData.Wrap([.. Enumerable.Range(0, 500 * 60).Select(i => MathF.Cos(i))], [500, 60]), "w");
        var loss = Mean(Square(Softmax(Tanh(MatMul(x, w))))) + Sum(Sum(Sin(x), [0])) + Mean(Max(x, [1]));
        ThreadTeam.Shared.Count = 1;
        var step = new Step([loss, .. Gradient.Of(loss, [x, w])]);
        step.Run();
        var expected = step.Output(1).ToArray<float>();
        using var end = new CancellationTokenSource();
        var changes = Task.Run(() =>
        {
            for (var i = 0; !end.IsCancellationRequested; i++) Threads.Count = 1 + i * 7 % 12;
        }, TestContext.Current.CancellationToken);
        for (var run = 0; run < TestTier.Cases(100, 5000); run++)
        {
            step.Run();
            Assert.Equal(expected, step.Output(1).ToArray<float>());
        }
        await end.CancelAsync();
        await changes;
    }

    [Fact]
    public void A_worker_beyond_those_that_a_session_was_made_for_finds_scratch_memory()
    {
        ThreadTeam.Shared.Count = 1;
        var x = new Parameter(TensorData.Zeros([100], DType.Float32), "x");
        var session = new Session(new Step([Tanh(x.Reshape(10, 10).Transpose() + 1)]).Plan);
        var first = session.Scratch<float>(0);
        var tenth = session.Scratch<float>(9);
        Assert.NotEqual(0, first.Length);
        Assert.Equal(first.Length, tenth.Length);
        Assert.False(first.Overlaps(tenth));
        Assert.True(first == session.Scratch<float>(0)); // what a worker has begun to use stays its own
    }

    private static void Refused(string owner, Action run) =>
        Assert.StartsWith($"this {owner} is running already", Assert.Throws<InvalidOperationException>(run).Message,
            StringComparison.Ordinal);

    /// <summary>An op whose kernel waits until it is let through.</summary>
    private sealed class Gate : IDisposable
    {
        private readonly ManualResetEventSlim arrived = new(), open = new();

        public Gate() => Pass = CustomOp.Elementwise("Pass", x =>
        {
            arrived.Set();
            Assert.True(open.Wait(TimeSpan.FromSeconds(30)));
            return x;
        }, (x, y) => One(x));

        public Func<Tensor, Tensor> Pass { get; }

        public void AwaitArrival() => Assert.True(arrived.Wait(TimeSpan.FromSeconds(30)));

        public void Open() => open.Set();

        public void Close()
        {
            open.Reset();
            arrived.Reset();
        }

        public void Dispose()
        {
            arrived.Dispose();
            open.Dispose();
        }
    }
}

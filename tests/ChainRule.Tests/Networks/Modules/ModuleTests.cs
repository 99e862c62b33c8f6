using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

public class ModuleTests
{
    [Fact]
    public void Names_are_the_fields()
    {
        var model = new Named();
        Assert.Equal(
            ["hidden.weight", "hidden.bias", "plain.weight", "blocks.0.0.weight", "blocks.1.0.weight", "scale", "norm.weight", "norm.bias"],
            model.NamedParameters.Select(p => p.Name));
        Assert.Equal(["norm.running_mean", "norm.running_var", "norm.num_batches_tracked", "steps"], model.NamedStates.Select(s => s.Name));
        Assert.All(model.NamedVariables, variable => Assert.Equal(variable.Name, variable.Value.Name));
        Assert.Equal(["hidden", "plain", "blocks.0", "blocks.1", "norm"], model.Children.Select(c => c.Name));
    }

    [Fact]
    public void What_is_used_twice_is_listed_once()
    {
        var model = new Tied();
        Assert.Equal(["table.weight", "head.bias"], model.NamedParameters.Select(p => p.Name));
        Assert.Equal(2, model.Parameters.Count);
    }

    [Fact]
    public void Modes_go_down_to_every_module()
    {
        var model = new Named();
        Assert.All(model.Descendants(), d => Assert.True(d.Module.IsTraining));
        model.Eval();
        Assert.All(model.Descendants(), d => Assert.False(d.Module.IsTraining, d.Path));
        model.Train();
        Assert.All(model.Descendants(), d => Assert.True(d.Module.IsTraining, d.Path));
    }

    [Fact]
    public void Frozen_parameters_stay_as_they_are()
    {
        var (body, head) = (new Linear(3, 4), new Linear(4, 1));
        var model = new Sequential { body, Tanh, head };
        var before = model.Parameters.Select(p => p.Value.ToDoubles()).ToList();
        body.Freeze();
        var batch = (Initialize.Uniform([5, 3], -1, 1), Initialize.Uniform([5, 1], -1, 1));
        new TrainingStep(model, new Sgd(0.1), (x, y) => MSELoss(model.Forward(x), y)).Run(batch.Item1, batch.Item2);
        Assert.Equal([true, true, false, false], model.Parameters.Zip(before, (p, b) => p.Value.ToDoubles().SequenceEqual(b)));
        body.Unfreeze();
        new TrainingStep(model, new Sgd(0.1), (x, y) => MSELoss(model.Forward(x), y)).Run(batch.Item1, batch.Item2);
        Assert.All(model.Parameters.Zip(before), pair => Assert.NotEqual(pair.Second, pair.First.Value.ToDoubles()));
    }

    [Fact]
    public void A_sequence_takes_layers_and_functions_in_their_places()
    {
        var model = new Sequential { new Linear(3, 5), Gelu, x => LeakyRelu(x, 0.2), new Sequential { new Linear(5, 2, bias: false) } };
        Assert.Equal(["0.weight", "0.bias", "3.0.weight"], model.NamedParameters.Select(p => p.Name));
        Assert.Equal("Sequential(Linear(3 → 5), Gelu, x => LeakyRelu(x, 0.2), Sequential(Linear(5 → 2)))", model.ToString());
        Assert.Equal(4, model.Count);
        var x = new Input([2, 3]);
        Assert.Same(MatMul(LeakyRelu(Gelu(model[0].Forward(x)), 0.2), ((Linear)((Sequential)model[3])[0]).Weight.Transpose()),
            model.Forward(x));
        Assert.Same(x, new Sequential().Forward(x));
    }

    [Fact]
    public void In_use_batch_norm_reads_its_states_and_leaves_them()
    {
        var norm = new BatchNorm(1, eps: 0, dtype: DType.Float64);
        norm.RunningMean.Value = TensorData.Wrap([3.0], [1]);
        norm.RunningVar.Value = TensorData.Wrap([4.0], [1]);
        norm.Eval();
        var step = new Step([norm.Forward(new Input(TensorData.Wrap([1.0, 5, 9], [3, 1]), "x"))]);
        step.Run();
        Assert.Equal([-1, 1, 3], step.Output(0).ToDoubles());
        Assert.Equal((3, 4, 0), (norm.RunningMean.Value.Item(), norm.RunningVar.Value.Item(), norm.BatchCount.Value.Item()));
    }

    [Fact]
    public void Only_a_step_moves_the_states_of_batch_norm()
    {
        var norm = new BatchNorm(1, momentum: 0.5, dtype: DType.Float64);
        var y = norm.Forward(new Input(TensorData.Wrap([1.0, 5, 9], [3, 1]), "x"));
        y.Evaluate();
        Assert.Equal((0, 1, 0), (norm.RunningMean.Value.Item(), norm.RunningVar.Value.Item(), norm.BatchCount.Value.Item()));
        new Step([y]).Run();
        // The mean is 5, the variance with n − 1 is 16.
        Assert.Equal((2.5, 8.5, 1), (norm.RunningMean.Value.Item(), norm.RunningVar.Value.Item(), norm.BatchCount.Value.Item()));
    }

    private sealed class Named(bool isWhole = false) : Layer
    {
        private readonly Linear _hidden = new(2, 3), plain = new(3, 3, bias: false);
        private readonly List<Sequential> blocks = [[new Linear(3, 3, bias: false)], [new Linear(3, 3, bias: false)]];
        private readonly Parameter _scale = new(1f);
        private readonly BatchNorm norm = new(3);
        private readonly Linear? missing = isWhole ? new(3, 3) : null;
        private readonly State steps = new(TensorData.Zeros(Shape.Scalar, DType.Int64));

        // Two as the compiler would pass them on, were they written with "this.".
        protected override IEnumerable<Member> Members =>
            [new(_hidden), new(plain, "this.plain"), new(blocks), new(_scale, "this._scale"), new(norm), new(missing), new(steps)];

        public override Tensor Forward(Tensor x) => x;
    }

    private sealed class Tied : Layer
    {
        private readonly Embedding table = new(5, 3);
        private readonly Head head;

        public Tied() => head = new(table.Weight);

        protected override IEnumerable<Member> Members => [new(table), new(head)];

        public override Tensor Forward(Tensor x) => head.Forward(table.Forward(x));
    }

    private sealed class Head(Parameter weight) : Layer
    {
        private readonly Parameter bias = new([0f, 0, 0, 0, 0]);

        protected override IEnumerable<Member> Members => [new(weight), new(bias)];

        public override Tensor Forward(Tensor x) => MatMul(x, weight.Transpose()) + bias;
    }
}

using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Layers see batches without examples, sequences without steps; optimizers parameters without elements.</summary>
public class EmptyBatchTests
{
    private static readonly Dictionary<string, Func<(Module Layer, Tensor Output)>> Layers = new()
    {
        ["Linear"] = () => Of(new Linear(3, 2), [0, 3]),
        ["Linear of nothing"] = () => Of(new Linear(0, 2), [4, 0]),
        ["Linear to nothing"] = () => Of(new Linear(3, 0), [4, 3]),
        ["Conv2d"] = () => Of(new Conv2d(2, 3, 3), [0, 2, 5, 5]),
        ["Conv2d without pixels"] = () => Of(new Conv2d(2, 3, 3, padding: 2), [2, 2, 0, 4]),
        ["Conv1d"] = () => Of(new Conv1d(2, 3, 3), [0, 2, 5]),
        ["ConvTranspose2d"] = () => Of(new ConvTranspose2d(2, 3, 3), [0, 2, 5, 5]),
        ["ConvTranspose1d"] = () => Of(new ConvTranspose1d(2, 3, 3), [0, 2, 5]),
        ["MaxPool2d"] = () => Of(new MaxPool2d(2), [0, 2, 4, 4]),
        ["AvgPool2d"] = () => Of(new AvgPool2d(2), [0, 2, 4, 4]),
        ["AdaptiveAvgPool2d"] = () => Of(new AdaptiveAvgPool2d(2), [0, 2, 5, 5]),
        ["BatchNorm"] = () => Of(new BatchNorm(2), [0, 2, 4]),
        ["LayerNorm"] = () => Of(new LayerNorm(3), [0, 3]),
        ["GroupNorm"] = () => Of(new GroupNorm(2, 4), [0, 4, 3]),
        ["InstanceNorm"] = () => Of(new InstanceNorm(2), [0, 2, 3]),
        ["RMSNorm"] = () => Of(new RMSNorm(3), [0, 3]),
        ["Dropout"] = () => Of(new Dropout(0.5), [0, 3]),
        ["Flatten"] = () => Of(new Flatten(), [0, 3, 2]),
        ["Flatten of empty images"] = () => Of(new Flatten(), [2, 0, 3]),
        ["Embedding"] = () => new Embedding(4, 3) is var layer ? (layer, layer.Forward(Tensor.Constant<long>([], [2, 0]))) : default,
        ["RNN"] = () => new RNN(3, 2) is var layer ? (layer, layer.Unroll(Numbers([4, 0, 3])).Output) : default,
        ["GRU"] = () => new GRU(3, 2, bidirectional: true) is var layer ? (layer, layer.Unroll(Numbers([4, 0, 3])).Output) : default,
        ["LSTM"] = () => new LSTM(3, 2, layers: 2) is var layer ? (layer, layer.Unroll(Numbers([4, 0, 3])).Output) : default,
        ["RNN without steps"] = () => new RNN(3, 2) is var layer ? (layer, layer.Unroll(Numbers([0, 4, 3])).Output) : default,
        ["GRU without steps"] = () =>
            new GRU(3, 2, batchFirst: true) is var layer ? (layer, layer.Unroll(Numbers([4, 0, 3])).Output) : default,
        ["LSTM without steps"] = () => new LSTM(3, 2) is var layer ? (layer, layer.Unroll(Numbers([0, 4, 3])).Output) : default,
        ["MultiheadAttention"] = () => Of(new MultiheadAttention(4, 2, batchFirst: true), [0, 3, 4]),
        ["MultiheadAttention without places"] = () => Of(new MultiheadAttention(4, 2, batchFirst: true), [2, 0, 4]),
        ["MultiheadAttention without keys"] = () =>
            new MultiheadAttention(4, 2, batchFirst: true) is var layer
                ? (layer, layer.Forward(Numbers([2, 3, 4]), Numbers([2, 0, 4]), Numbers([2, 0, 4])))
                : default,
        ["TransformerEncoderLayer"] = () => Of(new TransformerEncoderLayer(4, 2, 8), [3, 0, 4]),
        ["TransformerEncoderLayer without places"] = () => Of(new TransformerEncoderLayer(4, 2, 8), [0, 3, 4]),
        ["TransformerDecoderLayer"] = () =>
            new TransformerDecoderLayer(4, 2, 8) is var layer ? (layer, layer.Forward(Numbers([3, 0, 4]), Numbers([2, 0, 4]))) : default,
        ["Sequential"] = () => Of(new Sequential(new Conv2d(1, 2, 3), new BatchNorm(2), new Flatten(), new Linear(18, 2)), [0, 1, 5, 5]),
    };

    private static readonly Dictionary<string, Optimizer> Optimizers = new Optimizer[]
    {
        new Sgd(0.1), new Sgd(0.1, Momentum: 0.9, Nesterov: true, WeightDecay: 0.1), new Adam(), new AdamW(Amsgrad: true), new Adamax(),
        new NAdam(), new RMSprop(Momentum: 0.5, Centered: true),
        new Adagrad(), new Adadelta(), new Lion(), new Muon(new Adam()), new ParameterGroups(new Adam(), ("none", new Sgd(0.1))),
    }.ToDictionary(optimizer => optimizer.ToString());

    public static TheoryData<string> LayerNames => [.. Layers.Keys];

    public static TheoryData<string> OptimizerNames => [.. Optimizers.Keys];

    /// <summary>Nothing tells a parameter anything: its gradient is 0, and every state stays a number.</summary>
    [Theory, MemberData(nameof(LayerNames))]
    public void A_layer_computes_an_empty_batch_or_refuses_it_where_it_is_built(string name)
    {
        Module layer;
        Tensor output;
        try
        {
            (layer, output) = Layers[name]();
        }
        catch (ShapeException)
        {
            return;
        }
        Assert.Equal(output.Shape, output.Evaluate().Shape);
        var (parameters, loss) = (layer.Parameters.ToArray(), Sum(Square(output)));
        var gradients = parameters.Length == 0 ? [] : Gradient.Of(loss, parameters);
        new Step([loss, output],
            [.. parameters.Zip(gradients, (parameter, gradient) => ((Variable)parameter, parameter - 0.1 * gradient))]).Run();
        Assert.All(layer.NamedVariables,
            variable => Assert.All(variable.Value.Value.ToDoubles(), value => Assert.True(double.IsFinite(value))));
        if (output.Shape.Size == 0)
            Assert.All(gradients, gradient => Assert.All(gradient.Evaluate().ToDoubles(), value => Assert.Equal(0, value)));
    }

    [Theory, MemberData(nameof(OptimizerNames))]
    public void An_optimizer_moves_what_there_is_beside_empty_parameters(string name)
    {
        foreach (Shape shape in (Shape[])[[0], [0, 3], [3, 0], [2, 0, 3], [0, 0]])
        {
            Parameter none = new(TensorData.Zeros(shape, DType.Float32),
                "none"), some = new(TensorData.Create<float>([1, 2, 3, 4], [2, 2]), "some");
            var loss = Sum(Square(some)) + Sum(Square(none));
            Tensor[] gradients = [.. Clipping.ByValue(Clipping.ByNorm(Gradient.Of(loss, [none, some]), 1), 0.5)];
            var step = new Step([loss], Optimizers[name].Updates([(none, gradients[0]), (some, gradients[1])]));
            step.Run();
            step.Run();
            Assert.True(step.Scalar() < 30 && double.IsFinite(step.Scalar()));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(double.PositiveInfinity)]
    public void The_norm_of_gradients_without_elements_is_zero(double order)
    {
        Tensor none = Numbers([0, 3]), some = Tensor.Constant<double>([3.0]);
        Assert.Equal(0, Clipping.Norm([none], order).Item());
        Assert.Equal(3, Clipping.Norm([none, some], order).Item(), 1e-12);
    }

    [Fact]
    public void Lbfgs_moves_what_there_is()
    {
        Parameter none = new(TensorData.Zeros([0, 3], DType.Float64), "none"), some = new([1.0, 2.0], "some");
        new Lbfgs().Minimize(Sum(Square(some)) + Sum(Square(none)), [none, some]);
        Assert.All(some.Value.ToDoubles(), value => Assert.Equal(0, value, 1e-6));
    }

    [Fact]
    public void A_training_step_on_an_empty_batch_changes_nothing()
    {
        var model = new Linear(3, 2);
        var before = model.Weight.Value.ToDoubles();
        var step = new TrainingStep(model, new Sgd(0.1), (x, y) => Sum(Square(model.Forward(x) - y)));
        Assert.Equal(0, step.Run(TensorData.Zeros([0, 3], DType.Float32), TensorData.Zeros([0, 2], DType.Float32)));
        Assert.Equal(before, model.Weight.Value.ToDoubles());
    }

    private static (Module, Tensor) Of(Layer layer, Shape shape) => (layer, layer.Forward(Numbers(shape)));

    private static Tensor Numbers(Shape shape) => Tensor.Constant(TensorData.Zeros(shape, DType.Float32));
}

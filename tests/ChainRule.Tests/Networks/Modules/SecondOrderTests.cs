using ChainRule.Networks;
using ChainRule.Tests.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Hessian-vector products of every layer: forward over reverse mode against reverse over reverse mode.</summary>
public class SecondOrderTests
{
    private const DType Double = DType.Float64;

    /// <summary>How each module of the library is made and called, by its type's name, and the shapes of its inputs.</summary>
    private static readonly Dictionary<string, (Func<CalledLayer> Make, Shape[] Inputs)> Table = new()
    {
        [nameof(Linear)] = (() => CalledLayer.Of(new Linear(3, 2, dtype: Double)), [[4, 3]]),
        [nameof(Conv1d)] = (() => CalledLayer.Of(new Conv1d(2, 3, 3, padding: 1, dtype: Double)), [[2, 2, 5]]),
        [nameof(Conv2d)] = (() => CalledLayer.Of(new Conv2d(2, 3, 3, stride: 2, padding: 1, dtype: Double)), [[2, 2, 5, 4]]),
        [nameof(ConvTranspose1d)] = (() => CalledLayer.Of(new ConvTranspose1d(2, 3, 3, stride: 2, dtype: Double)), [[2, 2, 3]]),
        [nameof(ConvTranspose2d)] = (() => CalledLayer.Of(new ConvTranspose2d(2, 3, 3, stride: 2, dtype: Double)), [[1, 2, 3, 2]]),
        [nameof(MaxPool1d)] = (() => CalledLayer.Of(new MaxPool1d(2)), [[2, 2, 6]]),
        [nameof(MaxPool2d)] = (() => CalledLayer.Of(new MaxPool2d(2, stride: 1)), [[1, 2, 4, 4]]),
        [nameof(AvgPool2d)] = (() => CalledLayer.Of(new AvgPool2d(2)), [[1, 2, 4, 4]]),
        [nameof(AdaptiveAvgPool2d)] = (() => CalledLayer.Of(new AdaptiveAvgPool2d(2)), [[1, 2, 5, 3]]),
        [nameof(UpsampleNearest2d)] = (() => CalledLayer.Of(new UpsampleNearest2d(2)), [[1, 2, 3, 2]]),
        [nameof(Flatten)] = (() => CalledLayer.Of(new Flatten()), [[2, 2, 3]]),
        [nameof(BatchNorm)] = (() => CalledLayer.Of(new BatchNorm(3, dtype: Double)), [[4, 3, 2]]),
        [nameof(LayerNorm)] = (() => CalledLayer.Of(new LayerNorm(4, dtype: Double)), [[3, 4]]),
        [nameof(GroupNorm)] = (() => CalledLayer.Of(new GroupNorm(2, 4, dtype: Double)), [[2, 4, 3]]),
        [nameof(InstanceNorm)] = (() => CalledLayer.Of(new InstanceNorm(2, affine: true, dtype: Double)), [[2, 2, 4]]),
        [nameof(RMSNorm)] = (() => CalledLayer.Of(new RMSNorm(4, dtype: Double)), [[3, 4]]),
        [nameof(Dropout)] = (() => CalledLayer.Of(new Dropout(0.5, new RandomSource(1))), [[3, 4]]),
        [nameof(RandomSource)] = (() => Called(new RandomSource(1), (source, x) => [x[0] * source.Uniform(x[0].Shape, Double)]), [[3, 4]]),
        [nameof(Embedding)] = (
            () =>
                Called(new Embedding(5, 3, dtype: Double), (embedding, x) => [embedding.Forward(Tensor.Constant<long>([1, 4, 1])) * x[0]]),
                [[3, 3]]),
        [nameof(Sequential)] = (
            () =>
                CalledLayer.Of(
                    new Sequential([new Linear(3, 4, dtype: Double), new LayerNorm(4, dtype: Double), new Linear(4, 2, dtype: Double)])),
                    [[3, 3]]),
        [nameof(RNNCell)] = (() => Called(new RNNCell(2, 3, dtype: Double), (cell, x) => [cell.Forward(x[0], x[1])]), [[2, 2], [2, 3]]),
        [nameof(GRUCell)] = (() => Called(new GRUCell(2, 3, dtype: Double), (cell, x) => [cell.Forward(x[0], x[1])]), [[2, 2], [2, 3]]),
        [nameof(LSTMCell)] = (() => Called(new LSTMCell(2, 3, dtype: Double), (cell, x) => Both(cell.Forward(x[0], x[1], x[2]))),
            [[2, 2], [2, 3], [2, 3]]),
        [nameof(RNN)] = (() => CalledLayer.Of(new RNN(2, 3, 2, bidirectional: true, dtype: Double)), [[4, 2, 2]]),
        [nameof(GRU)] = (() => CalledLayer.Of(new GRU(2, 3, 2, bidirectional: true, dtype: Double)), [[4, 2, 2]]),
        [nameof(LSTM)] = (() => CalledLayer.Of(new LSTM(2, 3, 2, bidirectional: true, dtype: Double)), [[4, 2, 2]]),
        [nameof(MultiheadAttention)] = (() => CalledLayer.Of(new MultiheadAttention(4, 2, dtype: Double)), [[3, 2, 4]]),
        [nameof(TransformerEncoderLayer)] = (() => CalledLayer.Of(new TransformerEncoderLayer(4, 2, 6, dropout: 0.2, dtype: Double)),
            [[3, 2, 4]]),
        [nameof(TransformerDecoderLayer)] =
            (() => Called(new TransformerDecoderLayer(4, 2, 6, dropout: 0, dtype: Double), (layer, x) => [layer.Forward(x[0], x[1])]),
                [[3, 1, 4], [2, 1, 4]]),
    };

    public static TheoryData<string> Rows => [.. Table.Keys];

    [Fact]
    public void Every_module_has_a_row() => Assert.Equal(
        typeof(Module).Assembly
            .GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Module)) && !type.IsAbstract)
            .Select(type => type.Name)
            .Order(),
        Table.Keys.Order());

    [Theory]
    [MemberData(nameof(Rows))]
    public void Both_modes_give_the_same_second_order(string row)
    {
        var (called, random) = (Table[row].Make(), new Random(1));
        foreach (var parameter in called.Module.Parameters) parameter.Value = Drawn(parameter.Shape, random);
        Input[] inputs = [.. Table[row].Inputs.Select(shape => new Input(Drawn(shape, random)))];
        // The sine makes the loss of a linear layer curved.
        var loss = called.Forward(inputs).Select(output => Sum(Sin(2 * output))).Aggregate((a, b) => a + b);
        Tensor[] wrt = [.. inputs, .. called.Module.Parameters];
        Tensor[] directions = [.. wrt.Select(tensor => Tensor.Constant(Drawn(tensor.Shape, random)))];
        var gradients = Gradient.Of(loss, wrt);
        var forward = Gradient.Jvp(gradients, [.. wrt.Zip(directions)]);
        var reverse = Gradient.Vjp([.. gradients.Zip(directions)], wrt);
        var values = Tensor.Evaluate([.. forward, .. reverse]);
        Assert.All(Enumerable.Range(0, wrt.Length), i =>
            Assert.Null(new Tolerance(1e-10, 1e-12).Complaint($"{wrt[i].Describe()}", values[wrt.Length + i], values[i])));
        Assert.Contains(values, value => value.ToDoubles().Any(number => number != 0));
    }

    private static CalledLayer Called<M>(M module, Func<M, Tensor[], Tensor[]> forward)
        where M : Module => new(module, x => forward(module, x));

    private static Tensor[] Both((Tensor Hidden, Tensor Cell) states) => [states.Hidden, states.Cell];

    private static TensorData Drawn(Shape shape, Random random) =>
        TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(_ => random.NextDouble() * 2 - 1)], shape);
}

using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

[Collection(nameof(Alone))]
public sealed class DeterminismTests : IDisposable
{
    private readonly int before = ThreadTeam.Shared.Count;

    public void Dispose() => ThreadTeam.Shared.Count = before;

    [Fact]
    public void Results_have_the_same_bits_with_any_number_of_threads()
    {
        var random = new Random(1);
        var x = new Parameter(TensorData.Wrap(Enumerable.Range(0, 300 * 700).Select(_ => random.NextSingle() - 0.5f).ToArray(), [300, 700]),
            "x");
        var w = new Parameter(TensorData.Wrap(Enumerable.Range(0, 700 * 250).Select(_ => random.NextSingle() - 0.5f).ToArray(), [700, 250]),
            "w");
        var loss = Mean(Square(Softmax(Tanh(MatMul(x, w))))) + Sum(Sum(Sin(x), [0])) + Mean(Max(x, [1]));
        Tensor[] outputs = [loss, .. Gradient.Of(loss, [x, w]), Sum(x), Sum(x, [0]), Sum(x, [1])];

        var results = new[] { 1, 2, 3, 4 }.Select(threads => Bits(outputs, threads)).ToList();
        Assert.All(results, bits => Assert.Equal(results[0], bits));
    }

    private static int[] Bits(Tensor[] outputs, int threads)
    {
        ThreadTeam.Shared.Count = threads;
        return [.. Tensor.Evaluate(outputs).SelectMany(data => data.ToArray<float>()).Select(BitConverter.SingleToInt32Bits)];
    }
}

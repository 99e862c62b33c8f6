using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Networks;

/// <summary>Options of attention that the golden file has in another form.</summary>
public class AttentionTests
{
    private static readonly Input x = new(Initialize.Uniform([3, 4, 6], -1, 1, DType.Float64), "x");
    private static readonly Tensor mayLook = Mask((q, k) => k <= q);

    [Fact]
    public void A_mask_hides_what_causal_hides()
    {
        var attention = new MultiheadAttention(6, 2, batchFirst: true, dtype: DType.Float64);
        var causal = attention.ForwardWithWeights(x, x, x, causal: true);
        Same(causal, attention.ForwardWithWeights(x, x, x, mayLook));
        Same(causal, attention.ForwardWithWeights(x, x, x, Where(mayLook, 0, Tensor.Constant(double.NegativeInfinity))));
        Assert.All(causal.Weights.Evaluate().ToDoubles().Chunk(4).Select((row, i) => row[(i % 4 + 1)..]), hidden => Assert.All(hidden, w => Assert.Equal(0, w)));
    }

    [Fact]
    public void Padding_and_mask_both_hide()
    {
        var attention = new MultiheadAttention(6, 2, batchFirst: true, dtype: DType.Float64);
        var padding = Tensor.Constant(TensorData.Wrap([.. Enumerable.Range(0, 12).Select(i => i is 5 or 11)], [3, 4]));
        var both = attention.ForwardWithWeights(x, x, x, mayLook, keyPadding: padding).Weights.Evaluate().ToDoubles();
        for (var i = 0; i < both.Length; i++)
        {
            var (n, q, k) = (i / 16, i / 4 % 4, i % 4);
            Assert.Equal(k > q || 4 * n + k is 5 or 11, both[i] == 0);
        }
        Same(attention.ForwardWithWeights(x, x, x, causal: true, keyPadding: padding), attention.ForwardWithWeights(x, x, x, mayLook, keyPadding: padding));
    }

    [Fact]
    public void The_batch_may_come_first_or_second()
    {
        MultiheadAttention first = new(6, 2, batchFirst: true, dtype: DType.Float64), second = new(6, 2, dtype: DType.Float64);
        foreach (var (a, b) in first.Parameters.Zip(second.Parameters)) b.Value = a.Value;
        var memory = new Input(Initialize.Uniform([3, 5, 6], -1, 1, DType.Float64), "memory");
        var turned = second.ForwardWithWeights(x.SwapAxes(0, 1), memory.SwapAxes(0, 1), memory.SwapAxes(0, 1));
        Same(first.ForwardWithWeights(x, memory, memory), new(turned.Output.SwapAxes(0, 1), turned.Weights));
    }

    [Fact]
    public void Dropout_falls_on_the_weights()
    {
        var attention = new MultiheadAttention(6, 1, dropout: 0.5, batchFirst: true, dtype: DType.Float64);
        var step = new Step([attention.ForwardWithWeights(x, x, x).Weights]);
        step.Run();
        Assert.InRange(step.Output(0).ToDoubles().Count(w => w == 0), 8, 40);
        attention.Eval();
        Assert.DoesNotContain(0, attention.ForwardWithWeights(x, x, x).Weights.Evaluate().ToDoubles());
    }

    [Fact]
    public void A_decoder_looks_at_what_it_may()
    {
        var decoder = new TransformerDecoderLayer(6, 2, 8, dropout: 0, batchFirst: true, dtype: DType.Float64);
        var memory = new Parameter(Initialize.Uniform([3, 5, 6], -1, 1, DType.Float64), "memory");
        var target = new Parameter(x.Value, "target");
        var padding = Tensor.Constant(TensorData.Wrap([.. Enumerable.Range(0, 15).Select(i => i % 5 == 4)], [3, 5]));
        var y = Slice(decoder.Forward(target, memory, causal: true, memoryPadding: padding), 1, 1, 1);
        var gradients = Tensor.Evaluate(Gradient.Of(Sum(Square(y)), [target, memory]));
        Assert.Equal([true, true, false, false], Reached(gradients[0], 4));
        Assert.Equal([true, true, true, true, false], Reached(gradients[1], 5));
    }

    /// <summary>For each place, whether a gradient reached it in any example.</summary>
    private static IEnumerable<bool> Reached(TensorData gradient, int places) =>
        Enumerable.Range(0, places).Select(place => gradient.ToDoubles().Where((_, i) => i / 6 % places == place).Any(g => g != 0));

    private static void Same(AttentionResult expected, AttentionResult actual)
    {
        var values = Tensor.Evaluate([expected.Output, expected.Weights, actual.Output, actual.Weights]);
        for (var i = 0; i < 2; i++)
            Assert.All(values[i].ToDoubles().Zip(values[i + 2].ToDoubles()), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    private static Tensor Mask(Func<int, int, bool> may) =>
        Tensor.Constant(TensorData.Wrap([.. Enumerable.Range(0, 16).Select(i => may(i / 4, i % 4))], [4, 4]));
}

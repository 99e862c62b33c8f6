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
        Assert.All(causal.Weights.Evaluate().ToDoubles().Chunk(4).Select((row, i) => row[(i % 4 + 1)..]),
            hidden => Assert.All(hidden, w => Assert.Equal(0, w)));
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
        Same(attention.ForwardWithWeights(x, x, x, causal: true, keyPadding: padding),
            attention.ForwardWithWeights(x, x, x, mayLook, keyPadding: padding));
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

    /// <summary>The ways to say that query 1 of 3 may look nowhere.</summary>
    public static TheoryData<string, DType> Nowhere => new(
        from mask in new[] { "Bool", "-infinity", "both" }
        from dtype in new[] { DType.Float32, DType.Float64 }
        select new TheoryDataRow<string, DType>(mask, dtype));

    [Theory, MemberData(nameof(Nowhere))]
    public void A_query_that_may_look_nowhere_gives_0_with_gradient_0(string mask, DType dtype)
    {
        Parameter Drawn(int rows, string name) => new(Initialize.Uniform([2, rows, 4], -1, 1, dtype), name);
        var (q, k, v) = (Drawn(3, "q"), Drawn(5, "k"), Drawn(5, "v"));
        bool[] may = [.. Enumerable.Range(0, 15).Select(i => i / 5 != 1 && i % 5 != 2)];
        var bools = Tensor.Constant<bool>(may, [3, 5]);
        var adds = Where(bools, Tensor.Literal(0, dtype), double.NegativeInfinity);
        var causal = mask == "both";
        var y = ScaledDotProductAttention(q, k, v, mask == "Bool" ? bools : adds, causal);
        var cotangent = new Input(Initialize.Uniform([2, 3, 4], -1, 1, dtype), "c");
        var results = Tensor.Evaluate([y, .. Gradient.Of(Sum(y * cotangent), [q, k, v])]);
        var expected = Plainly(q.Value, k.Value, v.Value, cotangent.Value, (i, j) => may[i * 5 + j] && (!causal || j <= i));
        for (var i = 0; i < 4; i++)
            Assert.All(results[i].ToDoubles().Zip(expected[i]),
                pair => Assert.Equal(pair.Second, pair.First, dtype == DType.Float32 ? 1e-5 : 1e-13));
        Assert.All(results[..2],
            data =>
                Assert.All(data.ToDoubles().Chunk(4).Where((_, row) => row % 3 == 1),
                    row => Assert.All(row, value => Assert.Equal(0, value))));
        Assert.All(Tensor.Evaluate(Gradient.Of(Sum(Square(Gradient.Of(Sum(y * cotangent), q))), [q, k, v])),
            data => Assert.All(data.ToDoubles(), value => Assert.True(double.IsFinite(value))));
    }

    [Fact]
    public void A_row_without_a_place_is_0_in_attention_only()
    {
        var nothing = Tensor.Constant<double>(
            [double.NegativeInfinity, double.NegativeInfinity, 1, double.NegativeInfinity, double.NaN, double.NegativeInfinity], [3, 2]);
        Assert.Equal([double.NaN, double.NaN, 1, 0, double.NaN, double.NaN], Softmax(nothing).Evaluate().ToDoubles());
        var one = Tensor.Constant<double>([1, 1, 1], [3, 1]);
        var weights = AttentionWeights(Tensor.Constant<double>([0, 0, 0], [3, 1]), Tensor.Constant<double>([0, 0], [2, 1]), nothing,
            causal: false);
        Assert.Equal([0, 0, 1, 0, double.NaN, double.NaN], weights.Evaluate().ToDoubles());
        Assert.Equal([0, 0, 1, 0, double.NaN, double.NaN], (weights * one).Evaluate().ToDoubles()); // in a pass with other steps too
    }

    [Theory]
    [InlineData("attention")]
    [InlineData("encoder")]
    [InlineData("encoder, norm first")]
    [InlineData("decoder")]
    public void A_padded_example_leaves_the_others_as_they_are(string layer)
    {
        Module module = layer switch
        {
            "attention" => new MultiheadAttention(6, 2, batchFirst: true, dtype: DType.Float64),
            "decoder" => new TransformerDecoderLayer(6, 2, 8, dropout: 0, batchFirst: true, dtype: DType.Float64),
            _ => new TransformerEncoderLayer(6, 2, 8, dropout: 0, normFirst: layer != "encoder", batchFirst: true, dtype: DType.Float64),
        };
        Tensor Forward(Tensor x, Tensor padding) => module switch
        {
            MultiheadAttention attention => attention.Forward(x, x, x, keyPadding: padding),
            TransformerDecoderLayer decoder => decoder.Forward(x, x, padding: padding, memoryPadding: padding),
            TransformerEncoderLayer encoder => encoder.Forward(x, mask: null, padding: padding),
            _ => throw new NotSupportedException(),
        };
        // Example 1 of 3 is all padding.
        var padding = Tensor.Constant<bool>([.. Enumerable.Range(0, 12).Select(i => i / 4 == 1 || i == 3)], [3, 4]);
        var y = Forward(x, padding);
        Tensor Others(Tensor t) => Slice(t, 0, 0, 2, 2);
        var others = Forward(Others(x), Others(padding));
        Assert.All(Others(y).Evaluate().ToDoubles().Zip(others.Evaluate().ToDoubles()),
            pair => Assert.Equal(pair.Second, pair.First, 1e-12));
        var all = Tensor.Evaluate([y, .. Gradient.Of(Sum(Square(y)), module.Parameters)]);
        Assert.All(all, data => Assert.All(data.ToDoubles(), value => Assert.True(double.IsFinite(value))));
        var expected = Tensor.Evaluate(Gradient.Of(Sum(Square(others)), module.Parameters));
        var actual = Tensor.Evaluate(Gradient.Of(Sum(Square(Others(y))), module.Parameters));
        Assert.All(actual.Zip(expected),
            pair => Assert.All(pair.First.ToDoubles().Zip(pair.Second.ToDoubles()), g => Assert.Equal(g.Second, g.First, 1e-11)));
    }

    /// <summary>
    /// Attention and its gradients in plain loops: the result, then the gradients of q, k and v for the result's gradient.
    /// </summary>
    private static double[][] Plainly(TensorData q, TensorData k, TensorData v, TensorData cotangent, Func<int, int, bool> may)
    {
        const int queries = 3, keys = 5, size = 4;
        double[] y = new double[q.Shape.Size], gq = new double[q.Shape.Size], gk = new double[k.Shape.Size], gv = new double[v.Shape.Size];
        for (var row = 0; row < 2 * queries; row++)
        {
            var (n, from) = (row / queries, row * size);
            int[] seen = [.. Enumerable.Range(0, keys).Where(j => may(row % queries, j)).Select(j => (n * keys + j) * size)];
            double[] powers = [.. seen.Select(key => Math.Exp(Enumerable.Range(0, size).Sum(c => q[from + c] * k[key + c]) / 2))];
            double[] weights = [.. powers.Select(power => power / powers.Sum())];
            double[] slopes = [.. seen.Select(key => Enumerable.Range(0, size).Sum(c => cotangent[from + c] * v[key + c]))];
            var mean = weights.Zip(slopes, (weight, slope) => weight * slope).Sum();
            for (var s = 0; s < seen.Length; s++)
                for (var c = 0; c < size; c++)
                {
                    y[from + c] += weights[s] * v[seen[s] + c];
                    gv[seen[s] + c] += weights[s] * cotangent[from + c];
                    gq[from + c] += weights[s] * (slopes[s] - mean) * k[seen[s] + c] / 2;
                    gk[seen[s] + c] += weights[s] * (slopes[s] - mean) * q[from + c] / 2;
                }
        }
        return [y, gq, gk, gv];
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

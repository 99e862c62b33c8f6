using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// What the layers of a transformer share: parts that are added to what came in, and two products for each place by itself.
/// </summary>
internal sealed class TransformerBlock(int features, int feedForward, double probability, Func<Tensor, Tensor>? activation, bool normFirst,
    double eps, DType dtype)
{
    private readonly Linear linear1 = new(features, feedForward, dtype: dtype), linear2 = new(feedForward, features, dtype: dtype);
    private readonly Dropout dropout = new(probability);
    private readonly List<LayerNorm> norms = [];

    /// <summary>What it owns, under the names that it has in PyTorch's layers.</summary>
    public IEnumerable<Member> Members =>
        [new(linear1), new(linear2), .. norms.Select((norm, i) => new Member(norm, $"norm{i + 1}")), new(dropout)];

    /// <summary>One more normalization.</summary>
    public LayerNorm Norm()
    {
        norms.Add(new(features, eps, dtype: dtype));
        return norms[^1];
    }

    /// <summary>x + part(x), normalized afterwards, or with the part normalized beforehand.</summary>
    public Tensor Residual(Tensor x, LayerNorm norm, Func<Tensor, Tensor> part) => normFirst
        ? x + dropout.Forward(part(norm.Forward(x)))
        : norm.Forward(x + dropout.Forward(part(x)));

    /// <summary>The two products with what stands between them.</summary>
    public Tensor FeedForward(Tensor x) => linear2.Forward(dropout.Forward((activation ?? Relu)(linear1.Forward(x))));
}

/// <summary>A transformer's encoder layer: each place looks at all others, then two products (Vaswani et al., 2017, section 3.1).</summary>
public sealed class TransformerEncoderLayer : Layer
{
    private readonly MultiheadAttention attention;
    private readonly TransformerBlock block;
    private readonly LayerNorm norm1, norm2;
    private readonly string signature;

    /// <summary>A layer whose parts are drawn as each of them is.</summary>
    /// <param name="features">The size of the last axis, in and out.</param>
    /// <param name="heads">How many heads share the features; it divides them.</param>
    /// <param name="feedForward">The size between the two products.</param>
    /// <param name="dropout">The probability of dropping in training.</param>
    /// <param name="activation">What stands between the two products; <c>Relu</c> where none is given.</param>
    /// <param name="normFirst">
    /// Whether each part is normalized before, rather than its sum after (Xiong et al., "On layer normalization in the transformer
    /// architecture", 2020).
    /// </param>
    /// <param name="batchFirst">Whether tensors are [N, length, features]; else they are [length, N, features].</param>
    /// <param name="eps">Added to variances.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    public TransformerEncoderLayer(int features, int heads, int feedForward = 2048, double dropout = 0.1,
        Func<Tensor, Tensor>? activation = null,
        bool normFirst = false, bool batchFirst = false, double eps = 1e-5, DType dtype = DType.Float32)
    {
        attention = new(features, heads, dropout, batchFirst: batchFirst, dtype: dtype);
        block = new(features, feedForward, dropout, activation, normFirst, eps, dtype);
        (norm1, norm2) = (block.Norm(), block.Norm());
        signature = $"TransformerEncoderLayer({features}, {heads} heads)";
    }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(attention, "self_attn"), .. block.Members];

    /// <summary>Builds the graph of a sequence each of whose places may look at all.</summary>
    /// <exception cref="ShapeException">The layer cannot take a tensor of that shape.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, mask: null);

    /// <summary>Builds the graph of the layer's result.</summary>
    /// <param name="x">[length, N, features], or [N, length, features] with the batch first.</param>
    /// <param name="mask">Which place may look at which, as in <see cref="MultiheadAttention"/>.</param>
    /// <param name="causal">Whether a place may look only at places up to its own.</param>
    /// <param name="padding">Bool [N, length], true where a place is padding at which none may look.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, bool causal = false, Tensor? padding = null)
    {
        x = block.Residual(x, norm1, y => attention.Forward(y, y, y, mask, causal, padding));
        return block.Residual(x, norm2, block.FeedForward);
    }

    /// <inheritdoc/>
    public override string ToString() => signature;
}

/// <summary>
/// A transformer's decoder layer: each place looks at those up to its own, then at what an encoder remembers, then two products
/// (Vaswani et al., 2017, section 3.1).
/// </summary>
public sealed class TransformerDecoderLayer : Module
{
    private readonly MultiheadAttention attention, memoryAttention;
    private readonly TransformerBlock block;
    private readonly LayerNorm norm1, norm2, norm3;
    private readonly string signature;

    /// <summary>A layer whose parts are drawn as each of them is.</summary>
    /// <param name="features">The size of the last axis, in and out.</param>
    /// <param name="heads">How many heads share the features; it divides them.</param>
    /// <param name="feedForward">The size between the two products.</param>
    /// <param name="dropout">The probability of dropping in training.</param>
    /// <param name="activation">What stands between the two products; <c>Relu</c> where none is given.</param>
    /// <param name="normFirst">Whether each part is normalized before, rather than its sum after.</param>
    /// <param name="batchFirst">Whether tensors are [N, length, features]; else they are [length, N, features].</param>
    /// <param name="eps">Added to variances.</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    public TransformerDecoderLayer(int features, int heads, int feedForward = 2048, double dropout = 0.1,
        Func<Tensor, Tensor>? activation = null,
        bool normFirst = false, bool batchFirst = false, double eps = 1e-5, DType dtype = DType.Float32)
    {
        attention = new(features, heads, dropout, batchFirst: batchFirst, dtype: dtype);
        memoryAttention = new(features, heads, dropout, batchFirst: batchFirst, dtype: dtype);
        block = new(features, feedForward, dropout, activation, normFirst, eps, dtype);
        (norm1, norm2, norm3) = (block.Norm(), block.Norm(), block.Norm());
        signature = $"TransformerDecoderLayer({features}, {heads} heads)";
    }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members =>
        [new(attention, "self_attn"), new(memoryAttention, "multihead_attn"), .. block.Members];

    /// <summary>Builds the graph of the layer's result.</summary>
    /// <param name="x">What is being written, [length, N, features], or [N, length, features] with the batch first.</param>
    /// <param name="memory">What an encoder made of its input, likewise, of any length.</param>
    /// <param name="mask">Which place may look at which, as in <see cref="MultiheadAttention"/>.</param>
    /// <param name="causal">Whether a place may look only at places up to its own.</param>
    /// <param name="padding">Bool [N, length], true where a place of x is padding at which none may look.</param>
    /// <param name="memoryMask">Which place may look at which of the memory's.</param>
    /// <param name="memoryPadding">Bool [N, length], true where a place of the memory is padding.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public Tensor Forward(Tensor x, Tensor memory, Tensor? mask = null, bool causal = false, Tensor? padding = null,
        Tensor? memoryMask = null, Tensor? memoryPadding = null)
    {
        x = block.Residual(x, norm1, y => attention.Forward(y, y, y, mask, causal, padding));
        x = block.Residual(x, norm2, y => memoryAttention.Forward(y, memory, memory, memoryMask, causal: false, memoryPadding));
        return block.Residual(x, norm3, block.FeedForward);
    }

    /// <inheritdoc/>
    public override string ToString() => signature;
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>What comes out of attention.</summary>
/// <param name="Output">A mean of values for each query, in the queries' shape.</param>
/// <param name="Weights">How much each query looked at each key, averaged over the heads, [N, queries, keys].</param>
public readonly record struct AttentionResult(Tensor Output, Tensor Weights);

/// <summary>
/// Attention by several heads, each with its own projections (Vaswani et al., "Attention is all you need", 2017, section 3.2.2). The
/// projections of query, key and value lie in one weight, as in PyTorch. A query that may look nowhere, as in an example that is all
/// padding, has the weights 0, so that its output is the bias of the last projection; PyTorch's module gives NaN.
/// </summary>
public sealed class MultiheadAttention : Layer
{
    private readonly int features, heads;
    private readonly bool batchFirst;
    private readonly Parameter projection;
    private readonly Parameter? projectionBias;
    private readonly Linear output;
    private readonly Dropout dropout;

    /// <summary>A layer whose projections are drawn by Xavier's rule; the biases are 0 at first.</summary>
    /// <param name="features">The size of the last axis, in and out.</param>
    /// <param name="heads">How many heads share the features; it divides them.</param>
    /// <param name="dropout">The probability of dropping a weight in training.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <param name="batchFirst">Whether tensors are [N, length, features]; else they are [length, N, features].</param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentException">The heads do not divide the features.</exception>
    public MultiheadAttention(int features, int heads, double dropout = 0, bool bias = true, bool batchFirst = false,
        DType dtype = DType.Float32)
    {
        if (heads < 1 || features < 1 || features % heads != 0)
            throw new ArgumentException($"{heads} heads cannot share {features} features evenly", nameof(heads));
        (this.features, this.heads, this.batchFirst) = (features, heads, batchFirst);
        projection = Parameter.Uninitialized([3 * features, features], dtype, "in_proj_weight");
        Initialize.XavierUniform(projection);
        projectionBias = bias ? new(Initialize.Filled([3 * features], 0, dtype), "in_proj_bias") : null;
        output = new Linear(features, features, bias, dtype);
        if (bias) Initialize.Zeros(output.Bias!);
        this.dropout = new Dropout(dropout);
    }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members =>
        [new(projection, "in_proj_weight"), new(projectionBias, "in_proj_bias"), new(output, "out_proj"), new(dropout)];

    /// <summary>Builds the graph of a sequence that looks at itself, everywhere.</summary>
    /// <exception cref="ShapeException">The layer cannot take a tensor of that shape.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x, x);

    /// <summary>Builds the graph of the output for each query.</summary>
    /// <param name="query">[length, N, features], or [N, length, features] with the batch first.</param>
    /// <param name="key">Likewise, of any length.</param>
    /// <param name="value">As many as keys.</param>
    /// <param name="mask">
    /// Broadcasts to [N, heads, queries, keys]: Bool, true where a query may look (PyTorch's module has it the other way round); or
    /// floats, added to the scores.
    /// </param>
    /// <param name="causal">Whether a query may look only at keys up to its own place.</param>
    /// <param name="keyPadding">Bool [N, keys], true where a key is padding at which no query may look.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false, Tensor? keyPadding = null) =>
        Attend(query, key, value, mask, causal, keyPadding).Output;

    /// <summary>The same, with the weights by which each query looked at each key.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor, Tensor, bool, Tensor)"/>
    public AttentionResult ForwardWithWeights(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false,
        Tensor? keyPadding = null)
    {
        var (result, weights) = Attend(query, key, value, mask, causal, keyPadding);
        return new(result, Mean(weights, [1]));
    }

    /// <inheritdoc/>
    public override string ToString() => $"MultiheadAttention({features}, {heads} heads)";

    private (Tensor Output, Tensor Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, bool causal, Tensor? keyPadding)
    {
        foreach (var x in new[] { query, key, value })
            Require(x, x.Rank == 3 && x.Shape[2] == features, batchFirst ? $"[N, length, {features}]" : $"[length, N, {features}]",
                projection.DType);
        Require(value, value.Shape.Equals(key.Shape), $"a value for each key, {key.Shape}");
        Require(key, key.Shape[batchFirst ? 0 : 1] == query.Shape[batchFirst ? 0 : 1],
            $"keys for the same batch as the queries {query.Shape}");
        var (q, k, v) = Projected(query, key, value);
        var weights = dropout.Forward(AttentionWeights(q, k, keyPadding is null ? mask : Hidden(mask, keyPadding), causal));
        return (output.Forward(Joined(MatMul(weights, v))), weights);
    }

    /// <summary>The three projections, cut into heads: one product where they are of one tensor.</summary>
    private (Tensor Q, Tensor K, Tensor V) Projected(Tensor query, Tensor key, Tensor value)
    {
        int[] sizes = [features, features, features];
        if (query == key && key == value)
        {
            var all = Split(Linear.Of(query, projection, projectionBias), sizes, -1);
            return (Heads(all[0]), Heads(all[1]), Heads(all[2]));
        }
        var weights = Split(projection, sizes);
        var biases = projectionBias is null ? new Tensor?[3] : Split(projectionBias, sizes);
        return (Heads(Linear.Of(query, weights[0], biases[0])), Heads(Linear.Of(key, weights[1], biases[1])),
            Heads(Linear.Of(value, weights[2], biases[2])));
    }

    /// <summary>[N, heads, length, features of a head].</summary>
    private Tensor Heads(Tensor x)
    {
        var cut = x.Reshape(x.Shape[0], x.Shape[1], heads, features / heads);
        return batchFirst ? cut.Transpose(0, 2, 1, 3) : cut.Transpose(1, 2, 0, 3);
    }

    /// <summary>The heads side by side again.</summary>
    private Tensor Joined(Tensor x)
    {
        var sorted = batchFirst ? x.Transpose(0, 2, 1, 3) : x.Transpose(2, 0, 1, 3);
        return sorted.Reshape(sorted.Shape[0], sorted.Shape[1], features);
    }

    /// <summary>The mask as numbers to be added, −∞ for padding too.</summary>
    private Tensor Hidden(Tensor? mask, Tensor keyPadding)
    {
        Require(keyPadding, keyPadding.Rank == 2, "padding [N, keys]", DType.Bool);
        var zero = Tensor.Literal(0, projection.DType);
        var keys = keyPadding.Reshape(keyPadding.Shape[0], 1, 1, keyPadding.Shape[1]);
        var hidden = Where(keys, double.NegativeInfinity, zero);
        if (mask is null) return hidden;
        return hidden + (mask.DType == DType.Bool ? Where(mask, zero, double.NegativeInfinity) : mask);
    }
}

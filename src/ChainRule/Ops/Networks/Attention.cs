using System.Runtime.CompilerServices;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule;

public static partial class Functions
{
    /// <summary>
    /// softmax(scale·Q·Kᵀ)·V (Vaswani et al., "Attention is all you need", 2017, eq. 1): for each query, a mean of the values,
    /// weighted by how well their keys match. A query that may look nowhere gives 0, with gradient 0, as in libtorch from 2.5 on and in
    /// ONNX.
    /// </summary>
    /// <param name="query">[..., queries, d].</param>
    /// <param name="key">[..., keys, d].</param>
    /// <param name="value">[..., keys, features].</param>
    /// <param name="mask">Broadcasts to [..., queries, keys]: Bool, true where a query may look; or floats, added to the scores.</param>
    /// <param name="causal">Whether a query may look only at keys up to its own place.</param>
    /// <param name="scale">The factor on the scores; 1/√d where none is given.</param>
    /// <param name="queryName">The expression for the query, for messages.</param>
    /// <param name="keyName">The expression for the key, for messages.</param>
    /// <param name="valueName">The expression for the value, for messages.</param>
    /// <exception cref="ShapeException">The shapes do not fit together.</exception>
    public static Tensor ScaledDotProductAttention(Tensor query, Tensor key, Tensor value, Tensor? mask = null, bool causal = false,
        double? scale = null,
        [CallerArgumentExpression(nameof(query))] string? queryName = null, [CallerArgumentExpression(nameof(key))] string? keyName = null,
        [CallerArgumentExpression(nameof(value))] string? valueName = null)
    {
        RequireAttention(new Operands([query, key, value], [queryName, keyName, valueName]));
        return MatMul(AttentionWeights(query, key, mask, causal, scale), value);
    }

    /// <summary>
    /// softmax(scale·Q·Kᵀ): how much each query looks at each key, [..., queries, keys], 0 where it may look nowhere; see
    /// <see cref="ScaledDotProductAttention"/>.
    /// </summary>
    internal static Tensor AttentionWeights(Tensor query, Tensor key, Tensor? mask, bool causal, double? scale = null)
    {
        var scores = MatMul(query, key.SwapAxes(-1, -2)) * (scale ?? 1 / Math.Sqrt(query.Shape[^1]));
        if (causal) scores = Where(Mask(query.Shape[^2], key.Shape[^2], (q, k) => k <= q), scores, double.NegativeInfinity);
        if (mask is not null)
            scores = mask.DType == DType.Bool ? Where(mask, scores, double.NegativeInfinity) : scores + mask;
        return Tensor.Apply(SoftmaxOp.OfAttention, scores);
    }

    private static void RequireAttention(Operands operands)
    {
        var (query, key, value) = (operands.Shape(0), operands.Shape(1), operands.Shape(2));
        if (query.Rank < 2 || key.Rank < 2 || value.Rank < 2)
            throw new ShapeException(
                $"ScaledDotProductAttention needs [..., places, features] three times, but "
                + $"got {operands.Describe(0)}, {operands.Describe(1)} and {operands.Describe(2)}");
        if (query[^1] != key[^1])
            throw new ShapeException(
                $"ScaledDotProductAttention needs queries and keys of one size, but got {operands.Describe(0)} and {operands.Describe(1)}; "
                + $"keys of shape {key.With(key.Rank - 1, query[^1])} would fit");
        if (key[^2] != value[^2])
            throw new ShapeException(
                $"ScaledDotProductAttention needs a value for each key, but got {operands.Describe(1)} and {operands.Describe(2)}; values "
                + $"of shape {value.With(value.Rank - 2, key[^2])} would fit");
    }
}

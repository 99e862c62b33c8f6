using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>
/// How a batch of products is cut into parts: one part per product and, if these are few, the longer side of each product in stripes. No
/// sum is cut.
/// </summary>
/// <param name="Batch">The number of products.</param>
/// <param name="M">The rows of each.</param>
/// <param name="N">The columns of each.</param>
/// <param name="Stripes">The number of stripes of each.</param>
internal readonly record struct BatchedProductPartition(int Batch, int M, int N, int Stripes)
{
    /// <summary>A batch of this many products is not cut into stripes.</summary>
    private const int EnoughParts = 8;

    /// <summary>Minimum number of rows or columns of a stripe.</summary>
    private const int MinStripe = 16;

    public int Parts => Batch * Stripes;

    /// <summary>A part: which product of the batch, and which rows and columns of it.</summary>
    public (int Item, (int From, int To) Rows, (int From, int To) Columns) this[int part]
    {
        get
        {
            var (item, stripe) = Math.DivRem(part, Stripes);
            return M >= N
                ? (item, WorkPartition.Of(M, stripe, Stripes), (0, N))
                : (item, (0, M), WorkPartition.Of(N, stripe, Stripes));
        }
    }

    /// <summary>The partition for results [batch…, m, n], or one result [m], whose elements are sums of a number of terms.</summary>
    public static BatchedProductPartition Of(Shape results, int terms)
    {
        var batch = 1;
        for (var axis = 0; axis < results.Rank - 2; axis++) batch *= results[axis];
        var (m, n) = results.Rank == 1 ? (results[0], 1) : (results[^2], results[^1]);
        if (batch >= EnoughParts) return new(batch, m, n, 1);
        var worthwhile = Math.Min(Math.Max(m, n) / MinStripe, (long)m * n * terms / Machine.MinMultiplications);
        return new(batch, m, n, (int)Math.Clamp(worthwhile, 1, EnoughParts));
    }
}

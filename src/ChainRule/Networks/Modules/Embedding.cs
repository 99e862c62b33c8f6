namespace ChainRule.Networks;

/// <summary>A row of numbers for each index: <see cref="Functions.Embedding"/>.</summary>
public sealed class Embedding : Layer
{
    private readonly int count, features;
    private readonly int? paddingIndex;

    /// <summary>A table whose rows are drawn from the normal distribution of mean 0 and variance 1.</summary>
    /// <param name="count">How many rows there are; indices are 0 to below it.</param>
    /// <param name="features">The length of a row.</param>
    /// <param name="paddingIndex">
    /// A row that stands for nothing: it is 0 at first, and not trained. A negative one counts from the end, so −1 is the last.
    /// </param>
    /// <param name="dtype">The type of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no row for the padding.</exception>
    public Embedding(int count, int features, int? paddingIndex = null, DType dtype = DType.Float32)
    {
        paddingIndex = Functions.PaddingRow(paddingIndex, count);
        (this.count, this.features, this.paddingIndex) = (count, features, paddingIndex);
        var rows = Initialize.Normal([count, features], 0, 1, dtype);
        for (var i = 0; paddingIndex is { } row && i < features; i++) rows.Set(row * features + i, 0);
        Weight = new(rows, "weight");
    }

    /// <summary>The rows, [count, features].</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(Weight, "weight")];

    /// <summary>Builds the graph of the rows for <paramref name="x"/>, Int64 of any shape, 0 to count − 1: [..., features].</summary>
    /// <exception cref="ShapeException">The indices are not Int64.</exception>
    public override Tensor Forward(Tensor x)
    {
        Require(x, true, $"indices from 0 to {count - 1}", DType.Int64);
        return Functions.Embedding(Weight, x, paddingIndex);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({count} → {features})";
}

using System.Buffers;
using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>Some examples of a dataset, in an order of their own.</summary>
public sealed class Subset : Dataset
{
    private readonly Dataset dataset;
    private readonly int[] examples;

    /// <summary>The examples of <paramref name="dataset"/> with the given numbers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    public Subset(Dataset dataset, IReadOnlyList<int> examples)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(examples);
        (this.dataset, this.examples) = (dataset, [.. examples]);
        foreach (var example in this.examples)
            if ((uint)example >= (uint)dataset.Count)
                throw new ArgumentOutOfRangeException(nameof(examples), example, $"there are the examples 0 to {dataset.Count - 1}");
    }

    /// <inheritdoc/>
    public override int Count => examples.Length;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Columns => dataset.Columns;

    /// <summary>The numbers that the examples have in the whole dataset.</summary>
    public IReadOnlyList<int> Examples => examples;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        var numbers = ArrayPool<int>.Shared.Rent(examples.Length);
        try
        {
            for (var i = 0; i < examples.Length; i++) numbers[i] = this.examples[examples[i]];
            dataset.Read(numbers.AsSpan(0, examples.Length), batch, pass);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(numbers);
        }
    }
}

namespace ChainRule.Training;

/// <summary>The rows of a fit in batches of one size and a last, smaller one, in another order each epoch.</summary>
internal sealed class Batches
{
    private readonly int[] rows;
    private readonly Random random;
    private readonly RowSample?[] samples;

    private Batches(int rows, Random random, RowSample?[] samples, (Tensor, Tensor)[] graphs)
    {
        (this.rows, this.random, this.samples, Graphs) = ([.. Enumerable.Range(0, rows)], random, samples, graphs);
    }

    /// <summary>The graph of a batch, and that of the last one where it is smaller: each is planned once.</summary>
    public IReadOnlyList<(Tensor Prediction, Tensor Target)> Graphs { get; }

    /// <exception cref="ShapeException">The rows cannot be taken apart.</exception>
    public static Batches Of(Tensor prediction, Tensor target, int size, Random random)
    {
        var count = target.Shape.Size;
        if (size >= count) return new(count, random, [null], [(prediction, target)]);
        if (!RowSample.IsPossible(prediction, target))
            throw new ShapeException("this formula brings rows together, so it cannot be fitted in batches; leave the batch size out");
        int[] sizes = count % size == 0 ? [size] : [size, count % size];
        RowSample[] samples = [.. sizes.Select(n => new RowSample(prediction, target, n))];
        return new(count, random, samples, [.. samples.Select(sample => (sample.Prediction, sample.Target))]);
    }

    /// <summary>Goes through all rows; gives for each batch which graph has it, and how many rows it is.</summary>
    public IEnumerable<(int Graph, int Count)> Epoch()
    {
        if (samples[0] is null)
        {
            yield return (0, rows.Length);
            yield break;
        }
        random.Shuffle(rows);
        for (var start = 0; start < rows.Length;)
        {
            var graph = rows.Length - start < samples[0]!.Target.Shape.Size ? 1 : 0;
            var count = samples[graph]!.Target.Shape.Size;
            samples[graph]!.Fill(rows.AsSpan(start, count));
            yield return (graph, count);
            start += count;
        }
    }
}

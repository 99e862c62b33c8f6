namespace ChainRule.Training;

/// <summary>
/// Gives a dataset's examples in batches, each example once a pass, in an order that the seed and the pass decide. The next batch is
/// prepared on another thread while one is worked on; the buffers are used again, and nothing is allocated per batch.
/// </summary>
/// <example><code>
/// var loader = new Loader(training, 64) { Seed = 1 };
/// foreach (var batch in loader.Pass(0)) step.Run(batch);
/// </code></example>
public sealed class Loader
{
    private readonly int[] order;
    private readonly BatchBuffers buffers;
    private int underWay;

    /// <summary>
    /// Batches of <paramref name="batchSize"/> examples of <paramref name="dataset"/>; the last one of a pass may have fewer.
    /// </summary>
    /// <exception cref="ArgumentException">The dataset is empty, or a batch would be.</exception>
    public Loader(Dataset dataset, int batchSize)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        if (dataset.Count == 0) throw new ArgumentException("the dataset has no example", nameof(dataset));
        (Dataset, BatchSize, order) = (dataset, Math.Min(batchSize, dataset.Count), new int[dataset.Count]);
        buffers = new(dataset, BatchSize);
    }

    /// <summary>Where the examples come from.</summary>
    public Dataset Dataset { get; }

    /// <summary>How many examples a batch has; no more than the dataset.</summary>
    public int BatchSize { get; }

    /// <summary>Whether each pass has another order; that of the dataset if not.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Decides the order of each pass.</summary>
    public long Seed { get; init; }

    /// <summary>Whether a last batch of fewer examples is left out.</summary>
    public bool DropLast { get; init; }

    /// <summary>How many batches a pass has.</summary>
    public int Batches => DropLast ? Dataset.Count / BatchSize : (Dataset.Count - 1) / BatchSize + 1;

    /// <summary>How many examples a pass gives.</summary>
    public int Count => DropLast ? Batches * BatchSize : Dataset.Count;

    /// <summary>Goes through the data once. A batch's arrays hold until the next one is asked for, and are then written over.</summary>
    /// <param name="pass">Which time it is, from 0: decides the order, and what augmentation draws.</param>
    /// <param name="from">The batch to begin with, from 0: a pass that was interrupted goes on where it was.</param>
    /// <returns>For each batch an array a column, of shape [examples, sizes of the column…].</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such pass or batch.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another pass of this loader has not ended; thrown when the first batch is asked for.
    /// </exception>
    public IEnumerable<TensorData[]> Pass(int pass, int from = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pass);
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(from, Batches);
        return Prepared(pass, from);
    }

    private IEnumerable<TensorData[]> Prepared(int pass, int from)
    {
        if (Interlocked.Exchange(ref underWay, 1) != 0)
            throw new InvalidOperationException(
                "a pass of this loader is under way, and its batches would be written over; end it first, or make a second loader");
        try
        {
            Arrange(pass);
            using var ahead = new BatchAhead(number => Prepare(pass, number), from, Batches);
            while (ahead.Next() is { } batch) yield return batch;
        }
        finally
        {
            Volatile.Write(ref underWay, 0);
        }
    }

    private void Arrange(int pass)
    {
        if (Shuffle) new Draws(Seed, Draws.Purpose.Order, pass).Order(order);
        else for (var i = 0; i < order.Length; i++) order[i] = i;
    }

    private TensorData[] Prepare(int pass, int number)
    {
        var first = number * BatchSize;
        var examples = order.AsSpan(first, Math.Min(BatchSize, order.Length - first));
        var batch = buffers.For(number, examples.Length);
        Dataset.Read(examples, batch, pass);
        return batch;
    }
}

using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// Examples to learn from, each made of one or more arrays: an image and its class, a row of numbers and a target. Examples are
/// read by number, from memory or from disk, so that data need not fit in memory to be shuffled.
/// </summary>
public abstract class Dataset
{
    private const int ChunkSize = 256;

    /// <summary>How many examples there are.</summary>
    public abstract int Count { get; }

    /// <summary>The type of each of an example's arrays.</summary>
    public abstract IReadOnlyList<TensorType> Columns { get; }

    /// <summary>The examples of a range, such as <c>data[..1000]</c>, in their order.</summary>
    public Subset this[Range range]
    {
        get
        {
            var (first, count) = range.GetOffsetAndLength(Count);
            return new(this, [.. Enumerable.Range(first, count)]);
        }
    }

    /// <summary>
    /// Copies examples into a batch. May be called by any thread, but by one at a time. The same examples and the same pass give the
    /// same bits.
    /// </summary>
    /// <param name="examples">The numbers of the examples.</param>
    /// <param name="batch">For each column an array of shape [examples, sizes of the column…], to be filled.</param>
    /// <param name="pass">Which time the data are gone through; augmentation draws by it.</param>
    public abstract void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0);

    /// <summary>Arrays for <see cref="Read"/> to fill, of shape [examples, sizes of the column…].</summary>
    public TensorData[] Allocate(int examples) =>
        [.. Columns.Select(column => TensorData.Zeros([examples, .. column.Shape], column.DType))];

    /// <summary>Two parts that share no example: <paramref name="share"/> of the examples, chosen by chance, and the rest.</summary>
    /// <param name="share">The size of the first part, from 0 to 1; rounded to a whole number of examples.</param>
    /// <param name="seed">Decides the choice.</param>
    /// <param name="classColumn">
    /// The number of a column of classes, Int64 []: of each class the same share goes into the first part, as near as whole examples allow.
    /// </param>
    /// <exception cref="ArgumentException">The share is not within 0 and 1, or the column holds no classes.</exception>
    public (Subset First, Subset Second) Split(double share, long seed = 0, int? classColumn = null)
    {
        var (first, second) = Splitting.Of(this, share, seed, classColumn);
        return (new(this, first), new(this, second));
    }

    /// <summary>The same examples, changed when they are read. The same pass gives the same bits.</summary>
    /// <param name="column">The number of a column of Float32.</param>
    /// <param name="seed">
    /// Decides with the pass and the example's number what the changes draw; another <c>Map</c> should have another one.
    /// </param>
    /// <param name="changes">What is done to the column's values, in this order.</param>
    /// <exception cref="ArgumentException">There is no such column, or it is not Float32.</exception>
    public Dataset Map(int column, long seed, params ExampleChange[] changes) => new MappedDataset(this, column, seed, changes);

    /// <summary>All examples, copied into memory as they are in a pass.</summary>
    public TensorDataset ToMemory(int pass = 0)
    {
        var all = Allocate(Count);
        Read([.. Enumerable.Range(0, Count)], all, pass);
        return new(all);
    }

    /// <summary>
    /// Goes through all examples in their order, some at a time; the arrays hold an example until the next ones are asked for.
    /// </summary>
    internal IEnumerable<TensorData[]> InOrder()
    {
        var batch = Allocate(Math.Min(ChunkSize, Count));
        for (var first = 0; first < Count; first += ChunkSize)
        {
            var count = Math.Min(ChunkSize, Count - first);
            if (count < batch[0].Shape[0]) batch = Allocate(count);
            Read([.. Enumerable.Range(first, count)], batch);
            yield return batch;
        }
    }

    /// <summary>Checks what <see cref="Read"/> is given.</summary>
    /// <exception cref="ShapeException">An array of the batch has another type or size than the examples need.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such example.</exception>
    protected void Check(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        if (batch.Count != Columns.Count)
            throw new ShapeException(
                $"an example has {Columns.Count} columns, but the batch has {batch.Count}; Allocate makes one that fits");
        for (var column = 0; column < batch.Count; column++)
            if (!Fits(batch[column], Columns[column], examples.Length))
                throw new ShapeException(
                    $"column {column} of {examples.Length} examples of {Columns[column]} does not fit into {batch[column].Type}; Allocate "
                    + $"makes a batch that fits");
        foreach (var example in examples)
            if ((uint)example >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(examples), example, $"there are the examples 0 to {Count - 1}");
    }

    private static bool Fits(TensorData data, TensorType column, int examples)
    {
        var shape = data.Shape.AsSpan();
        return data.DType == column.DType
            && shape.Length == column.Shape.Rank + 1
            && shape[0] == examples
            && shape[1..].SequenceEqual(column.Shape.AsSpan());
    }
}

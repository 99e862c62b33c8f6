using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>
/// Examples to learn from, each made of one or more arrays: an image and its class, a row of numbers and a target. Examples are
/// read by number, from memory or from disk, so that data need not fit in memory to be shuffled.
/// </summary>
public abstract class Dataset
{
    /// <summary>How many examples there are.</summary>
    public abstract int Count { get; }

    /// <summary>The type of each of an example's arrays.</summary>
    public abstract IReadOnlyList<TensorType> Columns { get; }

    /// <summary>
    /// Copies examples into a batch. May be called by any thread, but by one at a time. The same examples and the same pass give the
    /// same bits.
    /// </summary>
    /// <param name="examples">The numbers of the examples.</param>
    /// <param name="batch">For each column an array of shape [examples, sizes of the column…], to be filled.</param>
    /// <param name="pass">Which time the data are gone through; augmentation draws by it.</param>
    public abstract void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0);
}

namespace ChainRule.Training;

/// <summary>Arrays for one batch that is worked on and one that is prepared, and for a smaller one at the end.</summary>
internal sealed class BatchBuffers(Dataset dataset, int batchSize)
{
    private readonly TensorData[]?[] whole = new TensorData[2][];
    private TensorData[]? last;

    /// <summary>Arrays for the batch with the given number; not those of the one before.</summary>
    public TensorData[] For(int number, int examples) => examples == batchSize
        ? whole[number % 2] ??= dataset.Allocate(batchSize)
        : last ??= dataset.Allocate(examples);
}

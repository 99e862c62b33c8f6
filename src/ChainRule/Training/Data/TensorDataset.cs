using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>Examples in memory: arrays whose first axis counts the examples.</summary>
public sealed class TensorDataset : Dataset
{
    private readonly TensorData[] arrays;

    /// <summary>The examples that <paramref name="arrays"/> hold, one of each array's first axis.</summary>
    /// <exception cref="ShapeException">There is no array, one is a scalar, or their first axes differ.</exception>
    public TensorDataset(params IReadOnlyList<TensorData> arrays)
    {
        ArgumentNullException.ThrowIfNull(arrays);
        this.arrays = [.. arrays];
        if (this.arrays.Length == 0) throw new ShapeException("a dataset needs an array or more");
        if (Array.Exists(this.arrays, array => array.Shape.Rank == 0))
            throw new ShapeException("the first axis counts the examples, but one of the arrays is a scalar");
        if (Array.Exists(this.arrays, array => array.Shape[0] != Count))
            throw new ShapeException(
                $"the first axes count the same examples, but the shapes "
                + $"are {string.Join(", ", this.arrays.Select(array => array.Shape))}");
        Columns = [.. this.arrays.Select(array => new TensorType(array.DType, [.. array.Shape.Skip(1)]))];
    }

    /// <inheritdoc/>
    public override int Count => arrays[0].Shape[0];

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Columns { get; }

    /// <summary>The arrays themselves.</summary>
    public IReadOnlyList<TensorData> Arrays => arrays;

    /// <inheritdoc/>
    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        for (var column = 0; column < arrays.Length; column++)
        {
            var size = Columns[column].Shape.Size;
            for (var i = 0; i < examples.Length; i++) arrays[column].CopyTo(examples[i] * size, batch[column], i * size, size);
        }
    }
}

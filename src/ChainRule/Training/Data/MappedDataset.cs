using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>Changes an example's values in place.</summary>
/// <param name="values">The values, row-major.</param>
/// <param name="shape">Their shape.</param>
/// <param name="draws">Random numbers that belong to the example and the pass.</param>
public delegate void ExampleChange(Span<float> values, Shape shape, ref Draws draws);

/// <summary>A dataset whose examples are changed when they are read.</summary>
internal sealed class MappedDataset : Dataset
{
    private readonly Dataset dataset;
    private readonly int column;
    private readonly long seed;
    private readonly ExampleChange[] changes;

    public MappedDataset(Dataset dataset, int column, long seed, ExampleChange[] changes)
    {
        if ((uint)column >= (uint)dataset.Columns.Count || dataset.Columns[column].DType != DType.Float32)
            throw new ArgumentException(
                $"column {column} is no column of Float32, as changes need; the columns are {string.Join(", ", dataset.Columns)}",
                nameof(column));
        (this.dataset, this.column, this.seed, this.changes) = (dataset, column, seed, changes);
    }

    public override int Count => dataset.Count;

    public override IReadOnlyList<TensorType> Columns => dataset.Columns;

    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        dataset.Read(examples, batch, pass);
        var shape = Columns[column].Shape;
        for (var i = 0; i < examples.Length; i++)
        {
            var draws = new Draws(seed, Draws.Purpose.Change, pass, examples[i]);
            var values = batch[column].AsMutableSpan<float>().Slice(i * shape.Size, shape.Size);
            foreach (var change in changes) change(values, shape, ref draws);
        }
    }
}

using System.Buffers;
using ChainRule.Graph;
using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>A table's rows as examples, encoded when they are read.</summary>
internal sealed class EncodedTable : Dataset
{
    private readonly CsvTable table;
    private readonly TableEncoding encoding;
    private readonly CellEncoder[] inputs;
    private readonly CellEncoder? target;

    public EncodedTable(CsvTable table, TableEncoding encoding, bool withTarget)
    {
        (this.table, this.encoding) = (table, encoding);
        inputs = [.. encoding.Inputs.Select(column => new CellEncoder(table, column, "the inputs"))];
        target = withTarget ? new CellEncoder(table, encoding.Target, "the target") : null;
        var type = new TensorType(DType.Float32, [encoding.Width]);
        Columns = withTarget ? [type, new(encoding.Task == PredictionTask.Classification ? DType.Int64 : DType.Float32, [])] : [type];
    }

    public override int Count => table.Count;

    public override IReadOnlyList<TensorType> Columns { get; }

    /// <exception cref="InvalidDataException">A column has missing cells that are not filled.</exception>
    public void RequireComplete()
    {
        var missing = (encoding.FillsMissing ? [] : inputs)
            .Append(target)
            .OfType<CellEncoder>()
            .Where(cell => cell.Column.Missing > 0)
            .ToList();
        if (missing.Count > 0)
            throw new InvalidDataException(
                $"{table.Path}: "
                + string.Join("; ", missing.Select(cell => $"column {Names.Shown(cell.Column.Name)}: {cell.Column.MissingText}"))
                + $". Leave those rows out (CsvTable.CompleteRows), or fit the encoding with FillMissing, which fills inputs");
    }

    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        var cells = ArrayPool<double>.Shared.Rent(table.Columns.Count);
        try
        {
            for (var i = 0; i < examples.Length; i++)
            {
                var row = cells.AsSpan(0, table.Columns.Count);
                table.Read(examples[i], row);
                ReadInputs(examples[i], row, batch[0].AsMutableSpan<float>().Slice(i * encoding.Width, encoding.Width));
                if (target is not null) ReadTarget(examples[i], row, batch[1], i);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(cells);
        }
    }

    private void ReadInputs(int row, ReadOnlySpan<double> cells, Span<float> values)
    {
        foreach (var input in inputs)
        {
            var cell = cells[input.Column.Index];
            if (!double.IsNaN(cell)) input.Encode(row, cell, values[..input.Width]);
            else if (encoding.FillsMissing) values[..input.Width].Clear();
            else throw input.Missing(row);
            values = values[input.Width..];
        }
    }

    private void ReadTarget(int row, ReadOnlySpan<double> cells, TensorData data, int place)
    {
        var cell = cells[target!.Column.Index];
        if (double.IsNaN(cell)) throw target.Missing(row);
        if (data.DType == DType.Int64) data.AsMutableSpan<long>()[place] = target.ClassOf(row, cell);
        else target.Encode(row, cell, data.AsMutableSpan<float>().Slice(place, 1));
    }
}

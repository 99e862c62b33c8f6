using ChainRule.Data;
using ChainRule.Training;

namespace ChainRule.Cli.Commands;

/// <summary>
/// A table in three parts: to train on, to know by when to stop, and to test. What it is encoded by is found on the first alone.
/// </summary>
internal sealed record TrainData(CsvTable Table, TableEncoding Encoding, TensorDataset Training, TensorDataset Validation,
    TensorDataset Test)
{
    private const double ValidationShare = 0.15;
    private const int FewestRows = 10;

    /// <summary>How many rows have no target.</summary>
    public int WithoutTarget => Table.Columns.First(column => column.Name == Encoding.Target.Name).Missing;

    /// <summary>The columns in use that have missing cells.</summary>
    public IEnumerable<(CsvColumn Column, EncodedColumn Encoded)> WithMissing => MissingIn(Table, Encoding);

    /// <summary>The columns that an encoding reads of a table and that have missing cells.</summary>
    public static IEnumerable<(CsvColumn Column, EncodedColumn Encoded)> MissingIn(CsvTable table, TableEncoding encoding) =>
        table.Columns
            .Where(column => column.Missing > 0)
            .Join(encoding.Inputs, column => column.Name, input => input.Name, (column, input) => (column, input));

    public static TrainData Of(TrainRequest request, CsvTable table)
    {
        var options = new TableEncodingOptions { Task = request.Task, FillMissing = true };
        var whole = TableEncoding.Fit(table, request.Target, options);
        var rows = table.CompleteRows(request.Target);
        if (rows.Count < FewestRows)
            throw new UserException(
                $"{request.Data}: {rows.Count} {(rows.Count == 1 ? "row" : "rows")} with a target {(rows.Count == 1 ? "is" : "are")} too "
                + $"few to train, validate and test; {FewestRows} or more are needed");
        int? classes = whole.Task == PredictionTask.Classification ? 1 : null;
        var all = whole.Encode(table, rows);
        var (rest, test) = all.Split(1 - request.Test, request.Seed, classes);
        var (training, validation) = rest.Split(1 - ValidationShare, request.Seed, classes);
        if (training.Count == 0 || validation.Count == 0 || test.Count == 0)
            throw new UserException(
                $"--test: of {rows.Count} rows {rest.Count} are left to train and {test.Count} to test; a share such as 0.2 leaves enough "
                + $"for both");
        int[] trained = [.. training.Examples.Select(i => rows[rest.Examples[i]])];
        var encoding = TableEncoding.Fit(table, request.Target, options with { Task = whole.Task, Rows = trained });
        return new(table, encoding, Part(trained), Part(validation.Examples.Select(i => rows[rest.Examples[i]])),
            Part(test.Examples.Select(i => rows[i])));

        TensorDataset Part(IEnumerable<int> chosen) => encoding.Encode(table, [.. chosen]).ToMemory();
    }
}

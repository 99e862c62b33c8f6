using System.Globalization;
using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>Finds how a table's columns are encoded.</summary>
internal sealed class EncodingFit(CsvTable table, string targetName, TableEncodingOptions options)
{
    private const int MaxWholeNumbers = 20;
    private const int RowsPerClass = 5;
    private const int MaxReasons = 5; // in a message

    public TableEncoding Run()
    {
        var target = table.Column(targetName, "the target");
        if (target.Kind == ColumnKind.Text) throw Unusable(target, "cannot be predicted");
        var inputs = Inputs(target);
        var moments = Moments(target, inputs);
        return new([.. inputs.Select(column => Encoded(column, moments))], Target(target, moments), options.FillMissing)
        {
            LeftOut = options.Inputs is null ? [.. table.Columns.Where(column => column.Kind == ColumnKind.Text)] : [],
        };
    }

    private List<CsvColumn> Inputs(CsvColumn target)
    {
        if (options.Inputs?.Contains(targetName) == true)
            throw new InvalidDataException($"{table.Path}: column {targetName} is to be predicted and cannot be learned from as well");
        var inputs = options.Inputs is { } names
            ? [.. names.Select(name => table.Column(name, "the inputs"))]
            : table.Columns.Where(column => column != target && column.Kind != ColumnKind.Text).ToList();
        if (inputs.Find(column => column.Kind == ColumnKind.Text) is { } text) throw Unusable(text, "cannot be learned from");
        return inputs.Count > 0 ? inputs : throw NoInput(target);
    }

    private InvalidDataException NoInput(CsvColumn target)
    {
        var unusable = table.Columns.Where(column => column != target).ToList();
        var reasons = unusable.Take(MaxReasons).Select(column => $"; column {Names.Shown(column.Name)}: {column.Problem}");
        var more = unusable.Count > MaxReasons ? $"; and {unusable.Count - MaxReasons} more" : "";
        return new($"{table.Path}: there is no column to learn from beside {targetName}{string.Concat(reasons)}{more}");
    }

    private InvalidDataException Unusable(CsvColumn column, string what) =>
        new($"{table.Path}: column {Names.Shown(column.Name)} {what}: {column.Problem}");

    private static EncodedColumn Encoded(CsvColumn column, Moments[] moments) => column.Kind == ColumnKind.Number
        ? new(column.Name, moments[column.Index].Mean, moments[column.Index].Deviation)
        : new(column.Name, column.Categories);

    private EncodedColumn Target(CsvColumn target, Moments[] moments)
    {
        if (target.Kind == ColumnKind.Number) return NumberTarget(target, moments);
        if (options.Task == PredictionTask.Regression)
            throw new InvalidDataException(
                $"{table.Path}: column {Names.Shown(target.Name)} cannot be predicted as a number: "
                + $"{target.Problem ?? "it holds categories"}");
        return AtLeastTwo(Encoded(target, moments));
    }

    private EncodedColumn NumberTarget(CsvColumn target, Moments[] moments)
    {
        var numbers = options.Task == PredictionTask.Regression ? null : WholeNumbers(target);
        if (options.Task is null && (numbers is null || numbers.Count < 2 || numbers.Count * RowsPerClass > table.Count))
            return Encoded(target, moments);
        if (options.Task == PredictionTask.Regression) return Encoded(target, moments);
        if (numbers is null)
            throw new InvalidDataException(
                $"{table.Path}: column {Names.Shown(target.Name)} holds fractions, or more than {MaxWholeNumbers} different numbers; "
                + $"to predict classes, read the table with it as a category");
        return AtLeastTwo(new(target.Name, [.. numbers.Select(number => number.ToString(CultureInfo.InvariantCulture))]));
    }

    private EncodedColumn AtLeastTwo(EncodedColumn target) => target.Width > 1
        ? target
        : throw new InvalidDataException(
            $"{table.Path}: every row of the target {Names.Shown(target.Name)} is {Names.Shown(target.Categories![0])}; there is nothing to "
            + $"tell apart");

    /// <summary>The different numbers in a column where they are whole and few; nothing else.</summary>
    private SortedSet<double>? WholeNumbers(CsvColumn column)
    {
        var (found, cells) = (new SortedSet<double>(), new double[table.Columns.Count]);
        for (var row = 0; row < table.Count && found.Count <= MaxWholeNumbers; row++)
        {
            table.Read(row, cells);
            var value = cells[column.Index];
            if (double.IsNaN(value)) continue;
            if (value != Math.Round(value)) return null;
            found.Add(value);
        }
        return found.Count <= MaxWholeNumbers ? found : null;
    }

    /// <exception cref="InvalidDataException">A number of a column in use is too large.</exception>
    private Moments[] Moments(CsvColumn target, List<CsvColumn> inputs)
    {
        var (moments, cells) = (new Moments[table.Columns.Count], new double[table.Columns.Count]);
        CsvColumn[] used = [.. inputs.Append(target).Where(column => column.Kind == ColumnKind.Number)];
        foreach (var row in options.Rows ?? Enumerable.Range(0, table.Count))
        {
            table.Read(row, cells);
            foreach (var column in used)
            {
                var cell = cells[column.Index];
                if (Math.Abs(cell) > NumberColumn.Largest) throw table.CellError(row, column, NumberColumn.TooLarge);
                if (!double.IsNaN(cell)) moments[column.Index].Add(cell);
            }
        }
        return moments;
    }
}

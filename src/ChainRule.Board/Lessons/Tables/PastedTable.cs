using System.Globalization;

namespace ChainRule.Board;

/// <summary>A column of a pasted table.</summary>
/// <param name="Name">A name that a formula can use.</param>
/// <param name="Title">What stood above it; the name where nothing did.</param>
/// <param name="Values">Its numbers, all finite.</param>
public sealed record TableColumn(string Name, string Title, IReadOnlyList<double> Values);

/// <summary>
/// Numbers as people paste them from spreadsheets, files and papers: between tabs, semicolons, commas or blanks, with decimal points or
/// commas, with a header or without.
/// </summary>
public sealed class PastedTable
{
    /// <summary>The longest text, in characters.</summary>
    public const int MaxLength = 200_000;

    /// <summary>The most rows, without the header.</summary>
    public const int MaxRows = 5_000;

    /// <summary>The most columns.</summary>
    public const int MaxColumns = 50;

    private PastedTable(IReadOnlyList<TableColumn> columns) => Columns = columns;

    /// <summary>The columns, from left to right.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>How many rows of numbers there are.</summary>
    public int Rows => Columns[0].Values.Count;

    /// <summary>Reads a table.</summary>
    /// <exception cref="BoardException">
    /// A cell is no number, a line has too few or too many cells, or the table is too large; says the line and the column.
    /// </exception>
    public static PastedTable Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength) throw new BoardException($"the table has {text.Length} characters; at most {MaxLength} are read");
        var lines = Lines(text);
        if (lines.Count == 0)
            throw new BoardException("the table is empty; paste lines of numbers, with the columns' names above them if there are any");
        var cells = new CellReader([.. lines.Select(line => line.Text)]);
        var rows = lines.ConvertAll(line => new Row(line.Number, cells.Split(line.Text)));
        var header = rows[0].Cells.All(cells.IsNumber) ? null : rows[0];
        if (header is not null) rows.RemoveAt(0);
        Check(rows, header);
        var titles = header?.Cells ?? [.. ColumnNames.WithoutHeader(rows[0].Cells.Count)];
        var names = ColumnNames.Of(titles);
        var numbers = rows.ConvertAll(
            row => row.Cells.Select((cell, i) => cells.Number(cell, $"line {row.Line}, column {i + 1} ({names[i]})")).ToArray());
        return new([.. names.Select(
            (name, i) => new TableColumn(name, titles[i].Length == 0 ? name : titles[i], [.. numbers.Select(row => row[i])]))]);
    }

    /// <summary>The table with another number in one place.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="row">The row, from 0.</param>
    /// <param name="value">The number; it is finite.</param>
    /// <exception cref="BoardException">There is no such column or row, or the number is not finite.</exception>
    public PastedTable With(string column, int row, double value)
    {
        if (!double.IsFinite(value)) throw new BoardException($"a table holds finite numbers, and not {ChartNumbers.Short(value)}");
        if (row < 0 || row >= Rows || Columns.All(one => one.Name != column))
            throw new BoardException($"the table has no place {column}, row {row}");
        return new([.. Columns.Select(one => one.Name == column
            ? one with { Values = [.. one.Values.Select((old, i) => i == row ? value : old)] }
            : one)]);
    }

    /// <summary>
    /// The table as text that <see cref="Parse"/> reads: a line of names, and a line for each row, with tabs between cells.
    /// </summary>
    public override string ToString()
    {
        var names = Columns.Select(column => column.Title.Replace('\t', ' '));
        var rows = Enumerable
            .Range(0, Rows)
            .Select(row => Columns.Select(column => column.Values[row].ToString("R", CultureInfo.InvariantCulture)));
        return string.Join('\n', rows.Prepend(names).Select(line => string.Join('\t', line)));
    }

    private static List<(int Number, string Text)> Lines(string text) =>
        [.. text
            .TrimStart('\uFEFF')
            .ReplaceLineEndings("\n")
            .Split('\n')
            .Select((line, i) => (i + 1, line))
            .Where(line => !string.IsNullOrWhiteSpace(line.line))];

    private static void Check(List<Row> rows, Row? header)
    {
        if (rows.Count == 0)
            throw new BoardException($"line {header!.Line} holds names and no line holds numbers; paste the numbers below it");
        if (rows.Count > MaxRows) throw new BoardException($"the table has {rows.Count} rows; at most {MaxRows} are read");
        var first = header ?? rows[0];
        if (first.Cells.Count > MaxColumns)
            throw new BoardException($"line {first.Line} has {first.Cells.Count} columns; at most {MaxColumns} are read");
        if (rows.Find(row => row.Cells.Count != first.Cells.Count) is { } other)
            throw new BoardException(
                $"line {other.Line} has {Counted(other.Cells.Count)}, but line {first.Line} has {Counted(first.Cells.Count)}; every line "
                + $"needs as many");
    }

    private static string Counted(int cells) => cells == 1 ? "1 cell" : $"{cells} cells";

    private sealed record Row(int Line, IReadOnlyList<string> Cells);
}

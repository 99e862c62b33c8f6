using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>
/// A table of comma-separated values (or semicolons or tabs), plain or gzipped, with a header. Of each column it finds out whether it
/// holds numbers or categories, and which cells are missing.
/// </summary>
/// <example><code>
/// using var table = CsvTable.Load("data/digits.csv.gz", categories: ["digit"]);
/// var digits = new TensorDataset(table.Numbers(), table.Classes("digit"));
/// </code></example>
public sealed class CsvTable : IDisposable
{
    /// <summary>The most bytes that the cells of a gzipped table take, at 8 bytes a cell, unless another limit is given: 512 MB.</summary>
    public const long MaxPackedBytes = 1L << 29;

    private readonly ICsvRows rows;
    private readonly Dictionary<string, CsvColumn> byName;

    private readonly InputFile input;

    private CsvTable(InputFile input, CsvProfile profile, ICsvRows rows)
    {
        (this.input, Columns, Count, this.rows) = (input, profile.Columns, profile.Rows, rows);
        byName = Columns.ToDictionary(column => column.Name);
    }

    /// <summary>The file.</summary>
    public string Path => input.Path;

    /// <summary>The columns in the file's order.</summary>
    public IReadOnlyList<CsvColumn> Columns { get; }

    /// <summary>How many rows there are below the header.</summary>
    public int Count { get; }

    /// <summary>Reads a whole table into memory, 8 bytes a cell.</summary>
    /// <param name="path">The file.</param>
    /// <param name="categories">Columns that are categories though they may hold numbers.</param>
    /// <param name="maxPackedBytes">The most bytes that the cells of a gzipped table may take: small files can claim huge tables.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// It cannot be read, is no such table, or a row is longer than 16 MiB; says where. Or the cells would take more than half of the
    /// memory, or of a gzipped table more than <paramref name="maxPackedBytes"/>.
    /// </exception>
    public static CsvTable Load(string path, IReadOnlyCollection<string>? categories = null, long maxPackedBytes = MaxPackedBytes,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPackedBytes);
        return LoadAll(CsvFile.Input(path), categories ?? [], maxPackedBytes, cancellation);
    }

    private static CsvTable LoadAll(InputFile input, IReadOnlyCollection<string> categories, long maxPackedBytes,
        CancellationToken cancellation)
    {
        var profile = CsvProfile.Of(input, categories, withOffsets: false, maxPackedBytes, cancellation);
        var size = (long)profile.Rows * profile.Columns.Count;
        if (size > Math.Min(Array.MaxLength, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (2 * sizeof(double))))
            throw new InvalidDataException(
                $"{input.Path}: {profile.Rows} rows of {profile.Columns.Count} cells are too many for memory; use fewer of them, or in "
                + $"code CsvTable.Open, which leaves an unpacked table on disk");
        using var file = CsvFile.Open(input);
        var cells = new double[profile.Rows * profile.Columns.Count];
        for (var row = 0; row < profile.Rows && file.Next(); row++)
            for (var i = 0; i < profile.Columns.Count; i++) cells[row * profile.Columns.Count + i] = profile.Columns[i].Value(file.Cell(i));
        return new(input, profile, new MemoryRows(cells));
    }

    /// <summary>
    /// Goes through a table once and leaves it on disk: for one larger than memory, of which 8 bytes a row are kept. Rows are parsed when
    /// they are read. A gzipped file has no middle to begin in, and is loaded; so is a pipe.
    /// </summary>
    /// <inheritdoc cref="Load" path="/param"/>
    /// <inheritdoc cref="Load" path="/exception"/>
    public static CsvTable Open(string path, IReadOnlyCollection<string>? categories = null, long maxPackedBytes = MaxPackedBytes,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPackedBytes);
        var input = CsvFile.Input(path);
        if (input.IsPacked || input.IsKept) return LoadAll(input, categories ?? [], maxPackedBytes, cancellation);
        var profile = CsvProfile.Of(input, categories ?? [], withOffsets: true, maxPackedBytes, cancellation);
        if (IsUtf16(path))
            throw new InvalidDataException(
                $"{path} is UTF-16; to be read from disk a table must be UTF-8: convert it, or use CsvTable.Load");
        return new(input, profile, new DiskRows(path, profile));
    }

    /// <summary>The column with a name.</summary>
    /// <exception cref="InvalidDataException">There is no such column; suggests one.</exception>
    public CsvColumn Column(string name) => Column(name, "this table");

    /// <summary>
    /// Copies a row: numbers, numbers of categories, and NaN for cells that are missing or of the kind <see cref="ColumnKind.Text"/>. May
    /// be called by several threads.
    /// </summary>
    /// <exception cref="InvalidDataException">The file on disk has changed.</exception>
    public void Read(int row, Span<double> cells)
    {
        if ((uint)row >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(row), row, $"there are the rows 0 to {Count - 1}");
        if (cells.Length != Columns.Count)
            throw new ArgumentException($"a row has {Columns.Count} cells, not {cells.Length}", nameof(cells));
        rows.Read(row, cells);
    }

    /// <summary>Columns of numbers, all where none is named: Float32 [rows, columns].</summary>
    /// <exception cref="InvalidDataException">
    /// A column does not hold numbers, a cell is missing, or a number is beyond the range of Float32; says where.
    /// </exception>
    public TensorData Numbers(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        CsvColumn[] columns = names.Count > 0
            ? [.. names.Select(name => Column(name, "numbers"))]
            : [.. Columns.Where(column => column.Kind == ColumnKind.Number)];
        foreach (var column in columns) Require(column, ColumnKind.Number);
        var numbers = new float[Count * columns.Length];
        ForEachRow((row, cells) =>
        {
            for (var i = 0; i < columns.Length; i++)
            {
                var number = (float)cells[columns[i].Index];
                numbers[row * columns.Length + i] = float.IsFinite(number)
                    ? number
                    : throw CellError(row, columns[i], "is beyond the range of Float32, 3.4e38");
            }
        });
        return TensorData.Wrap(numbers, [Count, columns.Length]);
    }

    /// <summary>A column of categories as the numbers that they have in <see cref="CsvColumn.Categories"/>: Int64 [rows].</summary>
    /// <exception cref="InvalidDataException">The column does not hold categories, or a cell is missing; says where.</exception>
    public TensorData Classes(string name)
    {
        var column = Column(name, "classes");
        Require(column, ColumnKind.Category);
        var classes = new long[Count];
        ForEachRow((row, cells) => classes[row] = (long)cells[column.Index]);
        return TensorData.Wrap(classes, [Count]);
    }

    /// <summary>The rows in which none of the named columns, or of all where none is named, has a missing cell.</summary>
    public IReadOnlyList<int> CompleteRows(params IReadOnlyList<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        CsvColumn[] columns = names.Count > 0
            ? [.. names.Select(name => Column(name, "complete rows"))]
            : [.. Columns.Where(column => column.Kind != ColumnKind.Text)];
        var complete = new List<int>();
        ForEachRow((row, cells) =>
        {
            foreach (var column in columns)
                if (double.IsNaN(cells[column.Index])) return;
            complete.Add(row);
        });
        return complete;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => rows.Dispose();

    internal CsvColumn Column(string name, string purpose) =>
        Find(name) ?? Columns[CsvFile.IndexOf(Path, [.. Columns.Select(column => column.Name)], name, purpose)];

    internal CsvColumn? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>What is wrong with a cell.</summary>
    /// <param name="row">Its row, from 0.</param>
    /// <param name="column">Its column.</param>
    /// <param name="problem">What goes on after the cell's text.</param>
    internal InvalidDataException CellError(int row, CsvColumn column, string problem)
    {
        var (line, text) = Cell(row, column.Index);
        return new($"{Path}:{line}:{column.Index + 1}: column {Names.Shown(column.Name)}: {CsvColumn.Quoted(text)} {problem}");
    }

    /// <summary>The line of a row and what stands in a cell of it, found by reading the file again: for messages.</summary>
    internal (long Line, string Text) Cell(int row, int column)
    {
        using var file = CsvFile.Open(input);
        for (var i = 0; i <= row; i++)
            if (!file.Next()) return (0, "");
        return (file.Line, System.Text.Encoding.UTF8.GetString(file.Cell(column)));
    }

    private delegate void RowAction(int row, ReadOnlySpan<double> cells);

    private void ForEachRow(RowAction action)
    {
        var cells = new double[Columns.Count];
        for (var row = 0; row < Count; row++)
        {
            rows.Read(row, cells);
            action(row, cells);
        }
    }

    private void Require(CsvColumn column, ColumnKind kind)
    {
        if (column.Kind != kind)
            throw new InvalidDataException(
                $"{Path}: column {Names.Shown(column.Name)} does not "
                + $"hold {(kind == ColumnKind.Number ? "numbers" : "categories; name it as such when the table is read")}{(column.Problem is { } problem ? $": {problem}" : "")}");
        if (column.Missing > 0) throw new InvalidDataException($"{Path}: column {Names.Shown(column.Name)}: {column.MissingText}");
    }

    private static bool IsUtf16(string path)
    {
        using var file = File.OpenRead(path);
        return (file.ReadByte(), file.ReadByte()) is (0xFF, 0xFE) or (0xFE, 0xFF);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ChainRule.Formulas;
using ChainRule.Training;
using CsvHelper;

namespace ChainRule.Data;

/// <summary>
/// A table in a file, plain or gzipped, read once from top to bottom, cell by cell: a header, then rows separated by comma, semicolon
/// or tab. Messages say file:line:column.
/// </summary>
public sealed class CsvFile : IDisposable
{
    /// <summary>
    /// The longest row, in bytes: a file without line breaks, which a few packed bytes can claim, does not fill the memory.
    /// </summary>
    internal const int LongestRow = 16 << 20;

    private const int LongestName = 1000; // characters
    private const int MaxListed = 20; // columns in a message
    private readonly CsvReader reader;
    private readonly InputFile input;

    private CsvFile(InputFile input, CsvReader reader) => (this.input, this.reader) = (input, reader);

    /// <summary>The file.</summary>
    public string Path => input.Path;

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers { get; private set; } = [];

    /// <summary>The line of the row that was read last, from 1.</summary>
    public long Line => reader.LineNumber;

    /// <summary>Where that row begins in the file, in bytes.</summary>
    internal long Offset => reader.ByteOffset;

    /// <summary>What stands between cells.</summary>
    internal char Separator => reader.Separator;

    /// <summary>Opens a file and reads its header. A pipe is read to its end first.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be read, or its first line does not name the columns.</exception>
    public static CsvFile Open(string path) => Open(Input(path));

    /// <summary>Finds a file, and reads it if it is a pipe.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It cannot be read.</exception>
    internal static InputFile Input(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) throw new InvalidDataException($"{path} is a directory; give a file of comma-separated values");
        if (!File.Exists(path)) throw new FileNotFoundException($"{path} does not exist; give a file of comma-separated values", path);
        try
        {
            return InputFile.Of(path);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(path, e);
        }
    }

    /// <inheritdoc cref="Open(string)"/>
    internal static CsvFile Open(InputFile input)
    {
        var file = new CsvFile(input, Reader(input));
        try
        {
            file.ReadHeader();
            file.CheckHeader();
            return file;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The place of a column, from 0.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="purpose">What it is wanted for, for the message.</param>
    /// <exception cref="InvalidDataException">There is no such column; suggests one.</exception>
    public int IndexOf(string name, string purpose) => IndexOf(Path, Headers, name, purpose);

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="InvalidDataException">The row is malformed, or has not as many cells as the header.</exception>
    public bool Next()
    {
        if (!ReadRow()) return false;
        return reader.FieldCount == Headers.Count
            ? true
            : throw Error(null, $"this row has {Count(reader.FieldCount)}, but the header has {Count(Headers.Count)}");
    }

    /// <summary>
    /// A cell of the row that was read last, in UTF-8, without quotes and surrounding spaces; it holds until the next row.
    /// </summary>
    /// <exception cref="InvalidDataException">It is not UTF-8: different texts must not become equal ones.</exception>
    public ReadOnlySpan<byte> Cell(int column)
    {
        var cell = reader.GetSpan(column);
        return Utf8.IsValid(cell) ? cell : throw NotUtf8(Line, column, cell);
    }

    /// <summary>Reads all rows into columns.</summary>
    /// <param name="columns">What the cells are added to.</param>
    /// <param name="maxPackedBytes">
    /// The most bytes that the columns may take, at 8 bytes a cell, where the file is gzipped: small files can claim huge tables.
    /// </param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>How many rows there are.</returns>
    /// <exception cref="InvalidDataException">
    /// A row is malformed, a column does not take a cell in, there is no row, or the columns take too many bytes.
    /// </exception>
    public int Read(IReadOnlyList<ICsvColumn> columns, long maxPackedBytes = CsvTable.MaxPackedBytes,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxPackedBytes);
        var rows = 0;
        while (Next())
        {
            CheckSize((rows + 1L) * columns.Count, maxPackedBytes);
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Add(Cell(columns[i].Index)) is { } problem) throw Error(columns[i].Index, problem);
            if ((++rows & 0xffff) == 0) cancellation.ThrowIfCancellationRequested();
        }
        return rows > 0 ? rows : throw NoRow(Path);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => reader.Dispose();

    internal static int IndexOf(string path, IReadOnlyList<string> headers, string name, string purpose)
    {
        for (var i = 0; i < headers.Count; i++)
            if (headers[i] == name) return i;
        var closest = Suggest.Closest(name, headers) is { } meant ? $"did you mean {Names.Shown(meant)}? " : "";
        var others = headers.Count > MaxListed ? $" and {headers.Count - MaxListed} more" : "";
        throw new InvalidDataException(
            $"{path}:1: there is no column {Names.Shown(name)} for {purpose}; {closest}"
            + $"the columns are {string.Join(", ", headers.Take(MaxListed).Select(Names.Shown))}{others}");
    }

    /// <summary>
    /// Refuses more cells than a gzipped table may have. A plain one is no larger in memory than its file is long, times 8.
    /// </summary>
    internal void CheckSize(long cells, long maxPackedBytes)
    {
        if (input.IsPacked && cells > maxPackedBytes / sizeof(double))
            throw Error(null,
                $"the cells of a gzipped table may take {maxPackedBytes} bytes of memory, and these take more; unpack the file first, as "
                + $"with gunzip");
    }

    internal static InvalidDataException NoRow(string path) => new($"{path}:2: there is a header, but no row of data below it");

    /// <summary>How a file is read; and a piece of it, whose separator is known. The header is read as a row, to see its bytes.</summary>
    internal static CsvReaderOptions Options(char? separatorOfPiece = null) => new()
    {
        TrimWhitespace = true,
        MaxRecordSize = LongestRow,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FormatProvider = CultureInfo.InvariantCulture,
        Separator = separatorOfPiece,
        HasHeader = false,
    };

    private bool ReadRow()
    {
        try
        {
            return reader.Read();
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw Unreadable(Path, e);
        }
    }

    private void ReadHeader()
    {
        if (!ReadRow()) return;
        Headers = [.. Enumerable.Range(0, reader.FieldCount).Select(column => Encoding.UTF8.GetString(Cell(column)))];
    }

    private InvalidDataException Error(int? column, string problem) => column is { } index
        ? new($"{Path}:{Line}:{index + 1}: column {Names.Shown(Headers[index])}: {problem}")
        : new($"{Path}:{Line}: {problem}");

    private InvalidDataException NotUtf8(long line, int column, ReadOnlySpan<byte> text) =>
        new($"{Path}:{line}:{column + 1}: not valid UTF-8 (byte {FirstBad(text):X2}); save the table as UTF-8");

    /// <summary>The first byte that does not begin or continue a character.</summary>
    private static byte FirstBad(ReadOnlySpan<byte> text)
    {
        while (Rune.DecodeFromUtf8(text, out _, out var length) == OperationStatus.Done) text = text[length..];
        return text[0];
    }

    private static CsvReader Reader(InputFile input)
    {
        Stream? stream = null;
        try
        {
            stream = input.OpenRead();
            return CsvReader.Create(stream, Options(), leaveOpen: false);
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            stream?.Dispose();
            throw Unreadable(input.Path, e);
        }
    }

    private static bool IsUnreadable(Exception e) =>
        e is IOException or UnauthorizedAccessException or CsvFormatException or InvalidDataException;

    private static InvalidDataException Unreadable(string path, Exception e) => e is CsvFormatException { LineNumber: > 0 and var line }
        ? new($"{path}:{line}: {e.Message}", e)
        : new($"{path} cannot be read: {e.Message}", e);

    private void CheckHeader()
    {
        if (Headers.Count == 0) throw new InvalidDataException($"{Path} is empty; its first line must name the columns");
        for (var i = 0; i < Headers.Count; i++) CheckName(Headers[i], i);
        if (Headers.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InvalidDataException($"{Path}:1: two columns are called '{Names.Shown(twice.Key)}'; give each a name of its own");
        if (Headers.All(h => CellNumber.TryParse(h, out _)))
            throw new InvalidDataException(
                $"{Path}:1: the first line must name the columns, but it holds numbers: {string.Join(", ", Headers.Take(MaxListed))}");
    }

    private void CheckName(string name, int column)
    {
        if (name.Length > LongestName)
            throw new InvalidDataException(
                $"{Path}:1:{column + 1}: the column's name has {name.Length} characters; at most {LongestName} are allowed");
        if (name.Contains('\0', StringComparison.Ordinal))
            throw new InvalidDataException(
                $"{Path}:1:{column + 1}: the column's name has a zero character, as UTF-16 without a byte-order mark seems to have; save "
                + $"the table as UTF-8");
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : $"{cells} cells";
}

using System.Globalization;
using System.Text;
using ChainRule.Formulas;
using CsvHelper;

namespace ChainRule.Cli.Data;

/// <summary>
/// A table in a file, read once from top to bottom, number by number: a header, then rows separated by comma, semicolon or
/// tab. Messages say file:line:column.
/// </summary>
internal sealed class CsvTable : IDisposable
{
    private readonly string path;
    private readonly CsvReader reader;

    private CsvTable(string path, CsvReader reader) => (this.path, this.reader) = (path, reader);

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Headers => reader.Headers;

    /// <exception cref="UserException">There is no such file, or nothing in it.</exception>
    public static CsvTable Open(string path)
    {
        if (Directory.Exists(path)) throw new UserException($"{path} is a directory; give a file of comma-separated values");
        if (!File.Exists(path)) throw new UserException($"{path} does not exist; give a file of comma-separated values");
        var options = new CsvReaderOptions { TrimWhitespace = true, TrackLineNumbers = true, MalformedData = CsvMalformedDataHandling.Throw, FormatProvider = CultureInfo.InvariantCulture };
        try
        {
            var table = new CsvTable(path, CsvReader.FromFile(path, options));
            table.CheckHeader();
            return table;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CsvFormatException)
        {
            throw new UserException($"{path} cannot be read: {e.Message}");
        }
    }

    /// <summary>The place of a column.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="purpose">What it is wanted for, for the message.</param>
    public int IndexOf(string name, string purpose)
    {
        var index = Headers.ToList().IndexOf(name);
        if (index >= 0) return index;
        var closest = Suggest.Closest(name, Headers) is { } meant ? $"did you mean {meant}? " : "";
        throw new UserException($"{path}:1: there is no column {name} for {purpose}; {closest}the columns are {string.Join(", ", Headers)}");
    }

    /// <summary>Reads all rows into columns.</summary>
    /// <returns>How many rows there are.</returns>
    public int Read(IReadOnlyList<IColumn> columns, CancellationToken cancellation)
    {
        var rows = 0;
        while (Next())
        {
            if (reader.FieldCount != Headers.Count)
                throw Error(null, $"this row has {Count(reader.FieldCount)}, but the header has {Count(Headers.Count)}");
            for (var i = 0; i < columns.Count; i++)
                if (columns[i].Add(reader.GetSpan(columns[i].Index)) is { } problem) throw Error(columns[i].Index, problem);
            if ((++rows & 0xffff) == 0) cancellation.ThrowIfCancellationRequested();
        }
        if (rows == 0) throw new UserException($"{path}:2: there is a header, but no row of data below it");
        return rows;
    }

    public void Dispose() => reader.Dispose();

    private bool Next()
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException e)
        {
            throw new UserException($"{path}:{e.LineNumber}: {e.Message}");
        }
    }

    private void CheckHeader()
    {
        if (Headers.Count == 0) throw new UserException($"{path} is empty; its first line must name the columns");
        if (Headers.GroupBy(h => h).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new UserException($"{path}:1: two columns are called '{twice.Key}'; give each a name of its own");
        if (Headers.All(h => double.TryParse(h, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
            throw new UserException($"{path}:1: the first line must name the columns, but it holds numbers: {string.Join(", ", Headers)}");
    }

    private static string Count(int cells) => cells == 1 ? "1 cell" : $"{cells} cells";

    private UserException Error(int? column, string problem) => column is { } index
        ? new($"{path}:{reader.LineNumber}:{index + 1}: column {Headers[index]}: {problem}")
        : new($"{path}:{reader.LineNumber}: {problem}");
}

/// <summary>Takes in the cells of a column.</summary>
internal interface IColumn
{
    /// <summary>Which column it is, from 0.</summary>
    int Index { get; }

    /// <summary>Takes the next cell in; gives what is wrong with it, if anything is.</summary>
    string? Add(ReadOnlySpan<byte> cell);

    /// <summary>The column as numbers.</summary>
    double[] Values();
}

/// <summary>A column of numbers.</summary>
internal sealed class NumberColumn(int index) : IColumn
{
    private double[] values = new double[1024];
    private int count;

    public int Index => index;

    public string? Add(ReadOnlySpan<byte> cell)
    {
        if (!double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value)) return Problem(cell);
        if (count == values.Length) Array.Resize(ref values, 2 * count);
        values[count++] = value;
        return null;
    }

    public double[] Values()
    {
        Array.Resize(ref values, count);
        return values;
    }

    private static string Problem(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        if (text.Length == 0) return "the cell is empty; every row needs a number here";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return $"'{text}' is no finite number";
        return text.Contains(',', StringComparison.Ordinal) ? $"'{text}' is no number; decimals are written with a point" : $"'{text}' is no number";
    }
}

using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>What one pass over a file finds: the columns, how many rows there are, and where they begin.</summary>
internal sealed class CsvProfile
{
    private const int CancellationMask = 0xffff;

    public required IReadOnlyList<CsvColumn> Columns { get; init; }

    /// <summary>Where rows begin in the file, in bytes; empty where nobody wants to know.</summary>
    public required IReadOnlyList<long> Offsets { get; init; }

    public required char Separator { get; init; }

    public required int Rows { get; init; }

    /// <exception cref="InvalidDataException">
    /// A row is malformed, there is none, or the cells of a gzipped table take too many bytes.
    /// </exception>
    public static CsvProfile Of(InputFile input, IReadOnlyCollection<string> categories, bool withOffsets, long maxPackedBytes,
        CancellationToken cancellation)
    {
        using var file = CsvFile.Open(input);
        foreach (var name in categories) file.IndexOf(name, "categories");
        ColumnProfile[] columns = [.. file.Headers.Select((name, i) => new ColumnProfile(name, i, categories.Contains(name)))];
        var (offsets, rows) = (new List<long>(), 0);
        while (file.Next())
        {
            if ((rows++ & CancellationMask) == 0) cancellation.ThrowIfCancellationRequested();
            file.CheckSize((long)rows * columns.Length, maxPackedBytes);
            if (withOffsets) offsets.Add(file.Offset);
            for (var i = 0; i < columns.Length; i++) columns[i].Add(file.Cell(i), file.Line);
        }
        if (rows == 0) throw CsvFile.NoRow(input.Path);
        return new()
        {
            Columns = [.. columns.Select(column => column.Column())],
            Offsets = offsets,
            Rows = rows,
            Separator = file.Separator
        };
    }
}

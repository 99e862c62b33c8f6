using System.Buffers;
using CsvHelper;
using Microsoft.Win32.SafeHandles;

namespace ChainRule.Data;

/// <summary>The rows of a table, in any order: each cell as a number, see <see cref="CsvColumn.Value"/>.</summary>
internal interface ICsvRows : IDisposable
{
    void Read(int row, Span<double> cells);
}

/// <summary>Rows in memory, 8 bytes a cell.</summary>
internal sealed class MemoryRows(double[] all) : ICsvRows
{
    public void Read(int row, Span<double> cells) => all.AsSpan(row * cells.Length, cells.Length).CopyTo(cells);

    public void Dispose() { }
}

/// <summary>Rows that stay on disk and are parsed when they are read; 8 bytes a row are kept: where it begins.</summary>
internal sealed class DiskRows(string path, CsvProfile profile) : ICsvRows
{
    private readonly SafeFileHandle file = File.OpenHandle(path);
    private readonly CsvReaderOptions options = CsvFile.Options(profile.Separator);

    /// <exception cref="InvalidDataException">The file has changed since it was opened.</exception>
    public void Read(int row, Span<double> cells)
    {
        var start = profile.Offsets[row];
        var end = row + 1 < profile.Offsets.Count ? profile.Offsets[row + 1] : RandomAccess.GetLength(file);
        if (end <= start || end - start > Array.MaxLength - 1) throw Changed(null);
        var buffer = ArrayPool<byte>.Shared.Rent((int)(end - start) + 1);
        var bytes = buffer.AsMemory(1, (int)(end - start));
        buffer[0] = (byte)'\n'; // an empty line, so that U+FEFF at the row's start is not taken for the mark at the start of a file
        try
        {
            if (RandomAccess.Read(file, bytes.Span, start) < bytes.Length) throw Changed(null);
            Parse(buffer.AsMemory(0, bytes.Length + 1), cells);
        }
        catch (CsvFormatException e)
        {
            throw Changed(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public void Dispose() => file.Dispose();

    private void Parse(ReadOnlyMemory<byte> row, Span<double> cells)
    {
        using var reader = CsvReader.Create(row, options);
        if (!reader.Read() || reader.FieldCount != cells.Length) throw Changed(null);
        for (var i = 0; i < cells.Length; i++) cells[i] = profile.Columns[i].Value(reader.GetSpan(i));
    }

    private InvalidDataException Changed(Exception? inner) => new($"{path} has changed since it was opened; open it again", inner);
}

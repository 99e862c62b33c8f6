using System.Text;

namespace ChainRule.Data;

/// <summary>A column of a <see cref="CsvTable"/>: what it is called and what its cells are.</summary>
public sealed class CsvColumn
{
    private const int ShortCell = 256;
    private const int MaxQuoted = 100;
    private readonly Dictionary<string, int> codes;

    internal CsvColumn(string name, int index, ColumnKind kind, IReadOnlyList<string> categories)
    {
        (Name, Index, Kind, Categories) = (name, index, kind, categories);
        codes = Enumerable.Range(0, categories.Count).ToDictionary(code => categories[code]);
    }

    /// <summary>The name in the header.</summary>
    public string Name { get; }

    /// <summary>Which column it is, from 0.</summary>
    public int Index { get; }

    /// <summary>What the cells are.</summary>
    public ColumnKind Kind { get; }

    /// <summary>
    /// The different texts of a category column: those that are numbers by value, then the others in ordinal order. Empty for other kinds.
    /// </summary>
    public IReadOnlyList<string> Categories { get; }

    /// <summary>How many cells are missing: empty, NA, N/A, NaN, null or ?.</summary>
    public int Missing { get; internal init; }

    /// <summary>The lines of the first few missing cells.</summary>
    public IReadOnlyList<long> MissingLines { get; internal init; } = [];

    /// <summary>Why a column is of the kind <see cref="ColumnKind.Text"/>, or a category; nothing for numbers.</summary>
    public string? Problem { get; internal init; }

    /// <summary>For messages: <c>3 cells missing (lines 4, 7, 12)</c>.</summary>
    internal string MissingText =>
        $"{Missing} {(Missing == 1 ? "cell" : "cells")} missing "
        + $"({(Missing == 1 ? "line" : "lines")} {string.Join(", ", MissingLines.Select(line => $"{line}"))}{(Missing > MissingLines.Count ? ", …" : "")})";

    /// <summary>A cell's text for a message; the beginning of a long one.</summary>
    internal static string Quoted(string text) => $"'{Names.Shown(text)}'";

    /// <inheritdoc cref="Quoted(string)"/>
    internal static string Quoted(ReadOnlySpan<byte> cell) => Quoted(Encoding.UTF8.GetString(cell[..Math.Min(cell.Length, 4 * MaxQuoted)]));

    internal static bool IsMissing(ReadOnlySpan<byte> cell) => cell.Length switch
    {
        0 => true,
        1 => cell[0] == '?',
        > 4 => false,
        _ => Ascii.EqualsIgnoreCase(cell, "NA"u8)
            || Ascii.EqualsIgnoreCase(cell, "NaN"u8)
            || Ascii.EqualsIgnoreCase(cell, "N/A"u8)
            || Ascii.EqualsIgnoreCase(cell, "null"u8),
    };

    /// <summary>A cell as it is kept: a number, the number of a category, or NaN for one that is missing or of no use.</summary>
    internal double Value(ReadOnlySpan<byte> cell)
    {
        if (IsMissing(cell)) return double.NaN;
        if (Kind == ColumnKind.Number) return NumberColumn.TryParse(cell, out var number) ? number : double.NaN;
        return CodeOf(cell) ?? double.NaN;
    }

    private int? CodeOf(ReadOnlySpan<byte> cell)
    {
        Span<char> text = stackalloc char[ShortCell];
        if (cell.Length > ShortCell) text = new char[cell.Length];
        text = text[..Encoding.UTF8.GetChars(cell, text)];
        return codes.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var code) ? code : null;
    }
}

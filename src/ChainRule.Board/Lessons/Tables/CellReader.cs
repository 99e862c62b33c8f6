using System.Globalization;
using System.Text;

namespace ChainRule.Board;

/// <summary>How a table is written: what stands between its cells, and so whether a comma is part of a number.</summary>
internal sealed class CellReader
{
    private const char Blanks = ' ';
    private const int ShownLength = 20;

    private readonly char separator;

    public CellReader(IReadOnlyList<string> lines)
    {
        separator = lines.Any(line => line.Trim().Contains('\t')) ? '\t'
            : lines.Any(line => line.Contains(';')) ? ';'
            : lines.Any(line => line.Contains(',')) && !HasBlankBetweenNumbers(lines) ? ','
            : Blanks;
    }

    /// <summary>The cells of a line, without blanks and quotes around them.</summary>
    public List<string> Split(string line)
    {
        if (separator == Blanks) return [.. line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)];
        var (cells, cell, isQuoted) = (new List<string>(), new StringBuilder(), false);
        foreach (var letter in separator == '\t' ? line.Trim(' ', '\r') : line.Trim())
        {
            if (letter == '"') isQuoted = !isQuoted;
            else if (letter == separator && !isQuoted)
            {
                cells.Add(cell.ToString().Trim());
                cell.Clear();
            }
            else cell.Append(letter);
        }
        return [.. cells, cell.ToString().Trim()];
    }

    public bool IsNumber(string cell) => TryRead(cell) is not null;

    /// <exception cref="BoardException">It is none; says where.</exception>
    public double Number(string cell, string place)
    {
        if (TryRead(cell) is { } number) return number;
        if (cell.Length == 0) throw new BoardException($"{place}: the cell is empty; give a number, or leave the line out");
        var shown = cell.Length > ShownLength ? cell[..ShownLength] + "…" : cell;
        throw new BoardException(cell.Contains(',') && cell.Contains('.') && separator != ','
            ? $"{place}: '{shown}' has a comma and a point; write it without a sign between thousands"
            : $"{place}: '{shown}' is not a number such as 2.5, {(separator == ',' ? "" : "2,5, ")}-3 or 1e-4");
    }

    /// <summary>The minus of papers is one too. Infinite numbers are none: nothing could be fitted to them.</summary>
    private double? TryRead(string cell)
    {
        var plain = cell.Replace('−', '-');
        if (separator != ',' && !plain.Contains('.')) plain = plain.Replace(',', '.');
        return double.TryParse(plain, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture, out var number)
            && double.IsFinite(number)
            && !plain.EndsWith('\0') // which .NET passes over
            ? number
            : null;
    }

    /// <summary>Whether, as in <c>1,5 2,5</c>, a blank parts the numbers and commas are inside them. A header may say anything.</summary>
    private static bool HasBlankBetweenNumbers(IReadOnlyList<string> lines) => lines.Skip(lines.Count > 1 ? 1 : 0).Any(line =>
    {
        var parts = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return parts
            .Zip(parts.Skip(1))
            .Any(pair => char.IsAsciiDigit(pair.First[^1]) && pair.Second[0] is (>= '0' and <= '9') or '-' or '−' or '+' or '.');
    });
}

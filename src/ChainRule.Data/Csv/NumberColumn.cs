using System.Globalization;

namespace ChainRule.Data;

/// <summary>A column of numbers up to <see cref="Largest"/>, none missing.</summary>
/// <param name="index">Which column it is, from 0.</param>
public sealed class NumberColumn(int index) : ICsvColumn
{
    /// <summary>The greatest magnitude: squares of such numbers, and products of the squares with others, stay finite.</summary>
    public const double Largest = 1e75;

    private double[] values = new double[1024];
    private int count;

    /// <inheritdoc/>
    public int Index => index;

    /// <inheritdoc/>
    public string? Add(ReadOnlySpan<byte> cell)
    {
        if (!TryParse(cell, out var value)) return Problem(cell);
        if (Math.Abs(value) > Largest) return $"{CsvColumn.Quoted(cell)} {TooLarge}";
        if (count == values.Length) Array.Resize(ref values, 2 * count);
        values[count++] = value;
        return null;
    }

    /// <inheritdoc/>
    public double[] Values() => values[..count];

    /// <summary>Follows the text of a number beyond <see cref="Largest"/>.</summary>
    internal static string TooLarge { get; } = string.Create(CultureInfo.InvariantCulture,
        $"is too large to compute with; numbers up to {Largest} can be");

    /// <summary>Whether a cell is a finite number, and which.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        CellNumber.TryParse(cell, out value) && double.IsFinite(value);

    private static string Problem(ReadOnlySpan<byte> cell)
    {
        if (cell.Length == 0) return "the cell is empty; every row needs a number here";
        var text = CsvColumn.Quoted(cell);
        if (CellNumber.TryParse(cell, out _)) return $"{text} is no finite number";
        return text.Contains(',', StringComparison.Ordinal)
            ? $"{text} is no number; decimals are written with a point"
            : $"{text} is no number";
    }
}

using System.Globalization;
using System.Text;

namespace ChainRule.Data;

/// <summary>A column of finite numbers, none missing.</summary>
/// <param name="index">Which column it is, from 0.</param>
public sealed class NumberColumn(int index) : ICsvColumn
{
    private double[] values = new double[1024];
    private int count;

    /// <inheritdoc/>
    public int Index => index;

    /// <inheritdoc/>
    public string? Add(ReadOnlySpan<byte> cell)
    {
        if (!TryParse(cell, out var value)) return Problem(cell);
        if (count == values.Length) Array.Resize(ref values, 2 * count);
        values[count++] = value;
        return null;
    }

    /// <inheritdoc/>
    public double[] Values() => values[..count];

    /// <summary>Whether a cell is a finite number, and which.</summary>
    internal static bool TryParse(ReadOnlySpan<byte> cell, out double value) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Problem(ReadOnlySpan<byte> cell)
    {
        var text = Encoding.UTF8.GetString(cell);
        if (text.Length == 0) return "the cell is empty; every row needs a number here";
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) return $"'{text}' is no finite number";
        return text.Contains(',', StringComparison.Ordinal) ? $"'{text}' is no number; decimals are written with a point" : $"'{text}' is no number";
    }
}

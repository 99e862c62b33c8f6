using System.Globalization;

namespace ChainRule.Data;

/// <summary>Reads numbers as they stand in tables: with a decimal point, in every culture.</summary>
internal static class CellNumber
{
    /// <summary>Reads a number in UTF-8, which may be infinite or NaN. .NET itself passes over zero bytes at the end.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && text[^1] != 0;

    /// <inheritdoc cref="TryParse(ReadOnlySpan{byte}, out double)"/>
    public static bool TryParse(ReadOnlySpan<char> text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && text[^1] != '\0';
}

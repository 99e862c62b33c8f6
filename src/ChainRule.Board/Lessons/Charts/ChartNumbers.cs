using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Numbers in charts: in their labels, and as places.</summary>
internal static class ChartNumbers
{
    /// <summary>Four digits, with a real minus sign; in words where there is no number.</summary>
    public static string Short(double value) => double.IsFinite(value)
        ? value
            .ToString("G4", CultureInfo.InvariantCulture)
            .Replace('E', 'e')
            .Replace("-", FormulaNotation.Pretty.Minus, StringComparison.Ordinal)
        : double.IsNaN(value) ? "undefined" : FormulaNotation.Pretty.Number(value);

    /// <summary>A coordinate: two digits behind the point are finer than a pixel.</summary>
    public static string Place(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}

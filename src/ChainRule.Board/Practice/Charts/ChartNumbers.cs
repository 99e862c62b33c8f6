using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Numbers in the labels and descriptions of charts.</summary>
internal static class ChartNumbers
{
    /// <summary>Four digits, with a real minus sign; in words where there is no number.</summary>
    public static string Short(double value) => double.IsFinite(value)
        ? value.ToString("G4", CultureInfo.InvariantCulture).Replace('E', 'e').Replace("-", Style.Pretty.Minus, StringComparison.Ordinal)
        : double.IsNaN(value) ? "undefined" : Style.Pretty.Number(value);
}

using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Numbers in the labels and descriptions of charts.</summary>
internal static class ChartNumbers
{
    /// <summary>Four digits, with a real minus sign.</summary>
    public static string Short(double value) => double.IsFinite(value)
        ? value.ToString("G4", CultureInfo.InvariantCulture).Replace('E', 'e').Replace("-", Style.Pretty.Minus, StringComparison.Ordinal)
        : Style.Pretty.Number(value);
}

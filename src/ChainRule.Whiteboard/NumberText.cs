using System.Globalization;

namespace ChainRule.Whiteboard;

/// <summary>Numbers as the page writes them.</summary>
public static class NumberText
{
    /// <summary>Six digits, with a real minus sign.</summary>
    public static string Short(double value) =>
        double.IsNaN(value) ? "NaN"
        : double.IsInfinity(value) ? value < 0 ? "−∞" : "∞"
        : value.ToString("G6", CultureInfo.InvariantCulture).Replace('E', 'e').Replace('-', '−');

    /// <summary>Some digits, with a sign: what a number changes by.</summary>
    public static string Signed(double value, int digits = 6) =>
        (value > 0 ? "+" : "") + Short(Rounded(value, digits));

    // The sum makes 0 of −0.
    private static double Rounded(double value, int digits) => double.IsFinite(value)
        ? double.Parse(value.ToString($"G{digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) + 0.0
        : value;
}

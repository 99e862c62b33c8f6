using System.Globalization;
using System.Runtime.CompilerServices;

namespace ChainRule.Tests;

/// <summary>
/// A culture that writes every number unlike the invariant one, in which all tests run: what a culture decides anywhere is then seen at
/// once, on machines without culture data too. Real cultures are for <see cref="RealCultureTests"/>.
/// </summary>
internal static class ForeignCulture
{
    [ModuleInitializer]
    public static void Begin()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NegativeSign = "−",
            NumberDecimalSeparator = ",",
            NumberGroupSeparator = ".",
            PercentDecimalSeparator = ",",
            PercentGroupSeparator = ".",
            PercentSymbol = "pct",
            NaNSymbol = "no number",
            PositiveInfinitySymbol = "endless",
            NegativeInfinitySymbol = "−endless",
        };
        CultureInfo.DefaultThreadCurrentCulture = culture;
    }
}

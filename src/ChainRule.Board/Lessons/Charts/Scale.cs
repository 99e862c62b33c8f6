using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>A range of numbers along an axis, even or by powers of ten.</summary>
internal sealed record Scale(double Low, double High, bool IsLog = false)
{
    private const double DecadesForLog = 1.5;

    /// <summary>A range that holds all finite numbers, with some room at both ends.</summary>
    public static Scale Around(IEnumerable<double> numbers, double room = 0.06)
    {
        var (low, high) = Extent(numbers.Where(double.IsFinite));
        // A spread below what doubles tell apart is none.
        var spread = high - low > 1e-12 * Math.Max(Math.Abs(low), Math.Abs(high))
            ? high - low
            : Math.Max(1e-300, low == 0 ? 2 : Math.Abs(low));
        var (below, above) = (low - room * spread, high + room * spread);
        return double.IsFinite(below) && double.IsFinite(above) ? new(below, above) : new(Math.Max(low, -1e300), Math.Min(high, 1e300));
    }

    /// <summary>By powers of ten where positive numbers span some of them, else even.</summary>
    public static Scale Logarithmic(IReadOnlyCollection<double> numbers)
    {
        var (low, high) = Extent(numbers.Where(number => number > 0 && double.IsFinite(number)).Select(Math.Log10));
        return high - low >= DecadesForLog && numbers.All(number => !(number < 0))
            ? new(Math.Pow(10, low - 0.05 * (high - low)), Math.Pow(10, high + 0.05 * (high - low)), IsLog: true)
            : Around(numbers);
    }

    /// <summary>Where a number lies: 0 at the low end, 1 at the high end; not finite where it has no place.</summary>
    public double Share(double value) =>
        IsLog ? (Math.Log10(value) - Math.Log10(Low)) / (Math.Log10(High) - Math.Log10(Low)) : (value - Low) / (High - Low);

    /// <summary>The number that lies somewhere between the ends, 0 to 1.</summary>
    public double At(double share) => Low + share * (High - Low);

    /// <summary>Round numbers within the range: 1, 2 or 5 times a power of ten apart, or powers of ten.</summary>
    public IReadOnlyList<double> Ticks(int about)
    {
        if (IsLog) return Powers(about);
        var raw = (High - Low) / about;
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        var step = power * ((raw / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        var first = Math.Ceiling(Low / step - 1e-9);
        // Counted in whole steps, so that 0 is 0 and not what is left of a difference; many steps from 0 they may not differ at all.
        return [.. Enumerable.Range(0, about * 3).Select(i => (first + i) * step).TakeWhile(tick => tick <= High + 1e-9 * step).Distinct()];
    }

    /// <summary>The ticks' labels, all written alike: plain digits unless they are very many.</summary>
    public static string[] Labels(IReadOnlyList<double> ticks)
    {
        var (least, most) = Extent(ticks.Where(tick => tick != 0).Select(Math.Abs));
        var isPlain = most < 1e5 && least >= 1e-4;
        return [.. ticks.Select(
            tick => tick == 0 ? "0" : isPlain ? Minus(tick.ToString("0.######", CultureInfo.InvariantCulture)) : Scientific(tick))];
    }

    private static string Scientific(double tick)
    {
        var exponent = (int)Math.Floor(Math.Log10(Math.Abs(tick)) + 1e-9);
        var factor = Minus((tick / Math.Pow(10, exponent)).ToString("0.###", CultureInfo.InvariantCulture));
        return (factor == "1" ? "" : $"{factor}·")
            + "10"
            + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(Superscript));
    }

    private static string Minus(string text) => text.Replace("-", FormulaNotation.Pretty.Minus, StringComparison.Ordinal);

    private static char Superscript(char digit) => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0'];

    private List<double> Powers(int about)
    {
        var (low, high) = ((int)Math.Ceiling(Math.Log10(Low) - 1e-9), (int)Math.Floor(Math.Log10(High) + 1e-9));
        var step = Math.Max(1, (int)Math.Ceiling((high - low) / (double)about));
        return [.. Enumerable
            .Range(low, Math.Max(0, high - low + 1))
            .Where(exponent => exponent % step == 0)
            .Select(exponent => Math.Pow(10, exponent))];
    }

    private static (double Low, double High) Extent(IEnumerable<double> numbers)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var number in numbers) (low, high) = (Math.Min(low, number), Math.Max(high, number));
        return low <= high ? (low, high) : (0, 1);
    }
}

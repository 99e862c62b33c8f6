using System.Globalization;
using System.Text;

namespace ChainRule.Cli.Output;

/// <summary>The curve of a loss in characters, on a logarithmic scale.</summary>
internal static class LossChart
{
    private const int Height = 8;
    private const int MaxColumns = 60;
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    /// <summary>The chart; none where there is no curve to see.</summary>
    public static string? Of(IReadOnlyList<double> losses, bool unicode)
    {
        var positive = losses.Where(loss => loss > 0 && double.IsFinite(loss)).ToList();
        if (losses.Count < 3 || positive.Count == 0 || positive.Max() <= positive.Min() * 1.001) return null;
        var (low, high) = (Math.Log10(positive.Min()), Math.Log10(positive.Max()));
        var columns = Columns(losses);
        var text = new StringBuilder("  loss by epoch, on a logarithmic scale\n");
        for (var row = Height - 1; row >= 0; row--)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Label(row, low, high),11} {(unicode ? '│' : '|')}");
            foreach (var loss in columns) text.Append(Cell(Share(loss, low, high) * Height - row, row, unicode));
            while (text[^1] == ' ') text.Length--;
            text.Append('\n');
        }
        text.Append(' ', 12).Append(unicode ? '└' : '+').Append(unicode ? '─' : '-', columns.Count).Append('\n');
        text
            .Append(' ', 13)
            .Append('0')
            .Append(string.Create(CultureInfo.InvariantCulture, $"{losses.Count - 1}").PadLeft(columns.Count - 1))
            .Append('\n');
        return text.ToString();
    }

    /// <summary>At most as many as fit, evenly chosen, the first and the last among them.</summary>
    private static List<double> Columns(IReadOnlyList<double> losses)
    {
        var count = Math.Min(MaxColumns, losses.Count);
        return [.. Enumerable.Range(0, count).Select(i => losses[(int)((long)i * (losses.Count - 1) / (count - 1))])];
    }

    /// <summary>Where a loss lies between the least and the greatest, 0 to 1; even the least leaves a trace.</summary>
    private static double Share(double loss, double low, double high) =>
        loss > 0 ? Math.Max(0.1 / Height, (Math.Log10(loss) - low) / (high - low)) : 0;

    private static char Cell(double filled, int row, bool unicode) => unicode
        ? Eighths[(int)Math.Clamp(Math.Ceiling(filled * 8), 0, 8)]
        : filled >= (row == 0 ? 0 : 0.5) ? '#' : ' ';

    private static string Label(int row, double low, double high) => row switch
    {
        Height - 1 => Math.Pow(10, high).ToString("G4", CultureInfo.InvariantCulture),
        0 => Math.Pow(10, low).ToString("G4", CultureInfo.InvariantCulture),
        _ => "",
    };
}

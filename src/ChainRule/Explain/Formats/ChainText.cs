using System.Globalization;

namespace ChainRule.Explanations;

/// <summary>
/// Writes the chain rule for a parameter as lines of text: of one path the factors and their product, of several each path's product, their
/// sum, and how much of them cancelled.
/// </summary>
/// <param name="formulas">The formulas of the derivation, in a text notation.</param>
public sealed class ChainText(RowFormulas formulas)
{
    /// <summary>How many paths are written out, and how many factors of each.</summary>
    internal const int PathsShown = 10, FactorsShown = 12;

    private const int NodesShown = 5, LabelLength = 7, BarLength = 10;

    private readonly TextNotation notation = formulas.RequireText();

    /// <summary>The lines of one parameter.</summary>
    public IReadOnlyList<string> Lines(ParameterRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var name = formulas.Gradient(row.Parameter);
        if (row.Paths.Count > 1) return Sum(name, row);
        var product = row.Paths is [{ Factors.Count: > 1 } path] ? $"{Product(path)} = " : "";
        return [$"{name} = {product}{notation.Value(row.Gradient)}"];
    }

    /// <summary>The first parts and the last, with a sign for those between where there are too many.</summary>
    internal static IEnumerable<string> Short<T>(IEnumerable<T> parts, int limit, string ellipsis, Func<T, string> write)
    {
        T[] all = [.. parts];
        return all.Length <= limit ? all.Select(write) : [.. all.Take(limit - 2).Select(write), ellipsis, write(all[^1])];
    }

    /// <summary>The derivatives along a path, the output's first, and their numbers.</summary>
    private string Product(ChainPath path)
    {
        var partials = Short(path.Steps.Reverse(), FactorsShown, notation.Ellipsis, step => formulas.Partial(step.Of, step.From));
        var factors = Short(path.Factors.Reverse(), FactorsShown, notation.Ellipsis, factor => $"({notation.Number(factor)})");
        return $"{string.Join($" {notation.Times} ", partials)} = {string.Concat(factors)}";
    }

    private List<string> Sum(string name, ParameterRow row)
    {
        var table = new TextTable(["  ", "  ", "   ", "   ", " "], 3, 4);
        foreach (var (i, path) in row.Paths.Take(PathsShown).Index())
        {
            var share = path.Share is > 0 and < 0.005 ? "<1 %" : Percent(path.Share);
            var bar = string.Concat(Enumerable.Repeat(notation.Block, (int)Math.Round(path.Share * BarLength)));
            table.Add(i == 0 ? name : "", $"path {i + 1}", Way(path), Signed(path.Product), share, bar);
        }
        var more = row.Paths.Count - Math.Min(PathsShown, row.Paths.Count) + row.MorePaths;
        if (more > 0) table.Add("", Count(more), "", "", "", "");
        var total = row.Gradient.Item();
        table.Add("", "sum", "", notation.Number(total), "", "");
        var lines = table.Lines();
        lines[^1] += Cancelled(total, row.PathMagnitude);
        return lines;
    }

    private string Way(ChainPath path)
    {
        Tensor[] way = [path.Steps[0].From, .. path.Steps.Select(step => step.Of)];
        return string.Join(notation.Arrow, Short(way, NodesShown, notation.Ellipsis, tensor => formulas.Label(tensor, LabelLength)));
    }

    private static string Cancelled(double sum, double magnitude) =>
        double.IsFinite(magnitude) && magnitude > Math.Abs(sum) * (1 + 1e-9)
            ? $"   ({Percent(1 - Math.Abs(sum) / magnitude)} cancelled)"
            : "";

    private static string Count(long paths) =>
        (paths >= ChainPaths.Countless ? "over 10^18" : paths.ToString(CultureInfo.InvariantCulture))
        + (paths == 1 ? " more path" : " more paths");

    private string Signed(double value) => value > 0 ? $"+{notation.Number(value)}" : notation.Number(value);

    private static string Percent(double share) =>
        double.IsNaN(share) ? "" : Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + " %";
}

using System.Globalization;

namespace ChainRule.Explanations;

/// <summary>
/// Writes the chain rule for each parameter: of one path the factors and their product, of several each path's product, their
/// sum, and how much of them cancelled.
/// </summary>
internal sealed class ChainText(Explanation explanation, Style style)
{
    /// <summary>How many paths are written out, and how many factors of each.</summary>
    public const int PathsShown = 10, FactorsShown = 12;

    private const int NodesShown = 5, LabelLength = 7, BarLength = 10;

    private readonly Derivation derivation = explanation.Derivation;
    private readonly RowWriter writer = new(explanation.Derivation, style);
    private readonly ChainPaths? paths = explanation.Derivation.IsScalar ? new ChainPaths(explanation.Derivation) : null;

    public IEnumerable<string> Lines() => explanation.Parameters.SelectMany((parameter, i) => Lines(parameter, derivation.Wrt[i]));

    /// <summary>The lines of one parameter.</summary>
    public IReadOnlyList<string> Lines(int parameter) => Lines(explanation.Parameters[parameter], derivation.Wrt[parameter]);

    private List<string> Lines(ParameterRow parameter, Tensor wrt)
    {
        var name = derivation.Names.Partial(style, derivation.Output, wrt);
        var gradient = style.Value(parameter.Gradient);
        if (parameter.Paths is not [var path, ..]) return [$"{name} = {gradient}"];
        return parameter.Paths.Count > 1 ? Sum(name, parameter, wrt)
            : path.Factors.Count < 2 ? [$"{name} = {gradient}"]
            : [$"{name} = {Product(paths!.From(wrt)[0], path)} = {gradient}"];
    }

    /// <summary>The derivatives along a path, the output's first, and their numbers.</summary>
    private string Product(Edge[] edges, ChainPath path)
    {
        var partials = Short([.. edges.Reverse()], FactorsShown, style.Ellipsis,
            edge => derivation.Names.Partial(style, edge.Of, edge.From));
        var factors = Short([.. path.Factors.Reverse()], FactorsShown, style.Ellipsis, factor => $"({style.Number(factor)})");
        return $"{string.Join(style.Unicode ? " · " : " * ", partials)} = {string.Concat(factors)}";
    }

    private List<string> Sum(string name, ParameterRow parameter, Tensor wrt)
    {
        var table = new TextTable(["  ", "  ", "   ", "   ", " "], 3, 4);
        var shown = paths!.From(wrt).Zip(parameter.Paths).Take(PathsShown).ToList();
        for (var i = 0; i < shown.Count; i++)
        {
            var (edges, path) = shown[i];
            var share = path.Share is > 0 and < 0.005 ? "<1 %" : Percent(path.Share);
            var bar = string.Concat(Enumerable.Repeat(style.Block, (int)Math.Round(path.Share * BarLength)));
            table.Add(i == 0 ? name : "", $"path {i + 1}", Way(wrt, edges), Signed(path.Product), share, bar);
        }
        var more = parameter.Paths.Count - shown.Count + parameter.MorePaths;
        if (more > 0) table.Add("", Count(more), "", "", "", "");
        var total = parameter.Gradient.Item();
        table.Add("", "sum", "", style.Number(total), "", "");
        var lines = table.Lines();
        lines[^1] += Cancelled(total, paths.Magnitude(wrt));
        return lines;
    }

    private string Way(Tensor wrt, Edge[] edges)
    {
        Tensor[] way = [wrt, .. edges.Select(edge => edge.Of)];
        return string.Join(style.Arrow, Short(way, NodesShown, style.Ellipsis, tensor => writer.Label(tensor, LabelLength)));
    }

    /// <summary>The first ones and the last, with a sign for those between where there are too many.</summary>
    public static IEnumerable<string> Short<T>(T[] parts, int limit, string ellipsis, Func<T, string> write) =>
        parts.Length <= limit ? parts.Select(write) : [.. parts.Take(limit - 2).Select(write), ellipsis, write(parts[^1])];

    private static string Cancelled(double sum, double magnitude) =>
        double.IsFinite(magnitude) && magnitude > Math.Abs(sum) * (1 + 1e-9)
            ? $"   ({Percent(1 - Math.Abs(sum) / magnitude)} cancelled)"
            : "";

    private static string Count(long paths) =>
        (paths >= ChainPaths.Countless ? "over 10^18" : paths.ToString(CultureInfo.InvariantCulture))
        + (paths == 1 ? " more path" : " more paths");

    private string Signed(double value) => value > 0 ? $"+{style.Number(value)}" : style.Number(value);

    private static string Percent(double share) =>
        double.IsNaN(share) ? "" : Math.Round(share * 100).ToString(CultureInfo.InvariantCulture) + " %";
}

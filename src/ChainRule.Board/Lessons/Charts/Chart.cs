using System.Globalization;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// A chart as SVG: two axes with round ticks, and marks between them. It can be read at a width of 320 pixels, follows the page's light or
/// dark colours, and says in words what it shows.
/// </summary>
internal sealed class Chart
{
    public const double Width = 360;
    public const double Height = 280;
    private const double Top = 68;
    private const double Bottom = Height - 42;
    private const double Right = Width - 12;
    private const double CharWidth = 7.3;
    private const int XTicks = 5;
    private const int YTicks = 5;

    private readonly string[] labels;
    private readonly double left;

    /// <summary>A chart without marks.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="description">What is to be seen in it, for who does not see it.</param>
    /// <param name="x">The axis to the right, with its name.</param>
    /// <param name="y">The axis upward, with its name.</param>
    public Chart(string title, string description, (string Name, Scale Scale) x, (string Name, Scale Scale) y)
    {
        (Title, Description, X, Y) = (title, description, x, y);
        labels = Scale.Labels(Y.Scale.Ticks(YTicks));
        left = 14 + CharWidth * labels.Append("0").Max(label => label.Length);
    }

    public string Title { get; }

    public string Description { get; }

    public (string Name, Scale Scale) X { get; }

    public (string Name, Scale Scale) Y { get; }

    public List<Mark> Marks { get; } = [];

    /// <summary>Where its numbers lie.</summary>
    public ChartFrame Frame => new(X.Scale, Y.Scale, left / Width, Top / Height, Right / Width, Bottom / Height);

    /// <summary>The chart, to stand in a page or in a file of its own.</summary>
    public string ToSvg()
    {
        var id = ChartStyle.IdOf(Title, Description);
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" class="cr-chart" viewBox="0 0 {Width} {Height}" role="img" aria-labelledby="{id}-t" aria-describedby="{id}-d">""");
        svg.Append($"""<title id="{id}-t">{XmlText.Encode(Title)}</title><desc id="{id}-d">{XmlText.Encode(Description)}</desc>""");
        svg.Append(ChartStyle.Css).Append("""<rect class="paper" width="100%" height="100%"/>""");
        Text(svg, "title", 10, 21, Title);
        Legend(svg);
        Axes(svg);
        var canvas = new MarkWriter(svg, new(X.Scale, Y.Scale, Right - left, Bottom - Top));
        svg.Append(CultureInfo.InvariantCulture,
            $"""<svg x="{ChartNumbers.Place(left)}" y="{Top}" width="{ChartNumbers.Place(Right - left)}" height="{Bottom - Top}" overflow="hidden">""");
        foreach (var mark in Marks) canvas.Write(mark);
        return svg.Append("</svg></svg>").ToString();
    }

    private void Legend(StringBuilder svg)
    {
        var x = 10.0;
        foreach (var mark in Marks.Where(mark => mark.Label is not null))
        {
            MarkWriter.Swatch(svg, mark, x, 37);
            Text(svg, ChartStyle.TextClass(mark.Ink), x + 22, 41, mark.Label!);
            x += 32 + CharWidth * 0.94 * mark.Label!.Length;
        }
    }

    private void Axes(StringBuilder svg)
    {
        Text(svg, "name", 10, Top - 9, Y.Name);
        Text(svg, "name end", Right, Height - 7, X.Name);
        foreach (var (tick, label) in Y.Scale.Ticks(YTicks).Zip(labels))
        {
            var y = Bottom - (Bottom - Top) * Y.Scale.Share(tick);
            Line(svg, left, y, Right, y);
            Text(svg, "tick end", left - 6, y + 4, label);
        }
        var ticks = X.Scale.Ticks(XTicks);
        foreach (var (tick, label) in ticks.Zip(Scale.Labels(ticks)))
        {
            var x = left + (Right - left) * X.Scale.Share(tick);
            Line(svg, x, Top, x, Bottom);
            Text(svg, "tick middle", Math.Min(x, Width - 4 - CharWidth * label.Length / 2), Bottom + 17, label);
        }
    }

    private static void Line(StringBuilder svg, double x1, double y1, double x2, double y2) =>
        svg.Append($"""<line class="grid" x1="{ChartNumbers.Place(x1)}" y1="{ChartNumbers.Place(y1)}" x2="{ChartNumbers.Place(x2)}" y2="{ChartNumbers.Place(y2)}"/>""");

    private static void Text(StringBuilder svg, string kind, double x, double y, string text) =>
        svg.Append($"""<text class="{kind}" x="{ChartNumbers.Place(x)}" y="{ChartNumbers.Place(y)}">{XmlText.Encode(text)}</text>""");
}

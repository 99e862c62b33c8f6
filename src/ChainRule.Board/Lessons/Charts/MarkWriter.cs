using System.Globalization;
using System.Text;

namespace ChainRule.Board;

/// <summary>Where a chart's numbers lie on the page.</summary>
internal sealed record Plane(Scale X, Scale Y, double Width, double Height)
{
    // Far outside they are clipped anyway; browsers draw nothing of a line to 10³⁰⁰.
    private const double Far = 20;

    public ChartPoint Place(ChartPoint point) =>
        new(Width * Math.Clamp(X.Share(point.X), -Far, Far), Height * (1 - Math.Clamp(Y.Share(point.Y), -Far, Far)));
}

/// <summary>Writes a chart's marks as SVG.</summary>
internal sealed class MarkWriter(StringBuilder svg, Plane plane)
{
    private const double Head = 8;
    private const int Shades = 12;
    private const double TrailPitch = 6, TrailRadius = 2;

    public void Write(Mark mark)
    {
        var ink = ChartStyle.ClassOf(mark.Ink);
        switch (mark)
        {
            case Mark.Line line:
                svg.Append(
                    $"""<path class="line {ink}{(line.Dashed ? " dashed" : "")}{(line.Thin ? " thin" : "")}" d="{Path(line.Points)}"/>""");
                break;
            case Mark.Dots dots:
                foreach (var point in dots.Points.Where(point => point.IsFinite).Select(plane.Place))
                    svg.Append($"""<circle class="{(dots.Hollow ? "hollow" : "dot")} {ink}" cx="{ChartNumbers.Place(point.X)}" cy="{ChartNumbers.Place(point.Y)}" r="{ChartNumbers.Place(dots.Radius)}"/>""");
                break;
            case Mark.Trail trail:
                foreach (var point in Apart(trail.Points.Where(point => point.IsFinite).Select(plane.Place)))
                    svg.Append($"""<circle class="fill {ink}" cx="{ChartNumbers.Place(point.X)}" cy="{ChartNumbers.Place(point.Y)}" r="{ChartNumbers.Place(TrailRadius)}"/>""");
                break;
            case Mark.Arrow { From.IsFinite: true, To.IsFinite: true } arrow:
                Write(arrow, ink);
                break;
            case Mark.Segments segments:
                svg.Append($"""<path class="line thin {ink}" opacity="{ChartNumbers.Place(segments.Opacity)}" d="{string.Concat(segments.Lines.Select(line => Path([line.From, line.To])))}"/>""");
                break;
            case Mark.Cells cells:
                Write(cells);
                break;
        }
    }

    /// <summary>A small sample of a mark for the legend.</summary>
    public static void Swatch(StringBuilder svg, Mark mark, double x, double y)
    {
        var ink = ChartStyle.ClassOf(mark.Ink);
        svg.Append(mark switch
        {
            Mark.Dots dots =>
                $"""<circle class="{(dots.Hollow ? "hollow" : "dot")} {ink}" cx="{ChartNumbers.Place(x + 9)}" cy="{ChartNumbers.Place(y)}" r="4.5"/>""",
            Mark.Trail => $"""<circle class="fill {ink}" cx="{ChartNumbers.Place(x + 9)}" cy="{ChartNumbers.Place(y)}" r="3"/>""",
            Mark.Cells =>
                $"""<rect class="fill {ink}" opacity="0.5" x="{ChartNumbers.Place(x + 3)}" y="{ChartNumbers.Place(y - 5)}" width="12" height="10"/>""",
            Mark.Arrow => $"""<path class="line {ink}" d="M{ChartNumbers.Place(x)} {ChartNumbers.Place(y)}h16m-5 -4l5 4l-5 4"/>""",
            Mark.Line { Dashed: true } => $"""<path class="line dashed {ink}" d="M{ChartNumbers.Place(x)} {ChartNumbers.Place(y)}h17"/>""",
            _ => $"""<path class="line {ink}" d="M{ChartNumbers.Place(x)} {ChartNumbers.Place(y)}h17"/>""",
        });
    }

    /// <summary>One point of each small square: a way that goes to and fro comes by the same place again and again.</summary>
    private static IEnumerable<ChartPoint> Apart(IEnumerable<ChartPoint> points) =>
        points.DistinctBy(point => (Math.Round(point.X / TrailPitch), Math.Round(point.Y / TrailPitch)));

    private string Path(IReadOnlyList<ChartPoint> points)
    {
        var (path, isPenDown) = (new StringBuilder(), false);
        foreach (var place in points.Select(point => point.IsFinite ? plane.Place(point) : point))
        {
            if (place.IsFinite)
                path.Append(isPenDown ? 'L' : 'M').Append(ChartNumbers.Place(place.X)).Append(' ').Append(ChartNumbers.Place(place.Y));
            isPenDown = place.IsFinite;
        }
        return path.ToString();
    }

    private void Write(Mark.Arrow arrow, string ink)
    {
        var (from, to) = (plane.Place(arrow.From), plane.Place(arrow.To));
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        var length = Math.Sqrt(dx * dx + dy * dy);
        if (length < 1) return;
        var (ux, uy, head) = (dx / length, dy / length, Math.Min(Head, length));
        string Corner(double along, double across) =>
            $"{ChartNumbers.Place(to.X - along * ux - across * uy)} {ChartNumbers.Place(to.Y - along * uy + across * ux)}";
        svg.Append($"""<path class="line {ink}" d="M{ChartNumbers.Place(from.X)} {ChartNumbers.Place(from.Y)}L{Corner(head, 0)}"/>""");
        svg.Append($"""<path class="fill {ink}" d="M{Corner(0, 0)}L{Corner(head, head / 2)}L{Corner(head, -head / 2)}Z"/>""");
    }

    /// <summary>A path for each shade, in which equal neighbours of a row are one.</summary>
    private void Write(Mark.Cells cells)
    {
        var (columns, rows) = (cells.Columns, cells.Values.Count / cells.Columns);
        svg.Append(CultureInfo.InvariantCulture,
            $"""<g shape-rendering="crispEdges" transform="translate(0 {ChartNumbers.Place(plane.Height)}) scale({plane.Width / columns:0.#####} {-plane.Height / rows:0.#####})">""");
        foreach (var shade in Runs(cells.Values, columns).Where(run => run.Shade != 0).GroupBy(run => run.Shade))
        {
            var path = string.Concat(
                shade.Select(run => string.Create(CultureInfo.InvariantCulture, $"M{run.Column} {run.Row}h{run.Length}v1h-{run.Length}z")));
            svg.Append($"""<path class="fill {ChartStyle.ClassOf(shade.Key < 0 ? cells.Ink : cells.Other)}" opacity="{ChartNumbers.Place(0.5 * Math.Abs(shade.Key) / Shades)}" d="{path}"/>""");
        }
        svg.Append("</g>");
    }

    private static IEnumerable<(int Column, int Row, int Length, int Shade)> Runs(IReadOnlyList<double> values, int columns)
    {
        for (var start = 0; start < values.Count;)
        {
            var (end, shade) = (start + 1, Shade(values[start]));
            while (end % columns != 0 && Shade(values[end]) == shade) end++;
            yield return (start % columns, start / columns, end - start, shade);
            start = end;
        }
    }

    /// <summary>How far a value lies from one half, in whole shades; 0 where it is not finite.</summary>
    private static int Shade(double value) => double.IsFinite(value) ? (int)Math.Round(Shades * Math.Clamp(2 * value - 1, -1, 1)) : 0;
}

namespace ChainRule.Board;

/// <summary>The loss over two numbers, as a landscape seen from above: lines of equal loss, and the way of a descent.</summary>
public sealed class LossMap
{
    // So many squares of curved lines look smooth, and a page that is interpreted draws them anew at each step.
    private const int Side = 25;
    private const int Lines = 12;
    private const double RoomBeside = 0.3;

    private readonly NumberGrid grid;

    private LossMap(string loss, string x, string y, NumberGrid grid, IReadOnlyList<ChartPoint> path, ChartPoint next) =>
        (Loss, X, Y, this.grid, Path, Next) = (loss, x, y, grid, path, next);

    /// <summary>The loss, as on the board.</summary>
    public string Loss { get; }

    /// <summary>The number to the right.</summary>
    public string X { get; }

    /// <summary>The number upward.</summary>
    public string Y { get; }

    /// <summary>The way so far; its last point is where the numbers are.</summary>
    public IReadOnlyList<ChartPoint> Path { get; }

    /// <summary>Where the next step leads.</summary>
    public ChartPoint Next { get; }

    /// <summary>Where the numbers lie in the picture.</summary>
    public ChartFrame Frame => Chart("").Frame;

    /// <summary>The landscape around where the two numbers are, wide enough for the way so far and the next step.</summary>
    /// <param name="problem">What is to be made small.</param>
    /// <param name="x">A parameter, with which of its numbers.</param>
    /// <param name="y">Another, or another of its numbers.</param>
    /// <param name="rate">The learning rate of the step that is shown.</param>
    /// <param name="descent">The way so far, if there is one.</param>
    /// <param name="within">
    /// A map of the same landscape, which is kept with its axes while a hand moves the two numbers and nothing else.
    /// </param>
    /// <exception cref="BoardException">There is no such parameter or element, or the two are one.</exception>
    public static LossMap Of(Problem problem, (string Name, int Element) x, (string Name, int Element) y, double rate = 0.1,
        Descent? descent = null, LossMap? within = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (x == y) throw new BoardException($"a map needs two numbers, and {x.Name} is given twice");
        var (right, up) = (Coordinate.Find(problem, x.Name, x.Element), Coordinate.Find(problem, y.Name, y.Element));
        var slopes = Tensor.Evaluate(Gradient.Of(problem.Output, [right.Parameter, up.Parameter]));
        var here = new ChartPoint(right.Value, up.Value);
        var next = new ChartPoint(here.X - rate * slopes[0][right.Element], here.Y - rate * slopes[1][up.Element]);
        List<ChartPoint> path = [.. Way(descent, x, y), here];
        return new(LossCurve.OutputName(problem), right.Name, up.Name, within?.grid ?? Landscape(problem, right, up, [.. path, next]), path,
            next);
    }

    /// <summary>The map as SVG.</summary>
    public string ToSvg()
    {
        var levels = Contours.Levels(grid, Lines);
        var chart = Chart(Description(levels));
        chart.Marks.AddRange(Marks(levels));
        return chart.ToSvg();
    }

    /// <summary>The same without axes and words, for a page that has <see cref="PictureStyle.Sheet"/>.</summary>
    internal string ToSketch() =>
        ChartSketch.Render($"{Loss} over {X} and {Y}", grid.X, grid.Y, [.. Marks(Contours.Levels(grid, Lines))]);

    private Chart Chart(string description) => new($"{Loss} over {X} and {Y}", description, (X, grid.X), (Y, grid.Y));

    private static NumberGrid Landscape(Problem problem, Coordinate right, Coordinate up, IEnumerable<ChartPoint> points)
    {
        var (scaleX, scaleY) = Ranges([.. points.Where(point => point.IsFinite)]);
        var probe = new LossProbe(problem, right, up);
        return NumberGrid.Of(scaleX, scaleY, Side, (a, b) => probe.At(a, b));
    }

    private IEnumerable<Mark> Marks(IReadOnlyList<double> levels)
    {
        for (var i = 0; i < levels.Count; i++)
            yield return new Mark.Segments(Ink.Forward, Contours.At(grid, levels[i]), i == 0 ? $"equal {Loss}" : null,
                0.95 - 0.65 * i / Lines);
        yield return new Mark.Line(Ink.Quiet, Path);
        yield return new Mark.Trail(Ink.Quiet, [.. Path.SkipLast(1)], Path.Count > 1 ? "before" : null);
        yield return new Mark.Arrow(Ink.Chain, Path[^1], Next, "step");
        yield return new Mark.Dots(Ink.Chain, [Path[^1]], "now", 5);
    }

    private static IEnumerable<ChartPoint> Way(Descent? descent, (string Name, int Element) x, (string Name, int Element) y)
    {
        if (descent is null) return [];
        var (i, j) = (descent.IndexOf(x.Name, x.Element), descent.IndexOf(y.Name, y.Element));
        return descent.History.Select(point => new ChartPoint(point.Parameters[i], point.Parameters[j]));
    }

    /// <summary>Room for all points; both numbers have the same scale's width, unless one of them goes much farther.</summary>
    private static (Scale X, Scale Y) Ranges(List<ChartPoint> points)
    {
        var (x, y) = (Extent(points.Select(point => point.X)), Extent(points.Select(point => point.Y)));
        var least = Math.Max(1, 0.4 * Math.Max(x.Spread, y.Spread));
        return (Wide(x, least), Wide(y, least));
    }

    private static (double Middle, double Spread) Extent(IEnumerable<double> values)
    {
        var all = values.DefaultIfEmpty(0).ToList();
        return ((all.Min() + all.Max()) / 2, all.Max() - all.Min());
    }

    private static Scale Wide((double Middle, double Spread) side, double least)
    {
        var half = Math.Max(side.Spread, least) * (0.5 + RoomBeside);
        return new(side.Middle - half, side.Middle + half);
    }

    private string Description(IReadOnlyList<double> levels) =>
        $"The descent stands at {X} = {ChartNumbers.Short(Path[^1].X)}, {Y} = {ChartNumbers.Short(Path[^1].Y)}, and the next step leads "
        + $"to {ChartNumbers.Short(Next.X)}, {ChartNumbers.Short(Next.Y)}. "
        + (levels.Count == 0
            ? $"{Loss} is the same everywhere."
            : $"The lines show where {Loss} is {string.Join(", ", levels.Select(ChartNumbers.Short))}, from the inmost out.");
}

using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// The loss over one number, all others as they are: the curve, the tangent whose slope is the gradient, and the step that gradient
/// descent takes from here.
/// </summary>
/// <example><code>
/// var curve = LossCurve.Of(problem, "w", rate: 0.1, descent: descent);
/// var svg = curve.ToSvg();
/// </code></example>
public sealed class LossCurve
{
    private const int Points = 161;
    private const int PathShown = 20;
    private const double RoomBeside = 0.35;
    private const double TangentShare = 0.16;

    private LossCurve(string name, string loss, IReadOnlyList<ChartPoint> curve, ChartPoint here, double slope, ChartPoint next,
        IReadOnlyList<ChartPoint> path, Scale? height)
    {
        (Name, Loss, Curve, Here, Slope, Next, Path) = (name, loss, curve, here, slope, next, path);
        Height = height ?? LossScale();
    }

    /// <summary>The number, as on the board.</summary>
    public string Name { get; }

    /// <summary>The loss, as on the board.</summary>
    public string Loss { get; }

    /// <summary>The curve; where the loss is not finite the line is broken.</summary>
    public IReadOnlyList<ChartPoint> Curve { get; }

    /// <summary>The value now, and the loss.</summary>
    public ChartPoint Here { get; }

    /// <summary>The gradient: the slope of the tangent.</summary>
    public double Slope { get; }

    /// <summary>Where a step of gradient descent along this number alone leads, on the curve.</summary>
    public ChartPoint Next { get; }

    /// <summary>
    /// The last values of the way of the descent, put on this curve. It lies on the losses that were seen only where nothing but this
    /// number moved.
    /// </summary>
    public IReadOnlyList<ChartPoint> Path { get; }

    /// <summary>Where the numbers lie in the picture.</summary>
    public ChartFrame Frame => Chart().Frame;

    /// <summary>The loss over a number around where it is, with what the way so far and the next step need.</summary>
    /// <param name="problem">What is to be made small.</param>
    /// <param name="name">A parameter.</param>
    /// <param name="element">Which of its numbers.</param>
    /// <param name="rate">The learning rate of the step that is shown.</param>
    /// <param name="descent">The way so far, if there is one.</param>
    /// <param name="within">A curve whose axes are kept, so that they stay while a hand moves the number.</param>
    /// <exception cref="BoardException">There is no such parameter or element.</exception>
    public static LossCurve Of(Problem problem, string name, int element = 0, double rate = 0.1, Descent? descent = null,
        LossCurve? within = null)
    {
        ArgumentNullException.ThrowIfNull(problem);
        var coordinate = Coordinate.Find(problem, name, element);
        var probe = new LossProbe(problem, coordinate);
        ChartPoint On(double value) => new(value, probe.At(value));
        var slope = Gradient.Of(problem.Output, coordinate.Parameter).Evaluate()[element];
        var next = On(coordinate.Value - rate * slope);
        List<ChartPoint> path = [.. Way(descent, name, element).Select(On)];
        var range = within?.Span ?? Range([coordinate.Value, next.X, .. path.Select(point => point.X)]);
        return new(coordinate.Name, OutputName(problem), [.. Enumerable.Range(0, Points).Select(i => On(range.At(i / (Points - 1.0))))],
            On(coordinate.Value), slope, next, path, within?.Height);
    }

    /// <summary>The curve as SVG.</summary>
    public string ToSvg()
    {
        var chart = Chart();
        chart.Marks.AddRange(Marks());
        return chart.ToSvg();
    }

    /// <summary>The same without axes and words, for a page that has <see cref="PictureStyle.Sheet"/>.</summary>
    /// <param name="withSteps">Whether the way and the next step are drawn besides the slope.</param>
    internal string ToSketch(bool withSteps) => ChartSketch.Render($"{Loss} over {Name}", Span, Height,
        withSteps ? [.. Marks()] : [new Mark.Line(Ink.Forward, Curve), Tangent(2 * TangentShare),
            new Mark.Dots(Ink.Forward, [Here], Radius: 5)]);

    /// <summary>What the board calls the loss.</summary>
    public static string OutputName(Problem problem) =>
        FormulaNotation.Pretty.Name(NodeNames.Of(problem.Output), problem.Output);

    private Chart Chart() => new($"{Loss} over {Name}", Description(), (Name, Span), (Loss, Height));

    private Scale Height { get; }

    private Scale Span => new(Curve[0].X, Curve[^1].X);

    private IEnumerable<Mark> Marks()
    {
        yield return new Mark.Line(Ink.Forward, Curve);
        if (double.IsFinite(Slope) && Here.IsFinite) yield return Tangent(TangentShare);
        if (Path.Count > 1) yield return new Mark.Line(Ink.Quiet, Path, Thin: true);
        if (Path.Count > 1) yield return new Mark.Trail(Ink.Quiet, [.. Path.SkipLast(1)], "before");
        yield return new Mark.Arrow(Ink.Chain, Here, Next, "step");
        yield return new Mark.Dots(Ink.Chain, [Next], Radius: 4, Hollow: true);
        yield return new Mark.Dots(Ink.Forward, [Here], "now", 5);
    }

    private static IEnumerable<double> Way(Descent? descent, string name, int element)
    {
        if (descent is null) return [];
        var index = descent.IndexOf(name, element);
        return descent.History.TakeLast(PathShown).Select(point => point.Parameters[index]);
    }

    /// <summary>Wide enough for all points, and never so narrow that a curve looks straight.</summary>
    private static Scale Range(IReadOnlyList<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        var room = Math.Max(RoomBeside * (high - low), 0.75 * Math.Max(Math.Abs(values[0]), 0.5));
        return double.IsFinite(high - low) && double.IsFinite(room) ? new(low - room, high + room) : new(values[0] - 1, values[0] + 1);
    }

    /// <summary>Where the curve shoots up, what matters is not pressed flat.</summary>
    private Scale LossScale()
    {
        var losses = Curve.Where(point => point.IsFinite).Select(point => point.Y).ToList();
        var matter = Path.Append(Here).Append(Next).Where(point => point.IsFinite).Select(point => point.Y).ToList();
        if (losses.Count == 0 || matter.Count == 0) return Scale.Around(losses.Concat(matter));
        var low = Math.Min(losses.Min(), matter.Min());
        var top = Math.Max(matter.Max(), losses.Order().ElementAt(losses.Count / 2));
        return Scale.Around([low, Math.Min(Math.Max(losses.Max(), matter.Max()), low + 2.5 * (top - low))]);
    }

    private Mark.Line Tangent(double share)
    {
        var half = share * (Curve[^1].X - Curve[0].X);
        return new(Ink.Local, [new(Here.X - half, Here.Y - half * Slope), new(Here.X + half, Here.Y + half * Slope)],
            $"slope {Number(Slope)}", Dashed: true);
    }

    private string Description() => $"At {Name} = {Number(Here.X)} {Loss} is {Number(Here.Y)} and the slope {Number(Slope)}. "
        + $"The next step leads to {Name} = {Number(Next.X)}, where {Loss} is {Number(Next.Y)}.";

    private static string Number(double value) => ChartNumbers.Short(value);
}

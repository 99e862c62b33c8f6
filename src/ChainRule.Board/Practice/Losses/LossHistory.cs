namespace ChainRule.Board;

/// <summary>The loss over the steps of a descent.</summary>
public static class LossHistory
{
    /// <summary>The curve as SVG; by powers of ten where the losses span some.</summary>
    public static string ToSvg(Descent descent)
    {
        ArgumentNullException.ThrowIfNull(descent);
        List<ChartPoint> points = [.. descent.History.Select(point => new ChartPoint(point.Step, point.Loss))];
        var (first, last, name) = (points[0], points[^1], LossCurve.OutputName(descent.Problem));
        var chart = new Chart($"{name} step by step",
            $"After {last.X} steps {name} went from {ChartNumbers.Short(first.Y)} to {ChartNumbers.Short(last.Y)}; its least was {ChartNumbers.Short(points.Min(point => point.Y))}.",
            ("step", new Scale(0, 1.04 * Math.Max(5, last.X))), (name, Scale.Logarithmic([.. points.Select(point => point.Y)])));
        chart.Marks.Add(new Mark.Line(Ink.Forward, points));
        if (last.IsFinite) chart.Marks.Add(new Mark.Dots(Ink.Forward, [last], $"now {ChartNumbers.Short(last.Y)}"));
        return chart.ToSvg();
    }
}

namespace ChainRule.Board;

/// <summary>The losses of a training, one after the other.</summary>
/// <param name="Name">What they are the losses of; <see langword="null"/> where there is nothing to tell apart.</param>
/// <param name="Points">Step or epoch, and loss; where the loss is not finite the line is broken.</param>
public sealed record LossSeries(string? Name, IReadOnlyList<ChartPoint> Points);

/// <summary>Losses over the steps of a descent or the epochs of a training.</summary>
public static class LossHistory
{
    /// <summary>The losses of a descent as SVG; by powers of ten where they span some.</summary>
    public static string ToSvg(Descent descent)
    {
        ArgumentNullException.ThrowIfNull(descent);
        var name = LossCurve.OutputName(descent.Problem);
        return ToSvg($"{name} step by step", "step", name,
            new LossSeries(null, [.. descent.History.Select(point => new ChartPoint(point.Step, point.Loss))]));
    }

    /// <summary>The losses of one training or several as SVG; by powers of ten where they span some.</summary>
    /// <param name="title">What the chart is called.</param>
    /// <param name="step">What is counted: step, epoch.</param>
    /// <param name="loss">What the loss is called.</param>
    /// <param name="series">The losses, in their order.</param>
    public static string ToSvg(string title, string step, string loss, params IReadOnlyList<LossSeries> series)
    {
        ArgumentNullException.ThrowIfNull(series);
        series = [.. series.Where(one => one.Points.Count > 0)];
        List<ChartPoint> all = [.. series.SelectMany(one => one.Points)];
        var (first, last) = (all.Select(point => point.X).DefaultIfEmpty(0).Min(), all.Select(point => point.X).DefaultIfEmpty(0).Max());
        var chart = new Chart(title, string.Join(' ', series.Select(one => Words(one, step, loss))),
            (step, new Scale(first, first + 1.04 * Math.Max(1, last - first))),
            (loss, Scale.Logarithmic([.. all.Select(point => point.Y)])));
        foreach (var (i, one) in series.Index())
        {
            var ink = i == 0 ? Ink.Forward : Ink.Local;
            chart.Marks.Add(new Mark.Line(ink, one.Points, one.Name, Dashed: i > 0));
            chart.Marks.Add(new Mark.Dots(ink, [one.Points[^1]], one.Name is null ? $"now {ChartNumbers.Short(one.Points[^1].Y)}" : null));
        }
        return chart.ToSvg();
    }

    private static string Words(LossSeries series, string step, string loss)
    {
        var (first, last) = (series.Points[0], series.Points[^1]);
        return $"{(series.Name is { } name ? $"{name}: " : "")}{loss} goes from {ChartNumbers.Short(first.Y)} at {step} {first.X} "
        + $"to {ChartNumbers.Short(last.Y)} at {step} {last.X}; "
            + $"the least is {ChartNumbers.Short(series.Points.Select(point => point.Y).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Min())}.";
    }
}

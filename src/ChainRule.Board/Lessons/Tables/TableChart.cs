using System.Globalization;
using ChainRule.Training;

namespace ChainRule.Board;

/// <summary>Draws a fit: the points with the fitted curve, or what is predicted against what should be.</summary>
internal static class TableChart
{
    private const int CurvePoints = 121;
    private const int MaxDots = 600;

    /// <param name="fit">What is drawn.</param>
    /// <param name="within">Axes that are kept; none where they follow the data.</param>
    public static Chart Of(TableFit fit, ChartFrame? within) => fit.Inputs.Count == 1 ? Curve(fit, within) : Against(fit);

    private static Chart Curve(TableFit fit, ChartFrame? within)
    {
        var (name, target) = (fit.Inputs[0], fit.TargetName);
        var points = Dots(fit.Data[name].Value.ToDoubles(), fit.Target.Value.ToDoubles());
        var range = within?.X ?? Scale.Around(fit.Data[name].Value.ToDoubles());
        double[] inputs = [.. Enumerable.Range(0, CurvePoints).Select(i => range.At(i / (CurvePoints - 1.0)))];
        var over = fit.Over(new Dictionary<string, Input> { [name] = new(TensorData.Wrap(inputs, [CurvePoints]), name) });
        var heights = fit.Shown(over).BroadcastTo([CurvePoints]).Evaluate().ToDoubles();
        List<ChartPoint> curve = [.. inputs.Zip(heights, (x, y) => new ChartPoint(x, y))];
        // A curve that shoots away between two points must not press them flat.
        var height = within?.Y ?? Scale.Around(points.Select(point => point.Y), 0.25);
        var (title, above) = (fit.Title(name), fit.Title(target));
        return Draw(new Chart($"{above} over {title}", Words(fit), (title, range), (above, height)), points,
            new(Ink.Chain, curve, "fitted"), "data");
    }

    private static Chart Against(TableFit fit)
    {
        var target = fit.Target.Value.ToDoubles();
        var predicted = fit.Shown(fit.Prediction).BroadcastTo(fit.Target.Shape).Evaluate().ToDoubles();
        var range = Scale.Around(target.Concat(predicted));
        var chart = new Chart($"Predicted against {fit.Title(fit.TargetName)}", Words(fit), (fit.Title(fit.TargetName), range),
            ("predicted", range));
        return Draw(chart, Dots(target, predicted),
            new(Ink.Quiet, [new(range.Low, range.Low), new(range.High, range.High)], "equal", Dashed: true), "rows");
    }

    private static Chart Draw(Chart chart, List<ChartPoint> points, Mark.Line line, string label)
    {
        chart.Marks.Add(new Mark.Dots(Ink.Forward, points, label, points.Count > 100 ? 2.5 : 4));
        chart.Marks.Add(line);
        return chart;
    }

    /// <summary>Not more than an eye can tell apart, evenly chosen.</summary>
    private static List<ChartPoint> Dots(double[] x, double[] y) =>
        [.. Enumerable
            .Range(0, Math.Min(MaxDots, x.Length))
            .Select(i => (int)((long)i * x.Length / Math.Min(MaxDots, x.Length)))
            .Select(i => new ChartPoint(x[i], y[i]))];

    private static string Words(TableFit fit)
    {
        var values = string.Join(", ",
            fit.Parameters.Select(parameter => $"{parameter.Name} = {ChartNumbers.Short(parameter.Value.Item())}"));
        return $"{fit.Table.Rows} {(fit.Table.Rows == 1 ? "row" : "rows")}; {values}. {Agreement(fit.Metrics())}";
    }

    private static string Agreement(FitMetrics metrics) => metrics switch
    {
        { Accuracy: { } accuracy } => string.Create(CultureInfo.InvariantCulture, $"{100 * accuracy:0.#} % of the rows are told right."),
        { R2: { } r2, Rmse: { } rmse } => $"R² is {ChartNumbers.Short(r2)}, the root mean squared error {ChartNumbers.Short(rmse)}.",
        _ => "",
    };
}

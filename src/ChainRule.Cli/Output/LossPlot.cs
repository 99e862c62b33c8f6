using ChainRule.Training;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace ChainRule.Cli.Output;

/// <summary>The curves of the losses by epoch, as SVG.</summary>
internal static class LossPlot
{
    private const double Width = 720;
    private const double Height = 440;

    public static string Of(TrainingResult result, string target)
    {
        // The exporter measures text by Helvetica's widths, which Arial has.
        var plot = new PlotModel { Title = $"Loss for {target}", Background = OxyColors.White, DefaultFont = "Arial" };
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Bottom, Title = "epoch", MinimumMajorStep = 1 });
        plot.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = "loss" });
        plot.Legends.Add(new Legend { LegendPosition = LegendPosition.RightTop, LegendLineSpacing = 6 });
        plot.Series.Add(Curve("training", result.History.Select(epoch => epoch.Loss)));
        plot.Series.Add(Curve("validation", result.History.Select(epoch => epoch.ValidationLoss ?? double.NaN)));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(plot);
    }

    /// <summary>A logarithmic scale has no place for 0.</summary>
    private static LineSeries Curve(string name, IEnumerable<double> losses)
    {
        // The legend cuts off what its estimate of the width leaves out; the blanks are for it to cut.
        var curve = new LineSeries { Title = name + "\u00a0\u00a0\u00a0" };
        curve.Points.AddRange(losses.Select((loss, i) => new DataPoint(i + 1, loss > 0 ? loss : double.NaN)));
        return curve;
    }
}

using ChainRule.Board;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>The curves of the losses by epoch, as SVG.</summary>
internal static class LossPlot
{
    public static string Of(TrainingResult result, string target)
    {
        List<LossSeries> series = [Curve("training", result.History.Select(epoch => epoch.Loss))];
        if (result.History.Any(epoch => epoch.ValidationLoss is not null))
            series.Add(Curve("validation", result.History.Select(epoch => epoch.ValidationLoss ?? double.NaN)));
        return LossHistory.ToSvg($"Loss for {target}", "epoch", "loss", series);
    }

    private static LossSeries Curve(string name, IEnumerable<double> losses) =>
        new(name, [.. losses.Select((loss, i) => new ChartPoint(i + 1, loss))]);
}

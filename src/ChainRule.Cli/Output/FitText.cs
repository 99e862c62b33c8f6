using System.Globalization;
using System.Text;
using ChainRule.Cli.Commands;
using ChainRule.Training;

namespace ChainRule.Cli.Output;

/// <summary>A fit's outcome for people.</summary>
internal static class FitText
{
    public static string Of(FitOutcome outcome, bool unicode)
    {
        var (request, result) = (outcome.Request, outcome.Result);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{request.Target} from {string.Join(", ", outcome.Columns)}: {outcome.Rows:N0} {(outcome.Rows == 1 ? "row" : "rows")} "
            + $"of {request.Data}\n");
        if (outcome.Formula.ReadAs is { } readAs) text.Append(CultureInfo.InvariantCulture, $"read as {readAs}\n");
        if (outcome.Classes is [var zero, var one])
            text.Append(CultureInfo.InvariantCulture, $"{request.Target} counts as 0 for {zero} and as 1 for {one}\n");
        text.Append('\n');
        Table(text, [.. outcome.Parameters.Select(p => (p.Name!, Number(p.Value.Item())))]);
        text.Append('\n');
        Table(text, [.. Summary(request, result, unicode)]);
        if (LossChart.Of(result.History, unicode) is { } chart) text.Append('\n').Append(chart);
        return text.ToString().TrimEnd('\n');
    }

    private static IEnumerable<(string, string)> Summary(FitRequest request, FitResult result, bool unicode)
    {
        yield return ("loss", $"{Number(result.Loss)} ({request.Loss})");
        if (result.Metrics.R2 is { } r2)
            yield return (unicode ? "R²" : "R2",
                double.IsNaN(r2) ? "none: the target does not vary" : r2.ToString("F6", CultureInfo.InvariantCulture));
        if (result.Metrics.Accuracy is { } accuracy) yield return ("accuracy", accuracy.ToString("P1", CultureInfo.InvariantCulture));
        yield return ("epochs", result.Epochs.ToString(CultureInfo.InvariantCulture));
        yield return ("stopped", Reason(result.Stop, request));
        yield return ("time", $"{Math.Max(0.01, result.Time.TotalSeconds).ToString("F2", CultureInfo.InvariantCulture)} s");
    }

    private static string Reason(FitStop stop, FitRequest request) => stop switch
    {
        FitStop.Converged => "converged: the loss no longer changes",
        FitStop.Epochs when request.Epochs == 1 => "the only epoch is used up; more may lead further (--epochs)",
        FitStop.Epochs => $"all {request.Epochs} epochs are used up; more may lead further (--epochs)",
        _ => "at a kink of the loss: no step makes it smaller",
    };

    internal static void Table(StringBuilder text, IReadOnlyList<(string Name, string Value)> rows)
    {
        var width = rows.Max(row => row.Name.Length);
        foreach (var (name, value) in rows) text
            .Append("  ")
            .Append(name.PadRight(width))
            .Append(' ')
            .Append(value[0] == '-' ? "" : " ")
            .Append(value)
            .Append('\n');
    }

    private static string Number(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}

using System.Globalization;

namespace ChainRule.Training;

/// <summary>Draws a bar that moves, ten times a second at most, and leaves a line for each epoch.</summary>
internal sealed class ConsoleProgress(TextWriter writer, Func<bool> isTerminal) : IProgress<TrainingProgress>
{
    private const int BarWidth = 24;
    private const long MillisecondsBetween = 100;
    private long drawn = long.MinValue / 2;
    private int length;

    public void Report(TrainingProgress value)
    {
        if (value.Completed is null && !value.IsEnd && Environment.TickCount64 - drawn < MillisecondsBetween) return;
        if (!isTerminal()) return;
        drawn = Environment.TickCount64;
        if (value.Completed is { } epoch) Draw(EpochLine(value, epoch), "\n");
        else if (value.IsEnd) Draw("", "\r");
        else Draw(Bar(value), "");
    }

    /// <summary>Writes over what stood there.</summary>
    private void Draw(string text, string end)
    {
        writer.Write($"\r{text.PadRight(length)}{end}");
        writer.Flush();
        length = end.Length == 0 ? text.Length : 0;
    }

    private string Bar(TrainingProgress value)
    {
        var unicode = writer.Encoding.WebName.StartsWith("utf-", StringComparison.Ordinal);
        var filled = value.Batches == 0 ? BarWidth : (int)((long)BarWidth * value.Batch / value.Batches);
        var bar = new string(unicode ? '█' : '#', filled) + new string(unicode ? '░' : '.', BarWidth - filled);
        return $"{Epoch(value)} {bar} {Losses(value.Loss, value.LearningRate)}, {Time(value.Remaining)} left";
    }

    private static string EpochLine(TrainingProgress value, TrainingEpoch epoch)
    {
        var validation = epoch.Validation is null
            ? ""
            : $"; validation {string.Join(", ", epoch.Validation.Select(metric => $"{metric.Key} {Number(metric.Value)}"))}";
        return $"{Epoch(value)} {Losses(epoch.Loss, epoch.LearningRate)}{validation}; {Time(value.Elapsed)}";
    }

    private static string Epoch(TrainingProgress value) => $"epoch {$"{value.Epoch + 1}".PadLeft($"{value.Epochs}".Length)}/{value.Epochs}";

    private static string Losses(double loss, double rate) => $"loss {Number(loss)}, rate {Number(rate)}";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Time(TimeSpan time) =>
        (time.TotalHours >= 1 ? $"{(long)time.TotalHours}:" : "")
        + time.ToString(time.TotalHours >= 1 ? @"mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}

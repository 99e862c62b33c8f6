using System.Text;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Progress;

/// <summary>What a terminal shows while a model is trained.</summary>
public class ConsoleProgressTests
{
    private static readonly TrainingProgress Half = new()
    {
        Epoch = 2,
        Epochs = 20,
        Batch = 30,
        Batches = 60,
        Loss = 0.123456,
        LearningRate = 0.001,
        Elapsed = TimeSpan.FromSeconds(83),
        Remaining = TimeSpan.FromSeconds(3723),
    };

    [Fact]
    public void A_bar_is_drawn_over_by_the_line_of_its_epoch()
    {
        var writer = new StringWriter();
        var progress = new ConsoleProgress(writer, () => true);
        progress.Report(Half);
        const string bar = "epoch  3/20 ████████████░░░░░░░░░░░░ loss 0.1235, rate 0.001, 1:02:03 left";
        Assert.Equal($"\r{bar}", writer.ToString());
        writer.GetStringBuilder().Clear();
        progress.Report(
            Half with { Completed = new(0.25, 0.001, new Dictionary<string, double> { ["loss"] = 0.5, ["accuracy"] = 0.875 }) });
        Assert.Equal($"\r{"epoch  3/20 loss 0.25, rate 0.001; validation loss 0.5, accuracy 0.875; 1:23".PadRight(bar.Length)}\n",
            writer.ToString());
    }

    [Fact]
    public void At_the_end_no_bar_is_left()
    {
        var writer = new StringWriter();
        var progress = new ConsoleProgress(writer, () => true);
        progress.Report(Half);
        var length = writer.ToString().Length - 1;
        writer.GetStringBuilder().Clear();
        progress.Report(Half with { IsEnd = true });
        Assert.Equal($"\r{new string(' ', length)}\r", writer.ToString());
    }

    [Fact]
    public void A_bar_is_not_drawn_more_often_than_an_eye_sees()
    {
        var writer = new StringWriter();
        var progress = new ConsoleProgress(writer, () => true);
        var before = Environment.TickCount64;
        for (var i = 0; i < 10_000; i++) progress.Report(Half);
        Assert.InRange(writer.ToString().Count(c => c == '\r'), 1, 1 + (Environment.TickCount64 - before) / 100);
    }

    [Fact]
    public void Where_only_ascii_can_be_shown_the_bar_is_of_ascii()
    {
        using var stream = new MemoryStream();
        using var writer = new StreamWriter(stream, Encoding.ASCII);
        new ConsoleProgress(writer, () => true).Report(Half);
        Assert.Contains("############............ loss", Encoding.ASCII.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_shown_where_there_is_no_terminal()
    {
        var writer = new StringWriter();
        var progress = new ConsoleProgress(writer, () => false);
        progress.Report(Half);
        progress.Report(Half with { IsEnd = true });
        Assert.Equal("", writer.ToString());
    }
}

using System.Globalization;
using ChainRule.Training;
using Spectre.Console;

namespace ChainRule.Cli.Output;

/// <summary>Shows on standard error how far a fit or a training is, while it runs, where that is a terminal.</summary>
internal static class ProgressBar
{
    public static T Follow<T>(Terminal terminal, int epochs, Func<IProgress<FitProgress>?, T> run) =>
        Follow(terminal, epochs, "fitting", value => (value.Epoch, value.Epoch, value.Loss), run);

    public static T FollowTraining<T>(Terminal terminal, int epochs, Func<IProgress<TrainingProgress>?, T> run) =>
        Follow(terminal, epochs, "training",
            value => (value.Epoch + 1, value.Epoch + (double)value.Batch / Math.Max(1, value.Batches), value.Loss), run);

    private static T Follow<T, TProgress>(Terminal terminal, int epochs, string what,
        Func<TProgress, (int Epoch, double Done, double Loss)> place, Func<IProgress<TProgress>?, T> run)
    {
        if (!terminal.ShowsProgress) return run(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => run(new Bar<TProgress>(context.AddTask(what, maxValue: epochs), place)));
    }

    private sealed class Bar<TProgress>(ProgressTask task, Func<TProgress, (int Epoch, double Done, double Loss)> place)
        : IProgress<TProgress>
    {
        public void Report(TProgress value)
        {
            var (epoch, done, loss) = place(value);
            task.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {epoch}, loss {loss:G4}");
            task.Value = done;
        }
    }
}

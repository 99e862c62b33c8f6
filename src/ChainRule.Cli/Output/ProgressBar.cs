using System.Globalization;
using ChainRule.Training;
using Spectre.Console;

namespace ChainRule.Cli.Output;

/// <summary>Shows on standard error how far a fit is, while it runs, where that is a terminal.</summary>
internal static class ProgressBar
{
    public static T Follow<T>(Terminal terminal, int epochs, Func<IProgress<FitProgress>?, T> run)
    {
        if (!terminal.ShowsProgress) return run(null);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn())
            .Start(context => run(new Bar(context.AddTask("fitting", maxValue: epochs))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<FitProgress>
    {
        public void Report(FitProgress value)
        {
            task.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch}, loss {value.Loss:G4}");
            task.Value = value.Epoch;
        }
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>suite NAME… --threads N</c>: the time of a step, a line of JSON for each workload.</summary>
internal static class SuiteCommand
{
    public static Command Create()
    {
        var (names, threads) = (Words.Workloads(), Words.Threads());
        var command = new Command("suite", "Times a step of workloads; prints a line of JSON for each.") { names, threads };
        command.SetAction(parsed =>
        {
            Words.Use(parsed.GetValue(threads));
            var chosen = parsed.GetRequiredValue(names);
            foreach (var name in chosen is [] ? Suite.Names : chosen) Console.WriteLine(Line(name));
        });
        return command;
    }

    private static string Line(string name)
    {
        var ms = StepTime.Median(Suite.Make(name));
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"engine":"chainrule","workload":"{{name}}","ms":{{ms}},"peak_mb":{{self.PeakWorkingSet64 / 1e6}},"threads":{{Threads.Count}}}""");
    }
}

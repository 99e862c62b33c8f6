using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>first NAME</c>: a workload's first step in a fresh process, and where its time goes.</summary>
internal static class FirstCommand
{
    private static readonly string[] Phases = ["make", "trace", "plan", "run", "second", "jit", "methods"];

    public static Command Create()
    {
        var (name, processes) = (Words.Workload(), Words.Processes());
        var command = new Command("first",
            "Times a workload's first step in fresh processes, in ms: making the model; tracing, with the gradient; simplifying and "
            + "planning; the first run; "
            + "a second step. Of all that, how long the JIT took, and for how many methods.") { name, processes };
        command.SetAction(parsed =>
        {
            var workload = parsed.GetRequiredValue(name);
            var samples = new double[parsed.GetValue(processes)][];
            for (var i = 0; i < samples.Length; i++)
                samples[i] = [.. Child
                    .Start("first", workload).Output
                    .Split(' ')
                    .Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
            var parts = Phases.Select(
                (phase, p) => string.Create(CultureInfo.InvariantCulture, $"\"{phase}\":{Median(samples.Select(s => s[p])):0.#}"));
            var first = Median(samples.Select(s => s[1] + s[2] + s[3]));
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $$"""{"measurement":"first","workload":"{{workload}}","first_step_ms":{{first:0.#}},{{string.Join(',', parts)}}}"""));
        });
        return command;
    }

    /// <summary>What such a process does: a line of numbers, one for each phase.</summary>
    public static void Print(string name)
    {
        var start = Stopwatch.GetTimestamp();
        var workload = Suite.Make(name);
        var make = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var planning = workload.Prepare();
        var trace = Stopwatch.GetElapsedTime(start) - planning;
        start = Stopwatch.GetTimestamp();
        workload.Run();
        var run = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        workload.Run();
        var second = Stopwatch.GetElapsedTime(start);
        var times = new[] { make, trace, planning, run, second, System.Runtime.JitInfo.GetCompilationTime() }.Select(
            time => time.TotalMilliseconds);
        Console.Write(
            string.Join(' ',
                times
                    .Append(System.Runtime.JitInfo.GetCompiledMethodCount())
                    .Select(number => number.ToString(CultureInfo.InvariantCulture))));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}

using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;
using ChainRule.Planning;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>profile NAME --threads N</c>: where the time of a step goes.</summary>
internal static class ProfileCommand
{
    private const int Runs = 15;
    private const int MostLetters = 84;

    public static Command Create()
    {
        var (name, threads) = (Words.Workload(), Words.Threads());
        var command = new Command("profile",
            "Times each step of a workload's plan, the median of some runs, and lists the longest first; steps that read alike are one "
            + "line. The numbers are those of `plan`.") { name, threads };
        command.SetAction(parsed =>
        {
            Words.Use(parsed.GetValue(threads));
            var workload = Suite.Make(parsed.GetRequiredValue(name));
            _ = StepTime.Median(workload); // until the JIT has settled
            var plan = workload.Plan();
            Print(plan, Medians(workload.Step.Planned, plan.Steps.Length));
        });
        return command;
    }

    private static double[] Medians(Step step, int steps)
    {
        long[][] runs = [.. Enumerable.Range(0, Runs).Select(_ => new long[steps])];
        foreach (var run in runs) step.Run(run);
        return [.. Enumerable
            .Range(0, steps)
            .Select(i => runs.Select(run => run[i]).Order().ElementAt(Runs / 2) * 1e3 / Stopwatch.Frequency)];
    }

    private static void Print(Plan plan, double[] ms)
    {
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{ms.Length} steps, {ms.Sum():F3} ms\n{"ms",9}{"share",7}{"GFLOP/s",9}{"GB/s",7}  steps"));
        var alike = Enumerable.Range(0, ms.Length).GroupBy(i => plan.Steps[i].ToString()!);
        foreach (var group in alike.OrderByDescending(group => group.Sum(i => ms[i])))
        {
            var (time, operations, bytes) = (group.Sum(i => ms[i]), group.Sum(i => plan.OperationsOf(i)), group.Sum(i => plan.BytesOf(i)));
            var text = group.Key.Length <= MostLetters ? group.Key : group.Key[..MostLetters] + " …";
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"{time,9:F4}{time / ms.Sum(),7:P0}{operations / time / 1e6,9:F1}{bytes / time / 1e6,7:F1}  {group.Count()} "
                    + $"× {text}, {group.First() + 1}"));
        }
    }
}

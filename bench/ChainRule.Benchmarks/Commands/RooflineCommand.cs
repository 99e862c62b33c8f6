using System.CommandLine;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>roofline NAME… --threads N</c>: how near a step comes to the time in which the machine could do it at best.</summary>
internal static class RooflineCommand
{
    public static Command Create()
    {
        var (names, threads) = (Words.Workloads(), Words.Threads());
        var command = new Command("roofline",
            "Measures the machine's peak of multiplications and its memory's bandwidth, and then for each workload the least time that "
            + "they allow for its "
            + "operations and for reading each leaf and writing each output once, the time it takes, and the share of the limit that it "
            + "reaches.") { names, threads };
        command.SetAction(parsed =>
        {
            Words.Use(parsed.GetValue(threads));
            var limits = MachineLimits.Measure(Threads.Count);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{Threads.Count} threads: {limits.Operations / 1e9:F0} GFLOP/s, {limits.Bytes / 1e9:F1} "
                + $"GB/s\n{"workload",-14}{"MFLOP",11}{"MB",9}{"moved MB",10}{"limit ms",11}{"ms",11}{"share",8}"));
            var chosen = parsed.GetRequiredValue(names);
            foreach (var name in chosen is [] ? Suite.Names : chosen) Console.WriteLine(Line(name, limits));
        });
        return command;
    }

    private static string Line(string name, MachineLimits limits)
    {
        var workload = Suite.Make(name);
        var (plan, ms) = (workload.Plan(), StepTime.Median(workload));
        var least = limits.Milliseconds(plan.Operations, plan.CompulsoryBytes);
        return string.Create(CultureInfo.InvariantCulture,
            $"{name,-14}{plan.Operations / 1e6,11:F3}{plan.CompulsoryBytes / 1e6,9:F2}{plan.BytesMoved / 1e6,10:F2}{least,11:F5}{ms,11:F5}{least / ms,8:P0}");
    }
}

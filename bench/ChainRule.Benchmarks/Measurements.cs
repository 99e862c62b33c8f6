using System.Diagnostics;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks;

/// <summary>Times workloads and prints one line of JSON for each.</summary>
internal static class Measurements
{
    private const int Repetitions = 7;

    public static int Run(string[] args)
    {
        var names = new List<string>();
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] == "--threads") Threads.Count = int.Parse(args[++i], CultureInfo.InvariantCulture);
            else names.Add(args[i]);
        }
        if (args[0] == "plan") { var w = Suite.Make(names[0]); w.Run(); Console.WriteLine(w.Plan()); return 0; }
        foreach (var name in names.Count == 0 ? Suite.Names : names) Console.WriteLine(Line(name));
        return 0;
    }

    private static string Line(string name)
    {
        var workload = Suite.Make(name);
        var ms = Median(workload);
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture,
            $$"""{"engine":"chainrule","workload":"{{name}}","ms":{{ms}},"peak_mb":{{self.PeakWorkingSet64 / 1e6}},"threads":{{Threads.Count}}}""");
    }

    /// <summary>The median time of a step in ms, after a warm-up.</summary>
    internal static double Median(Workload workload)
    {
        var warm = Stopwatch.GetTimestamp();
        for (var i = 0; i < Math.Max(3, workload.Inner / 4) || Stopwatch.GetElapsedTime(warm).TotalSeconds < 1; i++) workload.Run();
        var times = new double[Repetitions];
        for (var sample = 0; sample < times.Length; sample++)
        {
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < workload.Inner; i++) workload.Run();
            times[sample] = Stopwatch.GetElapsedTime(start).TotalMilliseconds / workload.Inner;
        }
        Array.Sort(times);
        return times[Repetitions / 2];
    }
}

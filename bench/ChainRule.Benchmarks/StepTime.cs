using System.Diagnostics;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks;

/// <summary>The time of a step, measured as the peer's is.</summary>
internal static class StepTime
{
    private const int Repetitions = 7;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1); // until the JIT has settled

    /// <summary>The median time of a step in ms, after a warm-up.</summary>
    public static double Median(Workload workload)
    {
        Warm(workload);
        var times = new double[Repetitions];
        for (var sample = 0; sample < times.Length; sample++) times[sample] = Sample(workload);
        Array.Sort(times);
        return times[Repetitions / 2];
    }

    private static void Warm(Workload workload)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Math.Max(3, workload.Inner / 4); i++) workload.Run();
        while (Stopwatch.GetElapsedTime(start) < WarmUp) Sample(workload);
    }

    private static double Sample(Workload workload)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < workload.Inner; i++) workload.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds / workload.Inner;
    }
}

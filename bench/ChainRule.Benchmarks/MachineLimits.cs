using System.Diagnostics;
using System.Runtime.CompilerServices;
using ChainRule.Kernels;

namespace ChainRule.Benchmarks;

/// <summary>What the machine can do at best, measured: operations on single-precision numbers, and bytes of memory, a second.</summary>
/// <param name="Operations">Operations a second: fused multiplications and additions of whole vectors, two for each element.</param>
/// <param name="Bytes">Bytes read and written a second by copies far larger than the caches.</param>
internal sealed record MachineLimits(double Operations, double Bytes)
{
    private const int Chains = 10; // in flight at once: more than the latency of a fused operation times those begun in a cycle
    private const int Rounds = 20_000_000;
    private const int CopiedFloats = 32 << 20;
    private const int Repetitions = 12; // of which the least counts: neighbours take a core away for a while

    /// <summary>Measures with so many threads.</summary>
    public static MachineLimits Measure(int threads)
    {
        var operations = 2.0 * Rounds * Chains * RegisterBlocks.Lanes<float>() * threads / Seconds(threads, _ => Multiply());
        float[][] arrays = [.. Enumerable.Range(0, 2 * threads).Select(_ => new float[CopiedFloats / threads])];
        var bytes = 2.0
            * sizeof(float)
            * (CopiedFloats / threads)
            * threads / Seconds(threads, thread => arrays[2 * thread].CopyTo(arrays[2 * thread + 1], 0));
        return new(operations, bytes);
    }

    /// <summary>
    /// The least time, in ms, in which so much could be done: whichever of the two takes longer, the other in its shadow.
    /// </summary>
    public double Milliseconds(long operations, long bytes) => 1e3 * Math.Max(operations / Operations, bytes / Bytes);

    private static double Seconds(int threads, Action<int> work)
    {
        var least = double.MaxValue;
        for (var i = 0; i <= Repetitions; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Thread[] running = [.. Enumerable.Range(0, threads).Select(number => new Thread(() => work(number)))];
            foreach (var thread in running) thread.Start();
            foreach (var thread in running) thread.Join();
            if (i > 0) least = Math.Min(least, Stopwatch.GetElapsedTime(start).TotalSeconds); // the first touches the memory
        }
        return least;
    }

    private static void Multiply()
    {
        if (WideLanes<float>.IsSupported) Multiply<WideLanes<float>>();
        else Multiply<NativeLanes<float>>();
    }

    /// <summary>In the machine's own registers: wider ones would be made of two, and no longer all fit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static V Multiply<V>() where V : struct, ILanes<V, float>
    {
        var factor = V.Splat(0.999f);
        V a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor, i = factor, j = factor;
        for (var round = 0; round < Rounds; round++)
        {
            V.Accumulate(factor, factor, ref a);
            V.Accumulate(factor, factor, ref b);
            V.Accumulate(factor, factor, ref c);
            V.Accumulate(factor, factor, ref d);
            V.Accumulate(factor, factor, ref e);
            V.Accumulate(factor, factor, ref f);
            V.Accumulate(factor, factor, ref g);
            V.Accumulate(factor, factor, ref h);
            V.Accumulate(factor, factor, ref i);
            V.Accumulate(factor, factor, ref j);
        }
        return a + b + c + d + e + f + g + h + i + j;
    }
}

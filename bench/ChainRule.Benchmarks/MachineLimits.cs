using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Benchmarks;

/// <summary>What the machine can do at best, measured: operations on single-precision numbers, and bytes of memory, a second.</summary>
/// <param name="Operations">Operations a second: fused multiplications and additions of whole vectors, two for each element.</param>
/// <param name="Bytes">Bytes read and written a second by copies far larger than the caches.</param>
internal sealed record MachineLimits(double Operations, double Bytes)
{
    private const int Chains = 10; // in flight at once: more than the latency of a fused operation times those begun in a cycle
    private const int Rounds = 20_000_000;
    private const int CopiedFloats = 32 << 20;
    private const int Repetitions = 3;

    /// <summary>Measures with so many threads.</summary>
    public static MachineLimits Measure(int threads)
    {
        var operations = 2.0 * Rounds * Chains * Vector512<float>.Count * threads / Seconds(threads, _ => Multiply());
        float[][] arrays = [.. Enumerable.Range(0, 2 * threads).Select(_ => new float[CopiedFloats / threads])];
        var bytes = 2.0 * sizeof(float) * (CopiedFloats / threads) * threads / Seconds(threads, thread => arrays[2 * thread].CopyTo(arrays[2 * thread + 1], 0));
        return new(operations, bytes);
    }

    /// <summary>The least time, in ms, in which so much could be done: whichever of the two takes longer, the other in its shadow.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static Vector512<float> Multiply()
    {
        var factor = Vector512.Create(0.999f);
        Vector512<float> a = factor, b = factor, c = factor, d = factor, e = factor, f = factor, g = factor, h = factor, i = factor, j = factor;
        for (var round = 0; round < Rounds; round++)
        {
            a = Vector512.FusedMultiplyAdd(a, factor, factor);
            b = Vector512.FusedMultiplyAdd(b, factor, factor);
            c = Vector512.FusedMultiplyAdd(c, factor, factor);
            d = Vector512.FusedMultiplyAdd(d, factor, factor);
            e = Vector512.FusedMultiplyAdd(e, factor, factor);
            f = Vector512.FusedMultiplyAdd(f, factor, factor);
            g = Vector512.FusedMultiplyAdd(g, factor, factor);
            h = Vector512.FusedMultiplyAdd(h, factor, factor);
            i = Vector512.FusedMultiplyAdd(i, factor, factor);
            j = Vector512.FusedMultiplyAdd(j, factor, factor);
        }
        return a + b + c + d + e + f + g + h + i + j;
    }
}

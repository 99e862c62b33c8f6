using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ChainRule.Benchmarks.Workloads;

namespace ChainRule.Benchmarks.Commands;

/// <summary><c>scaling</c>: how the time of a step grows with a network's size, and that of planning with a graph's.</summary>
internal static class ScalingCommand
{
    private static readonly int[] Widths = [64, 128, 256, 512, 1024], Depths = [1, 3, 10, 30], Batches = [1, 8, 32, 128, 512];
    private static readonly int[] NodeCounts = [1_000, 3_000, 10_000, 30_000, 100_000];

    public static Command Create()
    {
        var threads = Words.Threads();
        var command = new Command("scaling",
            "Times a step of a perceptron of width 256, depth 3 and batch 128 as one of these, or the threads, changes; then the tracing "
            + "and planning of "
            + "graphs of up to 100,000 nodes. Prints a line of JSON for each.") { threads };
        command.SetAction(parsed =>
        {
            Words.Use(parsed.GetValue(threads));
            var most = Threads.Count;
            foreach (var width in Widths) Step("width", width, width, depth: 3, batch: 128);
            foreach (var depth in Depths) Step("depth", depth, 256, depth, batch: 128);
            foreach (var batch in Batches) Step("batch", batch, 256, depth: 3, batch);
            for (Threads.Count = 1; Threads.Count <= most; Threads.Count++) Step("threads", Threads.Count, 512, depth: 3, batch: 256);
            foreach (var nodes in NodeCounts) Planning("chain", nodes, Chain);
            foreach (var nodes in NodeCounts) Planning("layers", nodes, Layers);
        });
        return command;
    }

    private static void Step(string what, int value, int width, int depth, int batch) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $$"""{"measurement":"scaling","{{what}}":{{value}},"ms":{{StepTime.Median(Suite.Deep(width, depth, batch)):G4}}}"""));

    private static void Planning(string graph, int nodes, Func<int, Tensor> build)
    {
        var start = Stopwatch.GetTimestamp();
        var output = build(nodes);
        var trace = Stopwatch.GetElapsedTime(start);
        var plan = new Step([output]).PlanningTime;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $$"""{"measurement":"planning","graph":"{{graph}}","nodes":{{nodes}},"trace_ms":{{trace.TotalMilliseconds:F1}},"plan_ms":{{plan.TotalMilliseconds:F1}},"plan_us_per_node":{{plan.TotalMicroseconds / nodes:F2}}}"""));
    }

    /// <summary>Elementwise ops, one after the other: a single pass.</summary>
    private static Tensor Chain(int nodes)
    {
        Tensor x = new Input([64], name: "x");
        for (var i = 0; i < nodes / 2; i++) x = Functions.Sin(x) * 0.9;
        return x;
    }

    /// <summary>Layers with weights of their own: many passes, kernels and buffers.</summary>
    private static Tensor Layers(int nodes)
    {
        Tensor x = new Input([4, 8], name: "x");
        for (var i = 0; i < nodes / 5; i++)
            x = Functions.Tanh(
                Functions.MatMul(x, new Parameter(TensorData.Zeros([8, 8], DType.Float32)))
                + new Parameter(TensorData.Zeros([8], DType.Float32)));
        return x;
    }
}

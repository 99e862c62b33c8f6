using BenchmarkDotNet.Attributes;
using ChainRule.Kernels;

namespace ChainRule.Benchmarks.Kernels;

/// <summary>Elementwise kernels on a tile that stays in the L1 cache, as passes call them, and on one element.</summary>
public class ElementwiseKernels
{
    private float[] x = [], y = [], z = [];

    [Params(1, 1024)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        x = [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle())];
        y = [.. Enumerable.Range(0, Length).Select(_ => random.NextSingle())];
        z = new float[Length];
    }

    [Benchmark]
    public void Multiply() => Elementary.Mul<float>(x, y, z);

    [Benchmark]
    public void Square() => Elementary.Square<float>(x, z);

    [Benchmark]
    public void Exp() => Elementary.Exp<float>(x, z);

    [Benchmark]
    public void Tanh() => Elementary.Tanh<float>(x, z);

    [Benchmark]
    public void Sigmoid() => Elementary.Sigmoid<float>(x, z);
}

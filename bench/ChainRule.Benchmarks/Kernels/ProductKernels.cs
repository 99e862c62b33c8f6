using BenchmarkDotNet.Attributes;
using static ChainRule.Functions;

namespace ChainRule.Benchmarks.Kernels;

/// <summary>Matrix products of the shapes that training meets, as a step of one kernel.</summary>
public class ProductKernels
{
    private Step? product;

    [Params("256x256x256", "128x784x512", "1024x1024x1024", "1x784x512")]
    public string Sizes { get; set; } = "";

    [GlobalSetup]
    public void Make()
    {
        int[] size = [.. Sizes.Split('x').Select(int.Parse)];
        var random = new Random(1);
        product = new Step([MatMul(Matrix(random, size[0], size[1]), Matrix(random, size[1], size[2]))]);
    }

    [Benchmark]
    public void Multiply() => product!.Run();

    private static Input Matrix(Random random, int rows, int columns) =>
        new(TensorData.Wrap(Enumerable.Range(0, rows * columns).Select(_ => random.NextSingle()).ToArray(), [rows, columns]));
}

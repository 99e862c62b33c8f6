using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>Tests that count what the whole process allocates run alone.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;

/// <summary>A planned graph runs without allocating: forward, backward and update.</summary>
[Collection(nameof(Alone))]
public class AllocationTests
{
    [Fact]
    public void A_step_of_the_lecture_allocates_nothing()
    {
        var (x, y, w) = (Tensor.Constant(1.0, "x"), Tensor.Constant(2.0, "y"), new Parameter(1.0, "w"));
        var loss = Square(w * x - y);
        Assert.Equal(0, BytesPerRun(new Step([loss], [(w, w - 0.1 * Gradient.Of(loss, w))])));
    }

    [Fact]
    public void Passes_over_many_tiles_and_chunks_allocate_nothing()
    {
        var x = new Parameter(TensorData.Zeros([300, 500], DType.Float32), "x");
        var b = new Parameter(TensorData.Zeros([500], DType.Float32), "b");
        var loss = Sum(Tanh(x.Transpose() * 2).Transpose() * Sigmoid(x + b)) + Sum(Max(x, [1]));
        var gradients = Gradient.Of(loss, [x, b]);
        Assert.Equal(0, BytesPerRun(new Step([loss], [(x, x - 0.1 * gradients[0]), (b, b - 0.1 * gradients[1])])));
    }

    [Fact]
    public void Layers_with_chance_and_statistics_allocate_nothing()
    {
        var model = new Sequential { new Conv2d(1, 3, 3), new BatchNorm(3), Relu, new Flatten(2), new GRU(16, 5, batchFirst: true),
            new Dropout(), new MultiheadAttention(5, 1) };
        var loss = Sum(Square(model.Forward(new Input(Initialize.Uniform([2, 1, 6, 6], -1, 1), "x"))));
        Assert.Equal(0, BytesPerRun(new Step([loss], new Sgd(0.01).Updates(loss, model.Parameters))));
    }

    private static long BytesPerRun(Step step)
    {
        for (var i = 0; i < 100; i++) step.Run(); // also lets the JIT settle, which allocates
        var fewest = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            step.Run();
            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }
        return fewest;
    }
}

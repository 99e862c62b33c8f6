using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>Draws small graphs of the steps that passes are made of: elementwise steps with broadcasting, reductions, views, row ops.</summary>
internal static class RandomGraphs
{
    private static readonly Shape[] Shapes = [[], [1], [4], [3], [3, 1], [3, 4], [4, 3], [1, 4], [2, 3, 4], [2, 3, 1], [2, 3], [6, 4], [6], [6, 1], [2, 12]];

    /// <summary>Some outputs, each of which may be an input of another, and their gradients by the leaves.</summary>
    public static readonly Gen<Tensor[]> Any = Gen.Select(Gen.Int[0, int.MaxValue - 1], Gen.Int[3, 14]).Select((seed, steps) => Draw(new Random(seed), steps));

    private static Tensor[] Draw(Random random, int steps)
    {
        var dtype = random.Next(2) == 0 ? DType.Float32 : DType.Float64;
        var all = new List<Tensor>();
        Parameter[] leaves = [Leaf(random, [2, 3, 4], dtype), Leaf(random, [3, 4], dtype), Leaf(random, Shapes[random.Next(Shapes.Length)], dtype)];
        all.AddRange(leaves);
        for (var i = 0; i < steps; i++) all.Add(Next(random, all));
        Tensor[] outputs = [all[^1], all[random.Next(all.Count)], all[random.Next(all.Count)]];
        if (random.Next(2) == 0) return outputs;
        return [.. outputs, .. Gradient.Of(Sum(all[^1]) + Sum(Square(outputs[1])), leaves)];
    }

    private static Parameter Leaf(Random random, Shape shape, DType dtype)
    {
        var data = TensorData.Zeros(shape, dtype);
        for (var i = 0; i < shape.Size; i++) data.Set(i, random.NextDouble() * 2 - 1);
        return new(data);
    }

    private static Tensor Next(Random random, List<Tensor> all)
    {
        var x = all[random.Next(Math.Max(0, all.Count - 5), all.Count)];
        return random.Next(16) switch
        {
            0 => Tanh(x),
            1 => Sigmoid(x * 2),
            2 or 3 or 4 => Combined(random, x, all),
            5 or 6 or 7 when x.Rank > 0 => Reduced(random, x),
            8 when x.Rank > 0 => Softmax(x),
            9 when x.Rank > 0 => Chosen(random, x),
            10 when x.Rank > 1 => x.SwapAxes(-1, -2),
            11 => Reshaped(random, x),
            12 => Where(Greater(x, 0.1), x, -0.5 * x),
            13 when x.Rank > 0 => LayerNorm(x, [x.Shape[^1]], eps: 0.1),
            14 when x.Rank > 0 => LogSoftmax(x),
            15 when x.Rank > 0 && x.Shape[^1] > 1 => Slice(x, x.Rank - 1, 0, x.Shape[^1] - 1),
            _ => x + 0.5,
        };
    }

    private static Tensor Combined(Random random, Tensor x, List<Tensor> all)
    {
        var fitting = all.Where(y => ChainRule.Shapes.Broadcasting.Combine(x.Shape, y.Shape) is { Size: < 200 }).ToList();
        var y = fitting[random.Next(fitting.Count)];
        return random.Next(4) switch { 0 => x + y, 1 => x * y, 2 => x - y, _ => x / (Square(y) + 1) };
    }

    private static Tensor Reduced(Random random, Tensor x)
    {
        int[] axes = random.Next(4) switch
        {
            0 => [random.Next(x.Rank)],
            1 => [.. Enumerable.Range(random.Next(x.Rank), 1)],
            2 => [.. Enumerable.Range(0, x.Rank).Where(_ => random.Next(2) == 0)],
            _ => [x.Rank - 1],
        };
        var keep = random.Next(2) == 0;
        return random.Next(4) switch { 0 => Max(x, axes, keep), 1 => Mean(x, axes, keep), 2 => Min(x, axes, keep), _ => Sum(x, axes, keep) };
    }

    private static Tensor Chosen(Random random, Tensor x)
    {
        var shape = x.Shape.With(x.Rank - 1, random.Next(3) == 0 ? 2 : 1);
        var places = Tensor.Constant<long>([.. Enumerable.Range(0, shape.Size).Select(_ => (long)random.Next(x.Shape[^1]))], shape);
        var chosen = TakeAlongAxis(x, places, -1);
        return random.Next(2) == 0 ? chosen : ScatterAdd(x, places, chosen * 2, -1);
    }

    private static Tensor Reshaped(Random random, Tensor x)
    {
        var fitting = Shapes.Where(shape => shape.Size == x.Shape.Size).ToList();
        return fitting.Count == 0 ? x.Reshape([1, .. x.Shape]) : x.Reshape(fitting[random.Next(fitting.Count)]);
    }
}

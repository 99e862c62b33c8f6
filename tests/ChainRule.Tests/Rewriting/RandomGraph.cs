using static ChainRule.Functions;

namespace ChainRule.Tests.Rewriting;

/// <summary>Graphs of ops that the rewriting rows look for, small numbers and shared operands, drawn from a seed.</summary>
internal static class RandomGraph
{
    private static readonly double[] Numbers = [0, 1, -1, 2, -2, 0.5, 3];

    public static Tensor[] Draw(int seed, int size)
    {
        var random = new Random(seed);
        var pool = new List<Tensor>
        {
            new Parameter(1.5, "a"), new Parameter(-0.5, "b"), new Parameter([0.5, -1, 2], "v"),
            Tensor.Constant<double>([2, -1, 0.25, 3, 1, -2], [2, 3], "m"),
        };
        while (pool.Count < size) pool.Add(Maybe(random, Next(random, pool), pool.Count));
        return [.. pool.TakeLast(3)];
    }

    private static Tensor Maybe(Random random, Tensor tensor, int place) =>
        random.Next(8) == 0 && tensor.Inputs.Length > 0 ? tensor.Named($"n{place}") : tensor;

    private static Tensor Next(Random random, List<Tensor> pool)
    {
        Tensor x = pool[random.Next(pool.Count)], y = pool[random.Next(pool.Count)];
        var number = Tensor.Literal(Numbers[random.Next(Numbers.Length)], DType.Float64);
        if (random.Next(4) == 0) y = number;
        return random.Next(20) switch
        {
            0 or 1 => x + y,
            2 or 3 => x - y,
            4 or 5 => y - x,
            6 or 7 => Tanh(x) * y,
            8 or 9 => -x,
            10 => x / (random.Next(2) == 0 ? Number(-1, x) : -(2 + Square(Tanh(y)))),
            11 => Square(Tanh(x)),
            12 => Where(Greater(x, 0), Tanh(y), random.Next(2) == 0 ? Zero(x) : x),
            13 => Tanh(x) * Where(Greater(y, 0), One(x), Zero(x)),
            14 => Pow(Tanh(x), Tensor.Literal(random.Next(4), DType.Float64)),
            15 => x.BroadcastTo([2, 3]),
            16 => x.Reshape(Shape.Create([1, .. x.Shape])).Reshape(x.Shape),
            17 => Sum(Tanh(x).BroadcastTo([2, 3]), [0]),
            18 => x.Transpose().Transpose(),
            _ => Relu(Abs(x)),
        };
    }
}

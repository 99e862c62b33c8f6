namespace ChainRule.Benchmarks.Workloads;

/// <summary>Data of the workloads, the same in every process.</summary>
internal static class Numbers
{
    private const int Seed = 1;

    public static TensorData Filled(float value) => TensorData.Wrap([value], Shape.Scalar);

    public static TensorData Zeros(Shape shape) => TensorData.Zeros(shape, DType.Float32);

    /// <summary>Floats from [0, 1).</summary>
    public static TensorData Uniform(Shape shape, int seed = Seed) => Drawn(shape, random => random.NextSingle(), seed);

    /// <summary>0 or 1.</summary>
    public static TensorData Coins(Shape shape) => Drawn(shape, random => random.Next(2) == 1 ? 1f : 0f);

    /// <summary>Classes from 0 to count - 1.</summary>
    public static TensorData Classes(Shape shape, int count) => Drawn(shape, random => (long)random.Next(count));

    private static TensorData Drawn<T>(Shape shape, Func<Random, T> draw, int seed = Seed) where T : unmanaged
    {
        var random = new Random(seed);
        var values = new T[shape.Size];
        for (var i = 0; i < values.Length; i++) values[i] = draw(random);
        return TensorData.Create<T>(values, shape);
    }
}

using ChainRule.Kernels;

namespace ChainRule.Networks;

/// <summary>First values of parameters, by chance that a seed decides: the same program draws the same numbers.</summary>
public static class Initialize
{
    // For each thread, so that trainings side by side do not disturb one another.
    [ThreadStatic]
    private static (ulong Key, ulong Draws) chance;

    /// <summary>From here on this thread draws what follows from <paramref name="seed"/>; before, what follows from 0.</summary>
    public static void Seed(long seed) => chance = ((ulong)seed, 0);

    /// <summary>A seed for something that draws by itself.</summary>
    internal static long NextSeed()
    {
        var (a, b, _, _) = Philox.Block(0, 1, (uint)chance.Draws++, 0, (uint)chance.Key, (uint)(chance.Key >> 32));
        return (long)(((ulong)a << 32 | b) >> 11); // 53 bits, which doubles hold
    }

    /// <summary>Numbers evenly distributed between two bounds.</summary>
    public static TensorData Uniform(Shape shape, double from, double to, DType dtype = DType.Float32)
    {
        var draws = new float[shape.Size];
        Philox.Uniform(chance.Key, chance.Draws++, 0, draws);
        var values = TensorData.Zeros(shape, dtype);
        for (var i = 0; i < draws.Length; i++) values.Set(i, from + (to - from) * draws[i]);
        return values;
    }
}

using ChainRule.Kernels;

namespace ChainRule.Networks;

/// <summary>
/// First values of parameters, by chance that a seed decides: the same program draws the same numbers. Layers draw theirs when they
/// are made; <c>Initialize.KaimingNormal(layer.Weight)</c> draws others.
/// </summary>
public static partial class Initialize
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
        var draws = NextDraw();
        return Each(shape, dtype, () => from + (to - from) * draws.Next());
    }

    /// <summary>Numbers of the normal distribution.</summary>
    public static TensorData Normal(Shape shape, double mean = 0, double standardDeviation = 1, DType dtype = DType.Float32)
    {
        var draws = NextDraw();
        return Each(shape, dtype, () => mean + standardDeviation * draws.NextNormal());
    }

    /// <summary>Numbers of the normal distribution, but only those between two bounds.</summary>
    /// <exception cref="ArgumentException">
    /// The lower bound is not below the upper one, or all that lies between is 8 standard deviations from the mean or more.
    /// </exception>
    public static TensorData TruncatedNormal(Shape shape, double mean = 0, double standardDeviation = 1, double from = -2, double to = 2,
        DType dtype = DType.Float32)
    {
        // Further out the distribution has nothing that single precision would notice.
        var (low, high) = (Math.Max(from, mean - 8 * standardDeviation), Math.Min(to, mean + 8 * standardDeviation));
        if (!(low < high))
            throw new ArgumentException(
                $"nothing of the normal distribution of mean {mean} and standard deviation {standardDeviation} lies from {from} to {to}");
        var peak = Math.Clamp(mean, low, high);
        var draws = NextDraw();
        return Each(shape, dtype, () =>
        {
            while (true)
            {
                var x = low + (high - low) * draws.Next();
                var (out2, least2) = (Square((x - mean) / standardDeviation), Square((peak - mean) / standardDeviation));
                if (draws.Next() < Math.Exp((least2 - out2) / 2)) return x;
            }
        });
    }

    /// <summary>One number everywhere.</summary>
    internal static TensorData Filled(Shape shape, double value, DType dtype)
    {
        var values = TensorData.Zeros(shape, dtype);
        if (value != 0) values.Fill(value);
        return values;
    }

    private static RandomStream NextDraw() => new(chance.Key, chance.Draws++);

    private static TensorData Each(Shape shape, DType dtype, Func<double> draw)
    {
        var values = TensorData.Zeros(shape, dtype);
        for (var i = 0; i < shape.Size; i++) values.Set(i, draw());
        return values;
    }

    private static double Square(double x) => x * x;
}

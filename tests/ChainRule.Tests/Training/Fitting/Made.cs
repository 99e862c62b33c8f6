using ChainRule.Training;

namespace ChainRule.Tests.Training;

/// <summary>Data made by a known formula, with a seed.</summary>
internal static class Made
{
    /// <summary>Numbers spread evenly by chance.</summary>
    public static double[] Uniform(int seed, int count, double from, double to)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => from + (to - from) * random.NextDouble())];
    }

    /// <summary>A function's values with normal errors (Box and Muller, 1958).</summary>
    public static double[] Noisy(int seed, double[] x, Func<double, double> truth, double sigma)
    {
        var random = new Random(seed + 1000);
        return [.. x.Select(
            v => truth(v) + sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
    }

    /// <summary>Runs a fit that ends with the test run.</summary>
    public static FitResult RunNow(this Fit fit) => fit.Run(cancellation: TestContext.Current.CancellationToken);
}

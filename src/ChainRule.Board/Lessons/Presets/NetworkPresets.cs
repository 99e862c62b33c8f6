using System.Globalization;

namespace ChainRule.Board;

/// <summary>Small networks with a hidden layer, on classes that no straight line parts.</summary>
internal static class NetworkPresets
{
    private const int Hidden = 8;
    private const int SpiralPoints = 24;

    // The loss is the cross-entropy of p = σ(z), said with the logit z so that no logarithm meets a 0.
    private const string Network = "h = tanh(x @ W1 + b1)\nz = h @ W2 + b2\np = sigmoid(z)\nloss = mean(softplus(z) - y*z)";

    public static Preset Xor { get; } = new("xor", "XOR", "A hidden layer of eight learns what one layer cannot.",
        Network, Weights([0, 0, 0, 1, 1, 0, 1, 1], [0, 1, 1, 0]), Names, 0.5, Map, PresetPicture.Decisions, BoardMode.Train);

    public static Preset Spirals { get; } = new("spirals", "Two spirals", "Two classes wound around each other; watch the border bend.",
        Network, Weights([.. Enumerable.Range(0, 2 * SpiralPoints).SelectMany(Spiral)],
            [.. Enumerable.Range(0, 2 * SpiralPoints).Select(i => (double)(i % 2))]), Names, 0.5, Map,
        PresetPicture.Decisions, BoardMode.Train);

    private static IReadOnlyList<string> Names => ["W1", "b1", "W2", "b2"];

    private static MapAxes Map => new("p", ["x"], "y");

    /// <summary>A point on one of two arms, which turn by three quarters of a circle on their way out.</summary>
    private static double[] Spiral(int index)
    {
        var along = (index / 2 + 1.0) / SpiralPoints;
        var angle = 1.5 * Math.PI * along + index % 2 * Math.PI;
        return [2 * along * Math.Cos(angle), 2 * along * Math.Sin(angle)];
    }

    private static Dictionary<string, string> Weights(double[] points, double[] classes) => new()
    {
        ["x"] = Rows(points, 2),
        ["y"] = Rows(classes, 1),
        ["W1"] = Rows(Spread(2 * Hidden, 0), Hidden),
        ["b1"] = Row(Spread(Hidden, 2 * Hidden)),
        ["W2"] = Rows(Spread(Hidden, 3 * Hidden), 1),
        ["b2"] = "[0]",
    };

    /// <summary>
    /// Numbers between −1 and 1 that look like chance and are the same everywhere: multiples of the golden ratio without their whole part.
    /// </summary>
    private static double[] Spread(int count, int from)
    {
        const double golden = 0.6180339887498949;
        return [.. Enumerable.Range(from + 1, count).Select(i => 2 * (i * golden % 1) - 1)];
    }

    private static string Rows(double[] numbers, int width) => $"[{string.Join("; ", numbers.Chunk(width).Select(Numbers))}]";

    private static string Row(double[] numbers) => $"[{Numbers(numbers)}]";

    private static string Numbers(double[] numbers) =>
        string.Join(", ", numbers.Select(number => number.ToString("0.####", CultureInfo.InvariantCulture)));
}

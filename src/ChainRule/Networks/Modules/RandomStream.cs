using ChainRule.Kernels;

namespace ChainRule.Networks;

/// <summary>Random numbers one after the other: those of one draw with a key.</summary>
internal sealed class RandomStream(ulong key, ulong draw)
{
    private readonly float[] block = new float[1024];
    private int made, taken = 1024;
    private double? spare;

    /// <summary>A number from 0 to below 1, evenly distributed, with 24 random bits.</summary>
    public double Next()
    {
        if (taken == block.Length)
        {
            Philox.Uniform(key, draw, made, block);
            (made, taken) = (made + block.Length, 0);
        }
        return block[taken++];
    }

    /// <summary>
    /// A number of the normal distribution (Box, Muller, "A note on the generation of random normal deviates", 1958): they come in pairs.
    /// </summary>
    public double NextNormal()
    {
        if (spare is { } kept)
        {
            spare = null;
            return kept;
        }
        var radius = Math.Sqrt(-2 * Math.Log(1 - Next()));
        var (sin, cos) = Math.SinCos(2 * Math.PI * Next());
        spare = radius * sin;
        return radius * cos;
    }
}

using ChainRule.Kernels;

namespace ChainRule.Tests.Kernels;

public class PhiloxTests
{
    /// <summary>Random123's known answers for philox4x32-10 (its file kat_vectors): counter, key, result.</summary>
    [Theory]
    [InlineData("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8")]
    [InlineData("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd")]
    [InlineData("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1")]
    public void A_block_is_the_published_one(string counter, string key, string expected)
    {
        var (c, k) = (Words(counter), Words(key));
        var (a, b, d, e) = Philox.Block(c[0], c[1], c[2], c[3], k[0], k[1]);
        Assert.Equal(Words(expected), new[] { a, b, d, e });
    }

    [Theory]
    [InlineData(0, 0, 0, 1000)]
    [InlineData(0x299f31d0_a4093822, 0x03707344_13198a2e, 4096, 67)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, int.MaxValue - 4096 - 3, 130)]
    [InlineData(5, 6, 8, 3)]
    public void Numbers_are_the_upper_bits_of_the_blocks_in_order(ulong seed, ulong draw, int first, int count)
    {
        var values = new float[count];
        Philox.Uniform(seed, draw, first, values);
        for (var i = 0; i < count; i++)
        {
            var (a, b, c, d) = Philox.Block((uint)((first + i) / 4), 0, (uint)draw, (uint)(draw >> 32), (uint)seed, (uint)(seed >> 32));
            Assert.Equal((new[] { a, b, c, d }[i % 4] >> 8) * Math.Pow(2, -24), values[i]);
        }
    }

    [Fact]
    public void Places_do_not_depend_on_how_a_draw_is_cut()
    {
        var (whole, cut) = (new float[1000], new float[1000]);
        Philox.Uniform(1, 2, 0, whole);
        foreach (var (from, to) in new[] { (0, 4), (4, 40), (40, 512), (512, 1000) }) Philox.Uniform(1, 2, from, cut.AsSpan(from..to));
        Assert.Equal(whole, cut);
    }

    [Fact]
    public void Numbers_are_spread_evenly()
    {
        // For n numbers the mean strays from 1/2 by 1/√(12n), each tenth's share from 1/10 by √(0.09/n): 5 of these at most.
        const int n = 100_000;
        var values = new float[n];
        Philox.Uniform(7, 1, 0, values);
        Assert.All(values, value => Assert.InRange(value, 0, 1 - 1f / (1 << 24)));
        Assert.Equal(0.5, values.Average(value => (double)value), 5 / Math.Sqrt(12.0 * n));
        foreach (var tenth in values.GroupBy(value => (int)(10 * value)))
            Assert.Equal(0.1, tenth.Count() / (double)n, 5 * Math.Sqrt(0.09 / n));
    }

    private static uint[] Words(string hex) => [.. hex.Split(' ').Select(word => Convert.ToUInt32(word, 16))];
}

using ChainRule.Kernels;

namespace ChainRule.Training;

/// <summary>
/// Random numbers for one purpose: a function of a seed and of what they are drawn for, so that they are the same ones whenever, by
/// whichever thread and on whichever machine they are drawn (Philox4x32-10; Salmon et al., 2011).
/// </summary>
public struct Draws
{
    private readonly ulong seed;
    private readonly (Purpose Purpose, uint Pass, uint Example) place;
    private (uint A, uint B, uint C, uint D) block;
    private uint taken;

    internal Draws(long seed, Purpose purpose, int pass = 0, int example = 0) =>
        (this.seed, place) = ((ulong)seed, (purpose, (uint)pass, (uint)example));

    /// <summary>What numbers are drawn for; those of one purpose are not those of another.</summary>
    internal enum Purpose : uint { Order, Split, Change }

    /// <summary>The next number from 0 to below 1, evenly distributed, a multiple of 2⁻³².</summary>
    public double Uniform() => Bits() * (1.0 / (1L << 32));

    /// <summary>The next whole number from 0 to below <paramref name="end"/>, evenly distributed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number.</exception>
    public int Below(int end)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(end);
        return (int)((((ulong)Bits() << 32) | Bits()) * (UInt128)end >> 64); // uneven by 2⁻³³ at most
    }

    /// <summary>The next number of a normal distribution with mean 0 and variance 1 (Box and Muller, 1958).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Uniform())) * Math.Cos(Math.Tau * Uniform());

    /// <summary>Fills <paramref name="order"/> with the numbers from 0 in an order that chance makes (Fisher and Yates).</summary>
    internal void Order(Span<int> order)
    {
        for (var i = 0; i < order.Length; i++)
        {
            var other = Below(i + 1);
            order[i] = order[other];
            order[other] = i;
        }
    }

    private uint Bits()
    {
        if (taken % 4 == 0) block = Philox.Block(taken / 4, (uint)place.Purpose, place.Pass, place.Example, (uint)seed, (uint)(seed >> 32));
        return (taken++ % 4) switch { 0 => block.A, 1 => block.B, 2 => block.C, _ => block.D };
    }
}

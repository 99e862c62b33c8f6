using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>
/// Random bits as a function of a key and a place, with nothing to carry along: Philox4x32-10 (Salmon et al., "Parallel random
/// numbers: as easy as 1, 2, 3", 2011). The same key and place give the same bits on every machine, by any number of threads.
/// </summary>
internal static class Philox
{
    private const uint M0 = 0xD2511F53, M1 = 0xCD9E8D57; // the multipliers
    private const ulong Low = uint.MaxValue;
    private const uint W0 = 0x9E3779B9, W1 = 0xBB67AE85; // what the key grows by: the golden ratio, √3 − 1

    /// <summary>Four numbers of 32 random bits.</summary>
    public static (uint A, uint B, uint C, uint D) Block(uint c0, uint c1, uint c2, uint c3, uint k0, uint k1)
    {
        for (var round = 0; round < 10; round++)
        {
            var (high0, low0) = Product(M0, c0);
            var (high1, low1) = Product(M1, c2);
            (c0, c1, c2, c3) = (high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0);
            (k0, k1) = (k0 + W0, k1 + W1);
        }
        return (c0, c1, c2, c3);
    }

    /// <summary>
    /// Numbers from 0 to below 1, each a multiple of 2⁻²⁴, at the places from <paramref name="first"/> on, a multiple of 4.
    /// </summary>
    /// <param name="seed">The key.</param>
    /// <param name="draw">Which of the draws with this key it is.</param>
    /// <param name="first">The place of the first number in the draw.</param>
    /// <param name="values">Where the numbers go.</param>
    public static void Uniform(ulong seed, ulong draw, int first, Span<float> values)
    {
        for (var i = SideBySide(seed, draw, first, values); i < values.Length; i += 4)
        {
            var (a, b, c, d) = Block((uint)(first + i) / 4, 0, (uint)draw, (uint)(draw >> 32), (uint)seed, (uint)(seed >> 32));
            values[i] = Unit(a);
            if (i + 1 < values.Length) values[i + 1] = Unit(b);
            if (i + 2 < values.Length) values[i + 2] = Unit(c);
            if (i + 3 < values.Length) values[i + 3] = Unit(d);
        }
    }

    /// <summary>The same for as many blocks at a time as a vector has lanes of 64 bits; gives how many numbers it has made.</summary>
    private static int SideBySide(ulong seed, ulong draw, int first, Span<float> values)
    {
        var lanes = Vector<ulong>.Count;
        var pairs = MemoryMarshal.Cast<float, ulong>(values);
        var done = 0;
        for (; done + 4 * lanes <= values.Length; done += 4 * lanes)
        {
            var place = Vector.Create((ulong)(first + done) / 4) + Vector<ulong>.Indices;
            var (a, b, c, d) = Blocks(place, Vector<ulong>.Zero, Vector.Create(draw & Low), Vector.Create(draw >> 32), seed);
            var (ab, cd) = (Units(a) | Units(b) << 32, Units(c) | Units(d) << 32);
            for (var lane = 0; lane < lanes; lane++) (pairs[done / 2 + 2 * lane], pairs[done / 2 + 2 * lane + 1]) = (ab[lane], cd[lane]);
        }
        return done;
    }

    /// <summary><see cref="Block"/> in each lane: a word of 32 bits in the lower half.</summary>
    private static (Vector<ulong> A, Vector<ulong> B, Vector<ulong> C, Vector<ulong> D) Blocks(Vector<ulong> c0, Vector<ulong> c1,
        Vector<ulong> c2, Vector<ulong> c3, ulong key)
    {
        var (k0, k1, low) = ((uint)key, (uint)(key >> 32), Vector.Create(Low));
        for (var round = 0; round < 10; round++)
        {
            var (p0, p1) = (c0 * M0, c2 * M1);
            (c0, c1, c2, c3) = (p1 >>> 32 ^ c1 ^ Vector.Create((ulong)k0), p1 & low, p0 >>> 32 ^ c3 ^ Vector.Create((ulong)k1), p0 & low);
            (k0, k1) = (k0 + W0, k1 + W1);
        }
        return (c0, c1, c2, c3);
    }

    /// <summary><see cref="Unit"/> in each lane, with nothing in the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<ulong> Units(Vector<ulong> bits) =>
        Vector.AsVectorUInt64(Vector.ConvertToSingle(Vector.AsVectorInt32(bits >>> 8)) * (1f / (1 << 24)));

    private static float Unit(uint bits) => (bits >> 8) * (1f / (1 << 24));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (uint High, uint Low) Product(uint a, uint b)
    {
        var product = (ulong)a * b;
        return ((uint)(product >> 32), (uint)product);
    }
}

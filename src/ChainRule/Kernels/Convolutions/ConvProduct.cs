using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// All sums of a convolution over planes: for each channel of the result a row with a sum for each position. Nothing like a
/// column matrix is made: the tap's distance leads to what it meets.
/// </summary>
internal static class ConvProduct
{
    /// <summary>A block of rows of the result that registers hold.</summary>
    private const int BlockRows = 8;

    /// <summary>How many elements the result takes, which is filled up to whole tiles.</summary>
    public static int ResultLength(int rows, in ConvPlanes planes) => RoundedRows(rows) * RowLength(planes);

    /// <summary>How far apart the result's rows are.</summary>
    public static int RowLength(in ConvPlanes planes) => ConvPlanes.Round(planes.Positions);

    /// <summary>The sums.</summary>
    /// <param name="taps">The taps, the same for every channel.</param>
    /// <param name="weights">
    /// The weights, of which a row's are <paramref name="row"/> apart and a channel's <paramref name="channel"/>.
    /// </param>
    /// <param name="row">The stride of the result's channels in the weights.</param>
    /// <param name="channel">The stride of the planes' channels in the weights.</param>
    /// <param name="rows">The channels of the result.</param>
    /// <param name="layout">How the planes lie.</param>
    /// <param name="planes">The planes.</param>
    /// <param name="result">The rows of sums.</param>
    public static void Sum<T>(
        ReadOnlySpan<Tap> taps, ReadOnlySpan<T> weights, int row, int channel, int rows, in ConvPlanes layout, ReadOnlySpan<T> planes,
        Span<T> result)
        where T : unmanaged
    {
        Check(taps, weights, row, channel, rows, layout, planes, result);
        if (WideLanes<T>.IsSupported) { Blocks<T, WideLanes<T>>(taps, weights, row, channel, rows, layout, planes, result); }
        else { Blocks<T, NativeLanes<T>>(taps, weights, row, channel, rows, layout, planes, result); }
    }

    /// <summary>Places outermost, so that what they meet stays in the first-level cache for all rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks<T, V>(
        ReadOnlySpan<Tap> taps, ReadOnlySpan<T> weights, int row, int channel, int rows, in ConvPlanes layout, ReadOnlySpan<T> planes,
        Span<T> result)
        where T : unmanaged
        where V : struct, ILanes<V, T>
    {
        var (length, channels, planeChannel) = (RowLength(layout), layout.Channels, layout.ChannelLength);
        var tall = V.AreMany ? BlockRows : BlockRows / 2;
        for (var p = 0; p < length; p += 3 * V.Count)
        {
            ref var plane = ref Unsafe.Add(ref MemoryMarshal.GetReference(planes), p);
            var vectors = Math.Min(3, (length - p) / V.Count);
            for (var r = 0; r < rows; r += tall)
            {
                ref var w = ref Unsafe.Add(ref MemoryMarshal.GetReference(weights), r * row);
                ref var to = ref Unsafe.Add(ref MemoryMarshal.GetReference(result), (r * length) + p);
                var left = rows - r;
                if (V.AreMany && left > BlockRows / 2)
                {
                    if (vectors == 3)
                    {
                        ConvTile.Sum<T, V, Tile8x3>(channels, taps, ref w, row, left, channel, ref plane, planeChannel,
                        ref to, length);
                    }
                    else if (vectors == 2)
                    {
                        ConvTile.Sum<T, V, Tile8x2>(channels, taps, ref w, row, left, channel, ref plane, planeChannel,
                        ref to, length);
                    }
                    else
                    {
                        ConvTile.Sum<T, V, Tile8x1>(channels, taps, ref w, row, left, channel, ref plane, planeChannel, ref to,
                        length);
                    }
                }
                else if (vectors == 3)
                {
                    ConvTile.Sum<T, V, Tile4x3>(channels, taps, ref w, row, left, channel, ref plane, planeChannel,
                    ref to, length);
                }
                else if (vectors == 2)
                {
                    ConvTile.Sum<T, V, Tile4x2>(channels, taps, ref w, row, left, channel, ref plane, planeChannel,
                    ref to, length);
                }
                else { ConvTile.Sum<T, V, Tile4x1>(channels, taps, ref w, row, left, channel, ref plane, planeChannel, ref to, length); }
            }
        }
    }

    private static int RoundedRows(int rows) => (rows + BlockRows - 1) / BlockRows * BlockRows;

    private static void Check<T>(
        ReadOnlySpan<Tap> taps, ReadOnlySpan<T> weights, int row, int channel, int rows, in ConvPlanes layout, ReadOnlySpan<T> planes,
        ReadOnlySpan<T> result)
    {
        var (weight, distance) = (0, 0);
        foreach (var tap in taps) { (weight, distance) = (Math.Max(weight, tap.Weight), Math.Max(distance, tap.Distance)); }
        if (((long)(rows - 1) * row)
            + ((long)(layout.Channels - 1) * channel)
            + weight >= weights.Length) { throw new ArgumentException("The weights are too short."); }
        if (((layout.Channels - 1) * layout.ChannelLength)
            + distance
            + RowLength(layout) > planes.Length) { throw new ArgumentException("The planes are too short."); }
        if (result.Length < ResultLength(rows, layout)) { throw new ArgumentException("The result is too short."); }
    }
}

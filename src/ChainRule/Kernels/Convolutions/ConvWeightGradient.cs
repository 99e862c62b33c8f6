using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ChainRule.Kernels;

/// <summary>
/// gw[o, k] = Σ over images and places of gy[n, o, p] x[n, at(k, p)]: products of matrices (<see cref="ConvTapProducts"/>), or, where there
/// are few channels, dot products of planes. These are laid out alike, gy with zeros where there is no place.
/// </summary>
internal static class ConvWeightGradient
{
    /// <summary>How many elements of workspace <see cref="Sum"/> needs.</summary>
    public static int WorkspaceLength<T>(in ConvGeometry g)
        where T : unmanaged
    {
        var planes = ConvBlocks.OfWeightGradient<T>(g).Largest;
        return ConvTaps.Elements<T>(g.Taps) + (ConvTapProducts.Suit(g)
            ? (g.GroupOut * g.Window) + ConvTapProducts.WorkspaceLength<T>(g, planes)
            : TableLength<T>(g) + planes.Length + Cotangents(g, planes, 0, g.GroupOut).Length);
    }

    /// <summary>Sets the weights' gradients for some of the output channels.</summary>
    public static void Sum<T>(
        in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> gy, Span<T> gw, int from, int to, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Convolution.Check(g, x, gw, gy);
        gw[(from * g.Window)..(to * g.Window)].Clear();
        if (g.Window == 0) { return; }
        for (var group = from < to ? from / g.GroupOut : g.Groups; group * g.GroupOut < to; group++)
        {
            var first = Math.Max(from, group * g.GroupOut);
            var channels = Math.Min(to, (group + 1) * g.GroupOut) - first;
            var source = x[(group * g.GroupIn * g.InPixels)..];
            var cotangents = gy[(first * g.OutPixels)..];
            var result = gw.Slice(first * g.Window, channels * g.Window);
            if (ConvTapProducts.Suit(g)) { SumProducts(g, source, cotangents, channels, result, workspace); }
            else { SumDots(g, source, cotangents, channels, result, workspace); }
        }
    }

    private static void SumProducts<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> gy, int channels, Span<T> gw,
        Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var taps = Taps(g, ref workspace);
        var sums = workspace[..gw.Length];
        var blocks = ConvBlocks.OfWeightGradient<T>(g);
        sums.Clear();
        for (var block = 0; block < blocks.Count; block++)
        {
            var (image, row, planes) = blocks[block];
            ConvTaps.Forward(g, planes, taps);
            ConvTapProducts.Add(g, taps, planes, x[(image * g.InChannels * g.InPixels)..],
                gy[((image * g.OutChannels * g.OutPixels) + (row * g.OutWidth))..], channels, sums, workspace[sums.Length..]);
        }
        ConvTapProducts.Arrange(g, sums, gw);
    }

    private static void SumDots<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> gy, int channels, Span<T> gw, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var taps = Taps(g, ref workspace);
        var table = MemoryMarshal.Cast<T, int>(workspace[..TableLength<T>(g)]);
        var blocks = ConvBlocks.OfWeightGradient<T>(g);
        for (var block = 0; block < blocks.Count; block++)
        {
            var (image, row, planes) = blocks[block];
            var cotangents = Cotangents(g, planes, row, channels);
            var xPlanes = workspace.Slice(TableLength<T>(g), planes.Length);
            var gyPlanes = workspace.Slice(TableLength<T>(g) + planes.Length, cotangents.Length);
            planes.Fill(x[(image * g.InChannels * g.InPixels)..], g.InChannels * g.InPixels, xPlanes);
            cotangents.Fill(gy[(image * g.OutChannels * g.OutPixels)..], g.OutChannels * g.OutPixels, gyPlanes);
            ConvTaps.Forward(g, planes, taps);
            AddDots(g, taps, planes, xPlanes, cotangents, gyPlanes, gw, table);
        }
    }

    /// <summary>Takes room for the taps from the begin of the workspace.</summary>
    private static Span<Tap> Taps<T>(in ConvGeometry g, ref Span<T> workspace)
        where T : unmanaged
    {
        var elements = ConvTaps.Elements<T>(g.Taps);
        var taps = MemoryMarshal.Cast<T, Tap>(workspace[..elements])[..g.Taps];
        workspace = workspace[elements..];
        return taps;
    }

    /// <summary>Planes for some of gy's channels, of the extents of x's.</summary>
    private static ConvPlanes Cotangents(in ConvGeometry g, in ConvPlanes x, int row, int channels) => new(
        Like(x.Y, g.OutHeight, row), Like(x.X, g.OutWidth, 0), channels, x.Images);

    private static PlaneAxis Like(PlaneAxis x, int size, int start) =>
        new() { Size = size, Start = start, Positions = x.Positions, Reach = x.Extent - x.Positions, EndsWithPlaces = true };

    private static void AddDots<T>(
        in ConvGeometry g, ReadOnlySpan<Tap> taps, in ConvPlanes xLayout, ReadOnlySpan<T> x, in ConvPlanes gyLayout, ReadOnlySpan<T> gy,
        Span<T> gw, Span<int> table)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var k = 0; k < table.Length; k++)
        {
            var (channel, tap) = Math.DivRem(Math.Min(k, g.Window - 1), g.Taps);
            table[k] = (channel * xLayout.ChannelLength) + taps[tap].Distance;
        }
        if (WideLanes<T>.IsSupported) { AddTiles<T, WideLanes<T>>(gyLayout, gy, x, table, g.Window, gw); }
        else { AddTiles<T, NativeLanes<T>>(gyLayout, gy, x, table, g.Window, gw); }
    }

    /// <summary>
    /// How many elements a table takes of where the x of each weight begins; it is filled up with the last for whole tiles.
    /// </summary>
    private static int TableLength<T>(in ConvGeometry g)
        where T : unmanaged => (((g.Window + 6) * sizeof(int)) + Unsafe.SizeOf<T>() - 1) / Unsafe.SizeOf<T>();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddTiles<T, V>(in ConvPlanes layout, ReadOnlySpan<T> gy, ReadOnlySpan<T> x, ReadOnlySpan<int> table, int window,
        Span<T> gw)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        var (height, width, length) = (DotTile.Rows<T, V>(), DotTile.Columns, ConvProduct.RowLength(layout));
        Span<T> lanes = stackalloc T[height * width * V.Count];
        Span<int> rows = stackalloc int[height];
        for (var o = 0; o < layout.Channels; o += height)
        {
            for (var i = 0; i < height; i++) { rows[i] = Math.Min(o + i, layout.Channels - 1) * layout.ChannelLength; }
            for (var k = 0; k < window; k += width)
            {
                DotTile.Sum<T, V>(
                    length, ref MemoryMarshal.GetReference(gy), rows, ref MemoryMarshal.GetReference(x), table[k..], ref lanes[0]);
                for (var i = 0; i < Math.Min(height, layout.Channels - o); i++)
                {
                    AddLanes<T, V>(lanes[(i * width * V.Count)..], gw.Slice(((o + i) * window) + k, Math.Min(width, window - k)));
                }
            }
        }
    }

    /// <summary>Adds the sum of each vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLanes<T, V>(Span<T> lanes, Span<T> gw)
        where T : unmanaged, IFloatingPointIeee754<T>
        where V : struct, ILanes<V, T>
    {
        for (var j = 0; j < gw.Length; j++) { gw[j] += V.Sum(V.Load(ref lanes[j * V.Count], 0)); }
    }
}

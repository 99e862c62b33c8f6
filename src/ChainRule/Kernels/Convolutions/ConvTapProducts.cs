using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>
/// A convolution's weight gradient as products of matrices, one for each run of neighbouring taps: gw[o, (tap, c)] = Σ gy[o, p] x[p + tap,
/// c], with the channels of x side by side, image by image. Unlike dot products of planes, it ends in no sums over registers and computes
/// nothing between the rows of places.
/// </summary>
internal static class ConvTapProducts
{
    /// <summary>With fewer channels the products have too few columns to fill registers.</summary>
    private const int MinChannels = 8;

    /// <summary>Whether a convolution has channels enough.</summary>
    public static bool Suit(in ConvGeometry g) => g.GroupIn >= MinChannels;

    /// <summary>How many elements of workspace <see cref="Add"/> needs for a block.</summary>
    public static int WorkspaceLength<T>(in ConvGeometry g, in ConvPlanes x)
        where T : unmanaged => x.TransposedLength + RowLength(x) + CopyLength<T>(g, g.GroupOut, x);

    /// <summary>Adds an image's products, or those of some rows of its places, to the sums.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="taps">Where the taps find what they meet in x.</param>
    /// <param name="layout">Planes of x for these places.</param>
    /// <param name="x">The image, from the first channel of a group.</param>
    /// <param name="gy">Its cotangents, from the first output channel and the first place.</param>
    /// <param name="channels">How many output channels.</param>
    /// <param name="sums">[output channels, taps, input channels].</param>
    /// <param name="workspace">As long as <see cref="WorkspaceLength"/> says.</param>
    public static void Add<T>(
        in ConvGeometry g, ReadOnlySpan<Tap> taps, in ConvPlanes layout, ReadOnlySpan<T> x, ReadOnlySpan<T> gy, int channels, Span<T> sums,
        Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var turned = workspace[..layout.TransposedLength];
        layout.Transpose(x, workspace.Slice(turned.Length, RowLength(layout)), turned);
        var copy = workspace.Slice(turned.Length + RowLength(layout), CopyLength<T>(g, channels, layout));
        var cotangents = new Matrix<T>(gy, channels, layout.Y.Positions * layout.X.Positions, g.OutPixels, 1);
        if (copy.Length > 0) { cotangents = CopiedApart(cotangents, copy); }
        var terms = new Terms(layout.Y.Positions, layout.X.Positions, (layout.Pitch - layout.X.Positions) * layout.Channels);
        for (int tap = 0, run; tap < taps.Length; tap += run)
        {
            run = Neighbours(taps[tap..]);
            Multiply(cotangents, terms, turned[(taps[tap].Distance * layout.Channels)..], layout.Channels, run * layout.Channels,
                sums[(tap * layout.Channels)..], g.Window);
        }
    }

    /// <summary>Writes sums in the order of the weights, [output channels, input channels, taps].</summary>
    public static void Arrange<T>(in ConvGeometry g, ReadOnlySpan<T> sums, Span<T> gw)
    {
        for (var from = 0; from < gw.Length; from += g.Window)
        {
            for (var channel = 0; channel < g.GroupIn; channel++)
            {
                for (var tap = 0; tap < g.Taps; tap++) { gw[from + (channel * g.Taps) + tap] = sums[from + (tap * g.GroupIn) + channel]; }
            }
        }
    }

    /// <summary>Adds A·B, of B so many columns whose rows begin <paramref name="bRow"/> apart.</summary>
    private static void Multiply<T>(Matrix<T> a, Terms terms, ReadOnlySpan<T> b, int bRow, int columns, Span<T> c, int cRow)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var j = 0; j < columns; j += RightPanels<T>.Width)
        {
            ref var panel = ref Unsafe.Add(ref MemoryMarshal.GetReference(b), j);
            for (int i = 0, height; i < a.Rows; i += height)
            {
                height = RegisterBlocks.NextHeight(a.Rows - i);
                ref var rows = ref Unsafe.Add(ref a.Origin, i * a.RowStride);
                MatMul.Block(height, Math.Min(RightPanels<T>.Width, columns - j), terms, ref rows, a.RowStride, 1, ref panel, bRow,
                    c[((i * cRow) + j)..], cRow, adds: true);
            }
        }
    }

    /// <summary>Rows copied to where they do not drive each other out of a cache: a line further apart.</summary>
    private static Matrix<T> CopiedApart<T>(Matrix<T> rows, Span<T> copy)
        where T : unmanaged
    {
        var stride = copy.Length / rows.Rows;
        Rows.Copy(rows.Rows, rows.Columns,
            MemoryMarshal.CreateReadOnlySpan(ref rows.Origin, ((rows.Rows - 1) * rows.RowStride) + rows.Columns), rows.RowStride, copy,
            stride);
        return new(copy, rows.Rows, rows.Columns, stride, 1);
    }

    private static int CopyLength<T>(in ConvGeometry g, int channels, in ConvPlanes x)
        where T : unmanaged =>
            Machine.Collide<T>(g.OutPixels)
                ? channels * ((x.Y.Positions * x.X.Positions) + (Machine.CacheLine / Unsafe.SizeOf<T>()))
                : 0;

    private static int RowLength(in ConvPlanes x) => x.X.Size * x.Channels;

    /// <summary>How many of the first taps meet what lies side by side.</summary>
    private static int Neighbours(ReadOnlySpan<Tap> taps)
    {
        var count = 1;
        while (count < taps.Length && taps[count].Distance == taps[0].Distance + count) { count++; }
        return count;
    }
}

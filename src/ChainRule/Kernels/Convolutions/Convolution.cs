using System.Numerics;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>
/// y[n, o, p] = Σ w[o, k] x[n, at(k, p)] and its two transposes, over padded planes of the images (<see cref="ConvPlanes"/>).
/// Images of a batch are independent in <see cref="Forward"/> and <see cref="InputGradient"/>: a caller may split the batch over threads.
/// </summary>
internal static class Convolution
{
    /// <summary>How many elements of workspace <see cref="Forward"/> needs.</summary>
    public static int ForwardWorkspace<T>(in ConvGeometry g)
        where T : unmanaged => Workspace<T>(g, ConvBlocks.OfForward<T>(g), g.GroupOut);

    /// <summary>How many elements of workspace <see cref="InputGradient"/> needs.</summary>
    public static int InputGradientWorkspace<T>(in ConvGeometry g)
        where T : unmanaged => Workspace<T>(g, ConvBlocks.OfInputGradient<T>(g), g.GroupIn);

    /// <summary>y = conv(x, w), of y the channels from..to.</summary>
    public static void Forward<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, Span<T> y, int from, int to, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(g, x, w, y);
        var blocks = ConvBlocks.OfForward<T>(g);
        for (var first = from; first < to; first = NextGroup(first, g.GroupOut))
        {
            var group = first / g.GroupOut;
            var count = Math.Min(to, NextGroup(first, g.GroupOut)) - first;
            for (var block = 0; block < blocks.Count; block++)
            {
                var (image, row, planes) = blocks[block];
                var space = new Space<T>(g.Taps, planes, workspace);
                planes.Fill(Images(x, image, g.InChannels, group * g.GroupIn, g.InPixels), g.InChannels * g.InPixels, space.Planes);
                ConvTaps.Forward(g, planes, space.Taps);
                ConvProduct.Sum<T>(space.Taps, w[(first * g.Window)..], g.Window, g.Taps, count, planes, space.Planes, space.Sums);
                Collect(g, planes, row, count, space.Sums, Images(y, image, g.OutChannels, first, g.OutPixels));
            }
        }
    }

    /// <summary>
    /// gx, of it the channels from..to: the transpose of <see cref="Forward"/> in x; also a transposed convolution of gy.
    /// </summary>
    /// <remarks>With strides, the inputs of each phase are a convolution of their own, by the taps that meet them.</remarks>
    public static void InputGradient<T>(in ConvGeometry g, ReadOnlySpan<T> gy, ReadOnlySpan<T> w, Span<T> gx, int from, int to,
        Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(g, gx, w, gy);
        if (g.StrideY > 1 || g.StrideX > 1) { ClearChannels(g, gx, from, to); } // a phase may be met by no tap
        var blocks = ConvBlocks.OfInputGradient<T>(g);
        for (var first = from; first < to; first = NextGroup(first, g.GroupIn))
        {
            var group = first / g.GroupIn;
            var count = Math.Min(to, NextGroup(first, g.GroupIn)) - first;
            var weights = w[((group * g.GroupOut * g.Window) + (first % g.GroupIn * g.Taps))..];
            for (var block = 0; block < blocks.Count; block++)
            {
                var (image, row, planes) = blocks[block];
                var space = new Space<T>(g.Taps, planes, workspace);
                planes.Fill(Images(gy, image, g.OutChannels, group * g.GroupOut, g.OutPixels), g.OutChannels * g.OutPixels, space.Planes);
                for (var slot = 0; slot < g.Down.Slots * g.Across.Slots; slot++)
                {
                    var (slotY, slotX) = Math.DivRem(slot, g.Across.Slots);
                    var met = space.Taps[..ConvTaps.Backward(g, planes, slotY, slotX, space.Taps)];
                    ConvProduct.Sum<T>(met, weights, g.Taps, g.Window, count, planes, space.Planes, space.Sums);
                    Distribute(g, planes, row, (slotY, slotX), count, space.Sums, Images(gx, image, g.InChannels, first, g.InPixels));
                }
            }
        }
    }

    /// <summary>Copies the sums of places to a block's rows of y.</summary>
    private static void Collect<T>(in ConvGeometry g, in ConvPlanes planes, int row, int channels, ReadOnlySpan<T> sums, Span<T> y)
        where T : unmanaged
    {
        for (var channel = 0; channel < channels; channel++)
        {
            for (var image = 0; image < planes.Images; image++)
            {
                var from = sums[((channel * ConvProduct.RowLength(planes)) + planes.Row(image, 0))..];
                var to = y[((((image * g.OutChannels) + channel) * g.OutPixels) + (row * g.OutWidth))..];
                Rows.Copy(planes.Y.Positions, g.OutWidth, from, planes.Pitch, to, g.OutWidth);
            }
        }
    }

    /// <summary>Copies the sums of a block's places to the inputs of one phase.</summary>
    private static void Distribute<T>(in ConvGeometry g, in ConvPlanes planes, int row, (int Y, int X) slot, int channels,
        ReadOnlySpan<T> sums, Span<T> gx)
        where T : unmanaged
    {
        var (startY, startX) = (g.Down.InputOf(row, slot.Y), g.Across.InputOf(0, slot.X));
        var (top, bottom) = ConvGeometry.Inside(g.InHeight, planes.Y.Positions, g.StrideY, startY);
        var (left, right) = ConvGeometry.Inside(g.InWidth, planes.X.Positions, g.StrideX, startX);
        if (top == bottom || left == right) { return; }
        var at = (((top * g.StrideY) + startY) * g.InWidth) + (left * g.StrideX) + startX;
        for (var channel = 0; channel < channels; channel++)
        {
            for (var image = 0; image < planes.Images; image++)
            {
                var from = sums[((channel * ConvProduct.RowLength(planes)) + planes.Row(image, top) + left)..];
                var to = gx[((((image * g.InChannels) + channel) * g.InPixels) + at)..];
                Rows.Broadcast(bottom - top, right - left, from, planes.Pitch, to, g.StrideY * g.InWidth, g.StrideX);
            }
        }
    }

    private static int Workspace<T>(in ConvGeometry g, in ConvBlocks blocks, int results)
        where T : unmanaged
    {
        var largest = blocks.Largest;
        return ConvTaps.Elements<T>(g.Taps) + largest.Length + ConvProduct.ResultLength(results, largest);
    }

    /// <summary>What a block needs of the workspace.</summary>
    private readonly ref struct Space<T>(int taps, ConvPlanes planes, Span<T> workspace)
        where T : unmanaged
    {
        private readonly Span<T> rest = workspace[ConvTaps.Elements<T>(taps)..];

        public Span<Tap> Taps { get; } = MemoryMarshal.Cast<T, Tap>(workspace[..ConvTaps.Elements<T>(taps)])[..taps];

        public Span<T> Planes => rest[..planes.Length];

        public Span<T> Sums => rest[planes.Length..];
    }

    private static int NextGroup(int channel, int size) => (channel / size + 1) * size;

    private static void ClearChannels<T>(in ConvGeometry g, Span<T> gx, int from, int to)
    {
        for (var image = 0; image < g.Batch; image++)
        {
            Images(gx, image, g.InChannels, from,
            g.InPixels)[..((to - from) * g.InPixels)].Clear();
        }
    }

    /// <summary>The images from one on, from a channel on.</summary>
    private static ReadOnlySpan<T> Images<T>(ReadOnlySpan<T> images, int image, int channels, int channel, int pixels) =>
        images[(((image * channels) + channel) * pixels)..];

    private static Span<T> Images<T>(Span<T> images, int image, int channels, int channel, int pixels) =>
        images[(((image * channels) + channel) * pixels)..];

    /// <summary>Refuses spans that are not of the geometry's sizes.</summary>
    public static void Check<T>(in ConvGeometry g, ReadOnlySpan<T> x, ReadOnlySpan<T> w, ReadOnlySpan<T> y)
    {
        if (x.Length != (long)g.Batch * g.InChannels * g.InPixels || w.Length != (long)g.OutChannels * g.Window
            || y.Length != (long)g.Batch * g.OutChannels * g.OutPixels)
        {
            throw new ArgumentException($"Spans of {x.Length}, {w.Length} and {y.Length} elements do not fit {g}.");
        }
    }
}

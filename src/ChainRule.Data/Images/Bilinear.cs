namespace ChainRule.Data;

/// <summary>
/// Brings an image to another size: each pixel is interpolated between the four whose centres surround its own, as PyTorch's
/// <c>interpolate(mode='bilinear', align_corners=False)</c> does. Much smaller images are not smoothed before.
/// </summary>
internal static class Bilinear
{
    /// <param name="pixels">Bytes, row by row, the channels of a pixel together.</param>
    /// <param name="height">How many rows they are.</param>
    /// <param name="width">How many columns they are.</param>
    /// <param name="size">The new size.</param>
    /// <param name="values">Numbers from 0 to 1, channel by channel.</param>
    public static void Resize(ReadOnlySpan<byte> pixels, int height, int width, ImageSize size, Span<float> values)
    {
        var at = 0;
        for (var channel = 0; channel < size.Channels; channel++)
            for (var i = 0; i < size.Height; i++)
                for (var j = 0; j < size.Width; j++)
                {
                    var (top, bottom, down) = Between(i, size.Height, height);
                    var (left, right, across) = Between(j, size.Width, width);
                    var upper = Mix(Pixel(pixels, width, size.Channels, top, left, channel),
                        Pixel(pixels, width, size.Channels, top, right, channel), across);
                    var lower = Mix(Pixel(pixels, width, size.Channels, bottom, left, channel),
                        Pixel(pixels, width, size.Channels, bottom, right, channel), across);
                    values[at++] = Mix(upper, lower, down) / 255f;
                }
    }

    /// <summary>
    /// Between which two of <paramref name="from"/> pixels the given one of <paramref name="to"/> lies, and how far it is to the second.
    /// </summary>
    private static (int First, int Second, float Share) Between(int place, int to, int from)
    {
        var centre = Math.Max(0, (place + 0.5f) * from / to - 0.5f);
        var first = Math.Min((int)centre, from - 1);
        return (first, Math.Min(first + 1, from - 1), centre - first);
    }

    private static float Pixel(ReadOnlySpan<byte> pixels, int width, int channels, int row, int column, int channel) =>
        pixels[(row * width + column) * channels + channel];

    private static float Mix(float a, float b, float share) => a + (b - a) * share;
}

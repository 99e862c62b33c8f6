using StbImageSharp;

namespace ChainRule.Data;

/// <summary>
/// Checks what an image claims before memory is taken and time spent on it, and that it is whole: the decoder makes pixels up where a
/// file was cut off.
/// </summary>
internal static class ImageHeader
{
    /// <summary>Checks a file's size and content and goes back to its beginning.</summary>
    /// <exception cref="InvalidDataException">It is of no known format, cut off, or its size cannot be.</exception>
    public static void Check(FileStream file, long maxPixels)
    {
        Span<byte> start = stackalloc byte[BmpCheck.HeaderBytes];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        var (isBitmap, isPng) = (start.StartsWith("BM"u8), start.StartsWith(PngCheck.Signature));
        if (!isBitmap && !isPng && !start.StartsWith(JpegCheck.Signature)) throw new InvalidDataException("it is no PNG, JPEG or BMP");
        file.Position = 0;
        var size = ImageInfo.FromStream(file) ?? throw new InvalidDataException("its header is damaged");
        file.Position = 0;
        var height = isBitmap ? Math.Abs((long)size.Height) : size.Height; // that of a bitmap from the top down is negative
        if (size.Width < 1 || height < 1) throw new InvalidDataException($"it has {size.Width}×{size.Height} pixels");
        var pixels = size.Width * height;
        if (isBitmap) BmpCheck.Check(start, size.Width, height, file.Length);
        else if (pixels > maxPixels)
            throw new InvalidDataException(
                $"it has {size.Width}×{size.Height} pixels, more than {maxPixels}; maxPixels sets another limit");
        else if (isPng) PngCheck.Check(file, pixels);
        else JpegCheck.Check(file);
        file.Position = 0;
    }
}

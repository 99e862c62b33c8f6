using StbImageSharp;

namespace ChainRule.Data;

/// <summary>The sizes of a decoded image.</summary>
internal readonly record struct ImageSize(int Channels, int Height, int Width)
{
    public int Values => Channels * Height * Width;
}

/// <summary>Decodes an image file to numbers from 0 to 1, channel by channel.</summary>
internal static class ImageFile
{
    /// <exception cref="InvalidDataException">The file is no image.</exception>
    public static (int Height, int Width) SizeOf(string path, long maxPixels)
    {
        var image = Decode(path, 1, maxPixels);
        return (image.Height, image.Width);
    }

    /// <exception cref="InvalidDataException">The file is no image, or has another size and is not to be resized.</exception>
    public static void Read(string path, ImageSize size, bool resize, long maxPixels, Span<float> values)
    {
        var image = Decode(path, size.Channels, maxPixels);
        if ((image.Height, image.Width) == (size.Height, size.Width)) Copy(image.Data, size, values);
        else if (resize) Bilinear.Resize(image.Data, image.Height, image.Width, size, values);
        else
            throw new InvalidDataException(
                $"{path} has {image.Width}×{image.Height} pixels, but the first image {size.Width}×{size.Height}; give a size that all are "
                + $"brought to");
    }

    private static void Copy(ReadOnlySpan<byte> pixels, ImageSize size, Span<float> values)
    {
        var area = size.Height * size.Width;
        for (var channel = 0; channel < size.Channels; channel++)
            for (var i = 0; i < area; i++) values[channel * area + i] = pixels[i * size.Channels + channel] / 255f;
    }

    /// <summary>Refuses what has no length before it is opened: opening a pipe would wait for its writer.</summary>
    private static void RequireContent(string path)
    {
        FileSystemInfo? file = new FileInfo(path);
        if (file.LinkTarget is not null) file = file.ResolveLinkTarget(returnFinalTarget: true);
        if (file is FileInfo { Exists: true, Length: 0 })
            throw new InvalidDataException($"{path} is empty, or a pipe or a device; images are regular files");
    }

    private static ImageResult Decode(string path, int channels, long maxPixels)
    {
        RequireContent(path);
        using var file = new SeekLimitedStream(path);
        try
        {
            ImageHeader.Check(file, maxPixels);
            return ImageResult.FromStream(file, channels == 1 ? ColorComponents.Grey : ColorComponents.RedGreenBlue);
        }
        catch (Exception e) when (e is not OutOfMemoryException) // the decoder throws whatever a damaged file leads it to
        {
            throw new InvalidDataException($"{path} cannot be decoded as an image: {e.Message}", e);
        }
    }
}

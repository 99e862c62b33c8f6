using ChainRule.Graph;
using ChainRule.Training;

namespace ChainRule.Data;

/// <summary>
/// Images in folders, one folder a class: <c>root/cat/1.png</c>. They are decoded (PNG, JPEG, BMP) when they are read, as Float32
/// [C, H, W] of 0 to 1, with their class, Int64 [].
/// </summary>
public sealed class ImageFolder : Dataset
{
    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp"];
    private readonly List<(string Path, int Class)> images = [];
    private readonly ImageSize size;
    private readonly bool resize;
    private readonly long maxPixels;

    /// <summary>The images below <paramref name="folder"/>. The first one's size is that of all, unless another is given.</summary>
    /// <param name="folder">Has a folder for each class; files of other kinds in them are passed over.</param>
    /// <param name="channels">1 for grey, 3 for red, green and blue; images are converted, and lose transparency.</param>
    /// <param name="size">The height and width that images are brought to, by bilinear interpolation.</param>
    /// <param name="maxPixels">
    /// The most pixels that a compressed image (PNG, JPEG) may have: small files can claim huge sizes. Decoding takes up to 27 bytes of
    /// memory for each.
    /// </param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">There are no classes or no images, or the first one cannot be decoded.</exception>
    public ImageFolder(string folder, int channels = 3, (int Height, int Width)? size = null, long maxPixels = 100_000_000)
    {
        if (channels is not (1 or 3)) throw new ArgumentOutOfRangeException(nameof(channels), channels, "images have 1 channel or 3");
        if (size is { } wanted && (wanted.Height < 1 || wanted.Width < 1))
            throw new ArgumentOutOfRangeException(nameof(size), size, "an image has a pixel or more");
        string[] folders = [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)];
        Classes = [.. folders.Select(path => Path.GetFileName(path))];
        for (var i = 0; i < folders.Length; i++) images.AddRange(Images(folders[i]).Select(path => (path, i)));
        if (images.Count == 0)
            throw new InvalidDataException(
                $"{folder} has no images in folders; each class has a folder, with files that end in {string.Join(", ", Endings)}");
        resize = size is not null;
        this.maxPixels = maxPixels;
        var (height, width) = size ?? ImageFile.SizeOf(images[0].Path, maxPixels);
        this.size = new(channels, height, width);
        Columns = [new(DType.Float32, [channels, height, width]), new(DType.Int64, [])];
    }

    /// <inheritdoc/>
    public override int Count => images.Count;

    /// <inheritdoc/>
    public override IReadOnlyList<TensorType> Columns { get; }

    /// <summary>The names of the classes' folders, in ordinal order: that of their numbers.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The file of an example.</summary>
    public string PathOf(int example) => images[example].Path;

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">
    /// A file cannot be decoded, claims too many pixels, or has another size and is not to be resized; names it.
    /// </exception>
    public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
    {
        Check(examples, batch);
        for (var i = 0; i < examples.Length; i++)
        {
            var (path, number) = images[examples[i]];
            ImageFile.Read(path, size, resize, maxPixels, batch[0].AsMutableSpan<float>().Slice(i * size.Values, size.Values));
            batch[1].AsMutableSpan<long>()[i] = number;
        }
    }

    private static IEnumerable<string> Images(string folder) =>
        Directory
            .GetFiles(folder)
            .Where(path => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal);
}

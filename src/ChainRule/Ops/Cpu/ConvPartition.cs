using System.Numerics;

namespace ChainRule.Ops;

/// <summary>How a convolution is cut into parts that may run side by side: by images and, where these are few, by channels too.</summary>
/// <param name="Images">The batch.</param>
/// <param name="ImageParts">Into how many parts the batch is cut.</param>
/// <param name="Channels">The channels of the result, or the first size of the kernels.</param>
/// <param name="ChannelParts">Into how many parts they are cut.</param>
internal readonly record struct ConvPartition(int Images, int ImageParts, int Channels, int ChannelParts)
{
    /// <summary>Images are taken together up to so many pixels, to fill the kernels' registers.</summary>
    private const int MinPixels = 256;

    /// <summary>Channels are cut where there are fewer parts of images.</summary>
    private const int EnoughParts = 8;

    /// <summary>Fewer channels than a kernel's registers hold are not a part.</summary>
    private const int MinChannels = 8;

    /// <summary>More rows of weights than this cost more to add up than more threads gain.</summary>
    private const int MaxRows = 16;

    public int Parts => ImageParts * ChannelParts;

    /// <summary>How many images a part has at most.</summary>
    public int MaxImages => ImageParts == 0 ? 0 : (Images + ImageParts - 1) / ImageParts;

    /// <summary>The images and channels of one part.</summary>
    public ConvPart this[int part]
    {
        get
        {
            var (from, to) = WorkPartition.Of(Images, part / ChannelParts, ImageParts);
            var (first, end) = WorkPartition.Of(Channels, part % ChannelParts, ChannelParts);
            return new(part / ChannelParts, from, to - from, first, end);
        }
    }

    /// <summary>For a result of images.</summary>
    public static ConvPartition OfResult(Shape images)
    {
        var together = Math.Max(1, MinPixels / Math.Max(1, images[2] * images[3]));
        return new(images[0], (images[0] + together - 1) / together, images[1]);
    }

    /// <summary>
    /// For sums over images in the shape of the kernels: each part of the images has a row of its own, all of which must not take more than
    /// the images do.
    /// </summary>
    public static ConvPartition OfWeights(Shape x, Shape y, Shape weights)
    {
        var rows = Math.Min(MaxRows, (int)(((long)x.Size + y.Size) / Math.Max(1, weights.Size)));
        var parts = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(rows, 1, Math.Max(1, x[0])) + 1) / 2;
        return new(x[0], parts, weights[0]);
    }

    private ConvPartition(int images, int imageParts,
        int channels) : this(images, imageParts, channels,
            Math.Clamp(EnoughParts / Math.Max(1, imageParts), 1, Math.Max(1, channels / MinChannels)))
    {
    }
}

/// <summary>A part of a convolution.</summary>
internal readonly record struct ConvPart(int ImagePart, int FirstImage, int Images, int FirstChannel, int EndChannel)
{
    /// <summary>Where the part's images lie among images of a shape.</summary>
    public Range Of(Shape images)
    {
        var size = images[1] * images[2] * images[3];
        return (FirstImage * size)..((FirstImage + Images) * size);
    }
}

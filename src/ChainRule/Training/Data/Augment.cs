namespace ChainRule.Training;

/// <summary>
/// Random changes after which an image [C, H, W] still shows the same thing, for <see cref="Dataset.Map"/>: of one set of images they
/// make another one each pass.
/// </summary>
public static class Augment
{
    /// <summary>Swaps left and right.</summary>
    /// <param name="probability">How likely an image is swapped, from 0 to 1.</param>
    public static ExampleChange Flip(double probability = 0.5)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability is a number from 0 to 1");
        return (values, shape, ref draws) =>
        {
            if (draws.Uniform() >= probability) return;
            for (var row = 0; row < values.Length; row += Width(shape)) values.Slice(row, Width(shape)).Reverse();
        };
    }

    /// <summary>
    /// Moves the image by up to <paramref name="pixels"/> in each direction; zeros come in. The same as padding it by as many zeros and
    /// cutting out its size anywhere.
    /// </summary>
    public static ExampleChange Shift(int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(pixels);
        return (values, shape, ref draws) =>
        {
            var (down, right) = (draws.Below(2 * pixels + 1) - pixels, draws.Below(2 * pixels + 1) - pixels);
            var image = Height(shape) * Width(shape);
            for (var channel = 0; channel < values.Length; channel += image)
                Move(values.Slice(channel, image), Height(shape), Width(shape), down, right);
        };
    }

    /// <summary>Adds to each value a number of a normal distribution.</summary>
    /// <param name="deviation">The standard deviation, 0 or more.</param>
    public static ExampleChange Noise(double deviation)
    {
        if (!(deviation >= 0 && double.IsFinite(deviation)))
            throw new ArgumentOutOfRangeException(nameof(deviation), deviation, "a standard deviation is 0 or more");
        return (values, _, ref draws) =>
        {
            foreach (ref var value in values) value += (float)(deviation * draws.Normal());
        };
    }

    private static int Width(Shape shape) => shape.Rank > 0 ? shape[-1] : 1;

    private static int Height(Shape shape) => shape.Rank > 1
        ? shape[-2]
        : throw new ShapeException($"an image has the shape [C, H, W] or [H, W], not {shape}");

    private static void Move(Span<float> image, int height, int width, int down, int right)
    {
        for (var i = 0; i < height; i++)
        {
            var row = down > 0 ? height - 1 - i : i; // never reads a row that was written
            var to = image.Slice(row * width, width);
            if ((uint)(row - down) < (uint)height) MoveRow(image.Slice((row - down) * width, width), to, right);
            else to.Clear();
        }
    }

    private static void MoveRow(ReadOnlySpan<float> from, Span<float> to, int right)
    {
        var kept = Math.Max(0, to.Length - Math.Abs(right));
        from.Slice(Math.Max(0, Math.Min(-right, from.Length)), kept).CopyTo(to[Math.Min(Math.Max(right, 0), to.Length)..]);
        if (right > 0) to[..(to.Length - kept)].Clear();
        else to[kept..].Clear();
    }
}

namespace ChainRule.Board;

/// <summary>
/// Where a chart's numbers lie in its picture, so that a hand can move them. Places in the picture are fractions of its width and height,
/// from the upper left corner.
/// </summary>
public sealed class ChartFrame
{
    // A hand is no finer, and round numbers are easier to read.
    private const int Steps = 100;

    internal ChartFrame(Scale x, Scale y, double left, double top, double right, double bottom) =>
        (X, Y, Left, Top, Right, Bottom) = (x, y, left, top, right, bottom);

    /// <summary>The smallest numbers of both axes.</summary>
    public ChartPoint Low => new(X.Low, Y.Low);

    /// <summary>The largest numbers of both axes.</summary>
    public ChartPoint High => new(X.High, Y.High);

    internal Scale X { get; }

    internal Scale Y { get; }

    private double Left { get; }

    private double Top { get; }

    private double Right { get; }

    private double Bottom { get; }

    /// <summary>The place of a point in the picture.</summary>
    public ChartPoint Place(ChartPoint point) =>
        new(Left + (Right - Left) * X.Share(point.X), Bottom - (Bottom - Top) * Y.Share(point.Y));

    /// <summary>The point at a place of the picture, in round numbers. Places beside the axes count as their ends.</summary>
    /// <param name="right">How far to the right, as a fraction of the picture's width.</param>
    /// <param name="down">How far down, as a fraction of its height.</param>
    public ChartPoint At(double right, double down) =>
        new(Number(X, (right - Left) / (Right - Left)), Number(Y, (Bottom - down) / (Bottom - Top)));

    /// <summary>A point moved by some hundredths of the axes.</summary>
    /// <param name="from">The point.</param>
    /// <param name="right">How many hundredths to the right.</param>
    /// <param name="up">How many hundredths up.</param>
    public ChartPoint Moved(ChartPoint from, int right, int up) => new(
        right == 0 ? from.X : Number(X, X.Share(from.X) + (double)right / Steps),
        up == 0 ? from.Y : Number(Y, Y.Share(from.Y) + (double)up / Steps));

    /// <summary>The number at a share of an axis, rounded to a power of ten that is at most a hundredth of the axis.</summary>
    private static double Number(Scale scale, double share)
    {
        var value = scale.At(Math.Clamp(share, 0, 1));
        var digits = -(int)Math.Floor(Math.Log10((scale.High - scale.Low) / Steps));
        if (digits is >= 0 and <= 15) return Math.Round(value, digits);
        var unit = Math.Pow(10, -digits);
        var rounded = Math.Round(value / unit) * unit;
        return double.IsFinite(rounded) ? rounded : value;
    }
}

namespace ChainRule.Board;

/// <summary>A place in a chart, in the chart's own numbers.</summary>
public readonly record struct ChartPoint(double X, double Y)
{
    /// <summary>Whether it can be drawn.</summary>
    public bool IsFinite => double.IsFinite(X) && double.IsFinite(Y);
}

/// <summary>What a mark stands for, which decides its colour.</summary>
internal enum Ink
{
    /// <summary>Values: the forward pass.</summary>
    Forward,

    /// <summary>Local derivatives and tangents.</summary>
    Local,

    /// <summary>Gradients and the steps along them.</summary>
    Chain,

    /// <summary>What is only there to be compared with.</summary>
    Quiet,
}

/// <summary>Something drawn in a chart. Its label stands in the legend.</summary>
internal abstract record Mark(Ink Ink, string? Label)
{
    /// <summary>A line through points; one that is not finite breaks it.</summary>
    public sealed record Line(Ink Ink, IReadOnlyList<ChartPoint> Points, string? Label = null, bool Dashed = false, bool Thin = false)
        : Mark(Ink, Label);

    /// <summary>Dots; hollow ones stand for the other of two kinds.</summary>
    public sealed record Dots(Ink Ink, IReadOnlyList<ChartPoint> Points, string? Label = null, double Radius = 4, bool Hollow = false)
        : Mark(Ink, Label);

    /// <summary>
    /// Where a way has been: dots so small and so far apart that they leave the line below them to be seen, however many there are.
    /// </summary>
    public sealed record Trail(Ink Ink, IReadOnlyList<ChartPoint> Points, string? Label = null) : Mark(Ink, Label);

    /// <summary>An arrow from one place to another.</summary>
    public sealed record Arrow(Ink Ink, ChartPoint From, ChartPoint To, string? Label = null) : Mark(Ink, Label);

    /// <summary>Many short lines at once, such as a contour.</summary>
    public sealed record Segments(Ink Ink, IReadOnlyList<(ChartPoint From, ChartPoint To)> Lines, string? Label = null, double Opacity = 1)
        : Mark(Ink, Label);

    /// <summary>
    /// A grid of cells from the lower left, row by row, each between one ink at 0 and another at 1; halves of the way are blank.
    /// </summary>
    public sealed record Cells(Ink Ink, Ink Other, int Columns, IReadOnlyList<double> Values, string? Label = null) : Mark(Ink, Label);
}

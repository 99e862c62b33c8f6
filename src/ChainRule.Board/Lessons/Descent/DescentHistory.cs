namespace ChainRule.Board;

/// <summary>
/// The way of a descent in bounded memory: the last steps each, and of those before every second, fourth, eighth …, so that the whole
/// way can still be drawn.
/// </summary>
internal sealed class DescentHistory
{
    private const int MaxPoints = 400;
    private const int FewestPoints = 16;
    private const int MaxNumbers = 1_000_000;

    /// <summary>How many of the last points are all there.</summary>
    public const int Recent = 8;

    private readonly List<DescentPoint> kept = [];
    private readonly Queue<DescentPoint> recent = [];
    private readonly int most;
    private int stride = 1;

    public DescentHistory(DescentPoint start)
    {
        most = Math.Clamp(MaxNumbers / Math.Max(1, start.Parameters.Count), FewestPoints, MaxPoints);
        Add(start);
    }

    /// <summary>The points that are kept, in their order; the first and the last are among them.</summary>
    public IReadOnlyList<DescentPoint> Points => [.. kept.TakeWhile(point => point.Step < recent.Peek().Step), .. recent];

    public void Add(DescentPoint point)
    {
        recent.Enqueue(point);
        if (recent.Count > Recent) recent.Dequeue();
        if (point.Step % stride == 0) kept.Add(point);
        if (kept.Count <= most) return;
        stride *= 2;
        kept.RemoveAll(old => old.Step % stride != 0);
    }
}

namespace ChainRule.Board.Drawing;

/// <summary>
/// Draws what a block has besides its result: a sheet behind it where there are more, and the sign that folds or unfolds.
/// </summary>
internal static class BlockDrawing
{
    public const string Css = """

        .cr-behind{fill:var(--cr-box);stroke:var(--cr-frame);stroke-width:1.5}
        .cr-signbox{fill:var(--cr-paper);stroke:var(--cr-frame)}
        .cr-board .cr-sign{font-size:16px;font-weight:700}
        """;

    private const double SignSide = 18;

    /// <summary>What the group stands for: several nodes and edges where they are folded into it.</summary>
    public static string Attributes(BoardNode node) => node.Block == BlockState.Folded
        ? $"data-node=\"{string.Join(' ', [node.Id, .. node.Inside])}\" data-edge=\"{string.Join(' ', node.InsideEdges)}\" "
            + $"data-fold=\"{node.Id}\""
        : $"data-node=\"{node.Id}\"";

    /// <summary>The box in front: all of it, but for what is seen of the sheet behind.</summary>
    public static NodeBox Front(BoardNode node, NodeBox whole) => node.Block == BlockState.Folded
        ? whole with { Width = whole.Width - Measures.Behind, Height = whole.Height - Measures.Behind }
        : whole;

    /// <summary>The sheet behind.</summary>
    public static string Behind(BoardNode node, NodeBox front) => node.Block == BlockState.Folded
        ? Svg.Rectangle("behind", front.X + Measures.Behind, front.Y + Measures.Behind, front.Width, front.Height, 10)
        : "";

    /// <summary>A plus where there is more to see, a minus where it can be folded.</summary>
    public static string Sign(BoardNode node, NodeBox front) => node.Block switch
    {
        BlockState.Folded => Sign(front, "+"),
        BlockState.Open => $"<g data-fold=\"{node.Id}\">{Sign(front, "−")}</g>",
        _ => "",
    };

    private static string Sign(NodeBox front, string sign)
    {
        var (x, y) = (front.Right - SignSide - 6, front.Y + 6);
        return Svg.Rectangle("signbox", x, y, SignSide, SignSide, 4) + Svg.Text("sign", x + SignSide / 2, y + 14, sign);
    }
}

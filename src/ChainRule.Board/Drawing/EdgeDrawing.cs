namespace ChainRule.Board.Drawing;

/// <summary>
/// Draws an edge: a solid line with the operand's value above it; below it the local derivative in a dashed pill; and, bold, the way back
/// with what it brings.
/// </summary>
internal static class EdgeDrawing
{
    private const double PillTop = 13, PillHeight = 20, ChainShift = 6;

    public static SvgGroup Draw(BoardEdge edge, EdgeRoute route)
    {
        var (middle, y) = ((route.Label.From + route.Label.To) / 2, route.Label.Y);
        var isEmpty = edge.Forward == "—";
        var head = edge.HasGradient && !isEmpty ? "forward" : "quiet";
        return new($"data-edge=\"{string.Join(' ', [edge.Id, .. edge.Others])}\" data-ends=\"{edge.From} {edge.To}\"",
            edge.HasGradient ? "cr-edge" : "cr-edge cr-quiet",
            edge.IsCurrent,
            $"<path class=\"cr-line{(isEmpty ? " cr-waiting" : "")}\" d=\"{route.Path}\" marker-end=\"url(#cr-head-{head})\"/>",
            isEmpty ? "" : Svg.Text("carried", middle, y - 8, Number(edge.Forward)),
            edge.IsReached
                ? $"<path class=\"cr-chainline\" d=\"{route.Path}\" transform=\"translate(0 {ChainShift})\" "
                    + $"marker-start=\"url(#cr-head-chain)\"/>"
                : "",
            edge.Local.Length == 0 ? "" : Pill(edge, middle, y),
            edge.Chain.Length == 0 ? "" : Svg.Text("back", middle, y + 48, $"◂ {Number(edge.Chain)}"));
    }

    private static string Pill(BoardEdge edge, double middle, double y)
    {
        var width = Measures.PillWidth(edge);
        var text =
            $"{Measures.Fit(edge.LocalName, 2 * Measures.MaxName)} {edge.Relation} {Measures.Fit(edge.Local, Measures.MaxLocal(edge))}";
        return Svg.Rectangle("pill", middle - width / 2, y + PillTop, width, PillHeight, PillHeight / 2)
            + Svg.Text("local", middle, y + PillTop + 14, text);
    }

    private static string Number(string text) => Measures.Fit(text, Measures.MaxNumber + 2);
}

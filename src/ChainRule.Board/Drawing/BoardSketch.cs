using System.Globalization;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>
/// Draws a graph as a small quiet picture: names and values alone. It has no style of its own and stands in a page that has
/// <see cref="PictureStyle.Sheet"/>.
/// </summary>
public static class BoardSketch
{
    internal const string Css = """

        .cr-sketch{display:block;font:20px/1.4 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
        .cr-sketch text{text-anchor:middle;fill:var(--cr-ink)}
        .cr-sketch .cr-name{font-weight:700}
        .cr-sketch .cr-value{font-size:18px;font-weight:600;fill:var(--cr-forward)}
        .cr-sketch .cr-line{stroke-width:2.2}
        .cr-sketch .cr-box{stroke-width:2}
        .cr-map{fill:var(--cr-frame)}
        """;

    private const double MinWidth = 76, Height = 66, Room = 72, Sign = 11, Padding = 14, HeadLength = 10;

    private const int MaxSigns = 12;

    /// <summary>The picture.</summary>
    /// <param name="view">What is drawn: names, values, and which depends on which.</param>
    public static string Render(BoardView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var layout = BoardLayout.Of([.. view.Nodes.Select(Size)],
            [.. view.Edges.Select(edge => new EdgeSize(edge.Id, edge.From, edge.To, 0))]);
        var text = Begin("cr-sketch", layout);
        text.Append($"<title>{XmlText.Encode($"The graph of {view.Formula}")}</title>");
        foreach (var edge in view.Edges) text.Append(Line(edge, layout.Edges[edge.Id].Turns));
        foreach (var node in view.Nodes) text.Append(Box(node, layout.Nodes[node.Id]));
        return text.Append("</svg>").ToString();
    }

    /// <summary>The boxes of a layout alone, in their places: a map to find one's way in a graph that is larger than its window.</summary>
    public static string Map(BoardLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var text = Begin("cr-mapped", layout);
        foreach (var box in layout.Nodes.Values) text.Append(Svg.Rectangle("map", box.X, box.Y, box.Width, box.Height, 14));
        return text.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(string style, BoardLayout layout) => new StringBuilder().Append(CultureInfo.InvariantCulture,
        $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"{style}\" role=\"img\" width=\"{layout.Width:0}\" height=\"{layout.Height:0}\" "
        + $"viewBox=\"0 0 {layout.Width:0} {layout.Height:0}\">");

    private static NodeSize Size(BoardNode node)
    {
        var signs = Math.Max(DisplayWidth.Of(Fit(node.Name)), DisplayWidth.Of(Fit(node.Value)));
        return new(node.Id, Math.Max(MinWidth, signs * Sign + 2 * Padding), Height, Room);
    }

    /// <summary>The bends of the way and its end; the piece that carries a label on the board is left out.</summary>
    private static string Line(BoardEdge edge, IReadOnlyList<LevelPiece> turns)
    {
        var end = turns[^1] with { From = turns[^1].From - HeadLength, To = turns[^1].To - HeadLength };
        var path = Svg.PathOf([.. turns.SkipLast(2), end]);
        return string.Create(CultureInfo.InvariantCulture,
            $"<g{(edge.HasGradient ? "" : " class=\"cr-quiet\"")}><path class=\"cr-line\" d=\"{path}\"/>"
            + $"<path class=\"cr-head{(edge.HasGradient ? "forward" : "quiet")}\" "
            + $"d=\"M{end.To:0.#} {end.Y - 5:0.#}l{HeadLength} 5l-{HeadLength} 5z\"/></g>");
    }

    private static string Box(BoardNode node, NodeBox box)
    {
        var middle = box.X + box.Width / 2;
        return $"<g class=\"cr-{node.Kind.ToString().ToLowerInvariant()}\">"
            + Svg.Rectangle("box", box.X, box.Y, box.Width, box.Height, 12)
            + Svg.Text("name", middle, box.Y + 28, Fit(node.Name))
            + Svg.Text("value", middle, box.Y + 52, Fit(node.Value)) + "</g>";
    }

    private static string Fit(string text) => Measures.Fit(text, MaxSigns);
}

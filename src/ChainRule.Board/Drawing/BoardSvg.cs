using System.Globalization;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>Draws the board as SVG: no script, no font of its own, every text encoded.</summary>
public static class BoardSvg
{
    private const string Heads =
        "<defs>"
        + "<marker id=\"cr-head-forward\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" "
        + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"cr-headforward\" d=\"M0 0L10 5L0 10z\"/></marker>"
        + "<marker id=\"cr-head-quiet\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" markerWidth=\"9\" markerHeight=\"9\" "
        + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"cr-headquiet\" d=\"M0 0L10 5L0 10z\"/></marker>"
        + "<marker id=\"cr-head-chain\" viewBox=\"0 0 10 10\" refX=\"3\" refY=\"5\" markerWidth=\"14\" markerHeight=\"14\" "
        + "markerUnits=\"userSpaceOnUse\" orient=\"auto\"><path class=\"cr-headchain\" d=\"M10 0L0 5L10 10z\"/></marker>"
        + "</defs>";

    /// <summary>The board at a step.</summary>
    /// <param name="view">What is on it.</param>
    /// <param name="layout">Where it is drawn: <see cref="Lesson.Layout"/>.</param>
    /// <param name="theme">For which background.</param>
    public static string Render(BoardView view, BoardLayout layout, BoardTheme theme = BoardTheme.Auto)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(layout);
        var text = new StringBuilder();
        Open(text, view, layout);
        text.Append("<style>").Append(SvgStyle.Colors(theme)).Append(SvgStyle.Rules).Append("</style>");
        foreach (var group in Groups(view, layout))
        {
            text.Append($"<g class=\"{group.Style}{(group.IsCurrent ? " cr-on" : "")}\" {group.Attributes}>");
            foreach (var slot in group.Slots) text.Append(slot);
            text.Append("</g>");
        }
        return text.Append("</svg>").ToString();
    }

    /// <summary>The beginning of the drawing, with its title and what it shows in words.</summary>
    internal static void Open(StringBuilder text, BoardView view, BoardLayout layout)
    {
        text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cr-board\" role=\"img\" aria-labelledby=\"cr-title cr-desc\" "
            + $"width=\"{layout.Width:0}\" height=\"{layout.Height:0}\" viewBox=\"0 0 {layout.Width:0} {layout.Height:0}\">");
        text
            .Append(
                $"<title id=\"cr-title\">{XmlText.Encode(view.Formula)}</title><desc id=\"cr-desc\">{XmlText.Encode(Summary(view))}</desc>")
            .Append(Heads);
        text.Append("<rect class=\"cr-paper\" width=\"100%\" height=\"100%\"/>");
    }

    /// <summary>The nodes and edges; edges first, so that they end behind the boxes.</summary>
    internal static IEnumerable<SvgGroup> Groups(BoardView view, BoardLayout layout) =>
        view.Edges
            .Select(edge => EdgeDrawing.Draw(edge, layout.Edges[edge.Id]))
            .Concat(view.Nodes.Select(node => NodeDrawing.Draw(node, layout.Nodes[node.Id])));

    /// <summary>The graph in words, for those who do not see it.</summary>
    internal static string Summary(BoardView view)
    {
        var nodes = view.Nodes.Select(node =>
            $"{node.Name}{(node.Formula.Length > 0 ? $" = {node.Formula}" : "")} "
            + $"= {node.Value}{(node.Gradient.Length > 0 ? $", {node.GradientName} = {node.Gradient}" : node.Kind == NodeKind.Data ? ", data" : "")}");
        return $"Step {view.Step.Index} of {view.Steps - 1}: {view.Step.Line} The graph: {string.Join("; ", nodes)}.";
    }
}

using System.Globalization;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>How large a node is drawn.</summary>
/// <param name="Id">The node's id.</param>
/// <param name="Width">The width of its box.</param>
/// <param name="Height">The height of its box.</param>
/// <param name="Room">The height that it needs with the labels of the edges into it.</param>
internal sealed record NodeSize(string Id, double Width, double Height, double Room);

/// <summary>How large an edge's label is drawn.</summary>
internal sealed record EdgeSize(string Id, string From, string To, double LabelWidth);

/// <summary>
/// How large things are drawn. Only names and shapes count, and a number has always room for the same count of digits: nothing moves when
/// values change. No font is measured; a sign is taken to be rather wide.
/// </summary>
internal static class Measures
{
    public const double LabelPitch = 74, Line = 19, Padding = 12, CellWidth = 60, CellHeight = 19, HeatSide = 120, GridGap = 8;

    /// <summary>The most signs of a name, a number, a product.</summary>
    public const int MaxName = 14, MaxNumber = 9, MaxProduct = 20;

    /// <summary>The room for the sign that folds or unfolds, and for the edge of the box behind a folded one.</summary>
    public const double SignRoom = 26, Behind = 5;

    private const double NameSign = 9.5, Sign = 7.2, PillSign = 6.6, MinWidth = 96, UpdatedWidth = 172, MinLabel = 70;

    public static NodeSize Of(BoardNode node, int inputs)
    {
        var width = Math.Max(
            Math.Max(node.Kind is NodeKind.Parameter or NodeKind.Output ? UpdatedWidth : MinWidth,
                Text(node.Name, MaxName, NameSign) + (node.Block == BlockState.None ? 0 : 2 * SignRoom)),
                Math.Max(Text(node.Formula, MaxFormula(node), Sign), GradientWidth(node)));
        var height = 2 * Padding + Line * (node.Formula.Length > 0 ? 4 : 3);
        if (GridSize(node) is { } grid)
        {
            width = Math.Max(width, grid.Width + 2 * Padding);
            height += grid.Height * (HasGradient(node) ? 2 : 1);
        }
        if (node.Block == BlockState.Folded) (width, height) = (width + Behind, height + Behind);
        return new(node.Id, width, height, Math.Max(height + 8, inputs * LabelPitch));
    }

    public static EdgeSize Of(BoardEdge edge) =>
        new(edge.Id, edge.From, edge.To, Math.Max(MinLabel, edge.LocalName.Length > 0 ? PillWidth(edge) : 0));

    public static double PillWidth(BoardEdge edge) =>
        (Math.Min(DisplayWidth.Of(edge.LocalName), 2 * MaxName) + 3 + MaxLocal(edge)) * PillSign + 14;

    /// <summary>The most signs of a formula; a block's is a whole statement.</summary>
    public static int MaxFormula(BoardNode node) => node.Block == BlockState.Folded ? 30 : 22;

    /// <summary>The most signs of a local derivative.</summary>
    public static int MaxLocal(BoardEdge edge) => edge.IsProduct ? MaxProduct : MaxNumber + 2;

    /// <summary>How large the table of a node is; a heat map is as large as many cells would be.</summary>
    public static (double Width, double Height)? GridSize(BoardNode node) =>
        node.Rows * node.Columns == 0 ? null
        : BoardGrid.IsLarge(node.Rows, node.Columns) ? (HeatSide, HeatSide + Line + GridGap)
        : (node.Columns * CellWidth, node.Rows * CellHeight + GridGap);

    public static bool HasGradient(BoardNode node) => node.Gradient.Length > 0;

    private static double GradientWidth(BoardNode node) =>
        HasGradient(node) ? (Math.Min(DisplayWidth.Of(node.GradientName), 2 * MaxName) + 3 + MaxNumber) * Sign + 2 * Padding : 0;

    private static double Text(string text, int most, double sign) => Math.Min(DisplayWidth.Of(text), most) * sign + 2 * Padding;

    /// <summary>A text that fits, its end left out where it is too long.</summary>
    public static string Fit(string text, int most)
    {
        if (text.Length <= most || DisplayWidth.Of(text) <= most) return text;
        var elements = StringInfo.GetTextElementEnumerator(text);
        var kept = "";
        while (elements.MoveNext() && DisplayWidth.Of(kept) + DisplayWidth.Of(elements.GetTextElement()) < most)
            kept += elements.GetTextElement();
        return kept.TrimEnd() + "…";
    }
}

using System.Globalization;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>
/// Draws a product of matrices as on paper: the left factor left, the right one above, the product where rows and columns cross.
/// </summary>
public static class ProductSvg
{
    private const double Margin = 16, Gap = 14, Caption = 22;

    /// <summary>The product, or <see langword="null"/> until all its numbers are on the board.</summary>
    /// <param name="view">The board.</param>
    /// <param name="product">One of <see cref="BoardView.Products"/>.</param>
    /// <param name="gradients">Whether the gradients stand in the tables' places; a factor that has none keeps its values.</param>
    /// <param name="theme">For which background.</param>
    public static string? Render(BoardView view, BoardProduct product, bool gradients = false, BoardTheme theme = BoardTheme.Auto)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(product);
        var tables = new[] { product.Left, product.Above, product.Node }
            .Select(id => Table.Of(view.Nodes.First(node => node.Id == id), gradients))
            .ToArray();
        if (tables is not [{ } left, { } above, { } result] || (gradients && !result.IsGradient)) return null;
        var (x, y) = (Margin + Math.Max(left.Width, 80) + Gap, Margin + Caption + above.Height + Gap + Caption);
        var (width, height) = (x + Math.Max(Math.Max(above.Width, result.Width), 110) + Margin,
            y + Math.Max(left.Height, result.Height) + Margin);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"cr-board\" role=\"img\" width=\"{width:0}\" height=\"{height:0}\" "
            + $"viewBox=\"0 0 {width:0} {height:0}\">");
        text.Append(
            $"<title>{XmlText.Encode($"{left.Name}, {above.Name} and {result.Name}")}</title><style>{SvgStyle.Colors(theme)}{SvgStyle.Rules}</style><rect class=\"cr-paper\" width=\"100%\" height=\"100%\"/>");
        text.Append(left.Draw(x - Gap - left.Width, y)).Append(above.Draw(x, Margin + Caption)).Append(result.Draw(x, y));
        return text.Append("</svg>").ToString();
    }

    private sealed record Table(string Id, string Name, BoardGrid Grid, bool IsGradient, bool IsVector)
    {
        /// <summary>A vector that is multiplied by a matrix stands upright, and so does what comes of it.</summary>
        private BoardGrid Upright => IsVector ? Grid with { Rows = Grid.Columns, Columns = 1 } : Grid;

        public double Width => Upright.IsHeatMap ? Measures.HeatSide : Upright.Columns * Measures.CellWidth;

        public double Height => Upright.IsHeatMap ? Measures.HeatSide + Measures.Line : Upright.Rows * Measures.CellHeight;

        public static Table? Of(BoardNode node, bool gradients)
        {
            var isGradient = gradients && node.GradientGrid is not null;
            return (isGradient ? node.GradientGrid : node.ValueGrid) is { } grid
                ? new(node.Id, isGradient ? node.GradientName : node.Name, grid, isGradient,
                    node.Shape.IndexOf(',', StringComparison.Ordinal) < 0)
                : null;
        }

        public string Draw(double x, double y) =>
            $"<g data-node=\"{Id}\">{Svg.Text("name", x + Width / 2, y - 6, Measures.Fit(Name, Measures.MaxName))}{GridDrawing.DrawCells(Upright, x, y, IsGradient ? "gradientcell" : "cell")}</g>";
    }
}

using System.Globalization;
using System.Text;

namespace ChainRule.Board.Drawing;

/// <summary>Draws a table: numbers in cells, or, where there are many, a heat map around zero.</summary>
internal static class GridDrawing
{
    // A heat map of more squares is drawn of blocks, each by its number farthest from zero.
    public const int MaxSquares = 24;

    /// <summary>A table below a height, centred.</summary>
    public static string Draw(BoardGrid grid, double middle, double top, string cell) =>
        grid.IsHeatMap ? HeatMap(grid, middle, top) : Cells(grid, middle, top, cell);

    private static string Cells(BoardGrid grid, double middle, double top, string cell)
    {
        var left = middle - grid.Columns * Measures.CellWidth / 2;
        var text = new StringBuilder(
            Svg.Rectangle("gridframe", left, top, grid.Columns * Measures.CellWidth, grid.Rows * Measures.CellHeight, 4));
        for (var i = 0; i < grid.Texts.Count; i++)
            text.Append(
                Svg.Text(cell, left + (i % grid.Columns + 0.5) * Measures.CellWidth, top + (i / grid.Columns + 0.72) * Measures.CellHeight,
                    Measures.Fit(grid.Texts[i], 7)));
        return text.ToString();
    }

    /// <summary>The same with a frame around each cell, which knows its place and can be pointed at.</summary>
    public static string DrawCells(BoardGrid grid, double left, double top, string cell)
    {
        if (grid.IsHeatMap) return HeatMap(grid, left + Measures.HeatSide / 2, top);
        var text = new StringBuilder();
        for (var i = 0; i < grid.Texts.Count; i++)
        {
            var (row, column) = (i / grid.Columns, i % grid.Columns);
            var (x, y) = (left + column * Measures.CellWidth, top + row * Measures.CellHeight);
            text.Append(CultureInfo.InvariantCulture,
                $"<g data-cell=\"{row},{column}\">{Svg.Rectangle("gridframe", x, y, Measures.CellWidth, Measures.CellHeight, 0)}");
            text
                .Append(Svg.Text(cell, x + Measures.CellWidth / 2, y + 0.72 * Measures.CellHeight, Measures.Fit(grid.Texts[i], 7)))
                .Append("</g>");
        }
        return text.ToString();
    }

    private static string HeatMap(BoardGrid grid, double middle, double top)
    {
        var (rows, columns) = (Math.Min(grid.Rows, MaxSquares), Math.Min(grid.Columns, MaxSquares));
        var (side, left) = (Measures.HeatSide, middle - Measures.HeatSide / 2);
        var strongest = Math.Max(Math.Abs(grid.Min), Math.Abs(grid.Max));
        var text = new StringBuilder();
        for (var row = 0; row < rows; row++)
            for (var column = 0; column < columns; column++)
                text.Append(
                    Square(Strongest(grid, row, column, rows, columns), strongest, left + column * side / columns, top + row * side / rows,
                        side / columns, side / rows));
        text.Append(Svg.Rectangle("gridframe", left, top, side, side, 0));
        text.Append(Svg.Text("range", middle, top + side + 14, $"{Short(grid.Min)} … {Short(grid.Max)}"));
        return text.ToString();
    }

    private static string Square(double number, double strongest, double x, double y, double width, double height)
    {
        if (number == 0 || !double.IsFinite(number)) return "";
        var opacity = double.IsFinite(strongest) ? Math.Abs(number) / strongest : 0;
        return string.Create(CultureInfo.InvariantCulture,
            $"<rect class=\"cr-{(number < 0 ? "negative" : "positive")}\" fill-opacity=\"{opacity:0.##}\" x=\"{x:0.##}\" y=\"{y:0.##}\" "
            + $"width=\"{width:0.##}\" height=\"{height:0.##}\"/>");
    }

    /// <summary>The number farthest from zero of those that a square stands for.</summary>
    public static double Strongest(BoardGrid grid, int row, int column, int rows, int columns)
    {
        var strongest = 0d;
        for (var i = row * grid.Rows / rows; i < (row + 1) * grid.Rows / rows; i++)
            for (var j = column * grid.Columns / columns; j < (column + 1) * grid.Columns / columns; j++)
                if (!(Math.Abs(grid.Numbers[i * grid.Columns + j]) <= Math.Abs(strongest))) strongest = grid.Numbers[i * grid.Columns + j];
        return strongest;
    }

    private static string Short(double number) => Explanations.FormulaNotation.Short.Number(number);
}

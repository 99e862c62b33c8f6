using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>Tells what is under a pointer on a drawn table: too many numbers to be written are still there one at a time.</summary>
public static class GridPointer
{
    /// <summary>
    /// The place and its number: <c>W row 3, column 5: −0.25</c>. A square that stands for several has the one farthest from zero.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="table">Which of the tables that are drawn for it, from 0.</param>
    /// <param name="x">How far right on the table, from 0 to 1.</param>
    /// <param name="y">How far down.</param>
    public static string? Tell(BoardNode node, int table, double x, double y)
    {
        ArgumentNullException.ThrowIfNull(node);
        (string Name, BoardGrid? Grid)[] tables = [(node.Name, node.ValueGrid), (node.GradientName, node.GradientGrid)];
        return tables.Where(known => known.Grid is not null).ElementAtOrDefault(table) is (var name, { } grid)
            ? $"{name} {Square(grid, x, y)}"
            : null;
    }

    private static string Square(BoardGrid grid, double x, double y)
    {
        var (rows, columns) = (Math.Min(grid.Rows, GridDrawing.MaxSquares), Math.Min(grid.Columns, GridDrawing.MaxSquares));
        var (row, column) = (Index(y, rows), Index(x, columns));
        var number = FormulaNotation.Pretty.Number(GridDrawing.Strongest(grid, row, column, rows, columns));
        var (down, right) = (Places("row", row, rows, grid.Rows), Places("column", column, columns, grid.Columns));
        return down.IsOne && right.IsOne
            ? $"{down.Text}, {right.Text}: {number}"
            : $"{down.Text}, {right.Text}: {number} is farthest from 0";
    }

    private static int Index(double part, int count) => double.IsNaN(part) ? 0 : (int)Math.Clamp(part * count, 0, count - 1);

    private static (string Text, bool IsOne) Places(string word, int square, int squares, int count)
    {
        var (from, to) = (square * count / squares, (square + 1) * count / squares - 1);
        return from == to ? ($"{word} {from}", true) : ($"{word}s {from} to {to}", false);
    }
}

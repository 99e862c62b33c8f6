namespace ChainRule.Board;

/// <summary>Numbers at the crossings of a grid, row by row from the lower left.</summary>
internal sealed record NumberGrid(Scale X, Scale Y, int Columns, IReadOnlyList<double> Values)
{
    public int Rows => Values.Count / Columns;

    public static NumberGrid Of(Scale x, Scale y, int side, Func<double, double, double> value) =>
        new(x, y, side,
            [.. Enumerable.Range(0, side * side).Select(i => value(x.At(i % side / (side - 1.0)), y.At(i / side / (side - 1.0))))]);

    public double this[int column, int row] => Values[row * Columns + column];

    public ChartPoint Place(double column, double row) => new(X.At(column / (Columns - 1)), Y.At(row / (Rows - 1)));
}

/// <summary>Lines of equal height by marching squares: each cell of the grid gives no line, one or two.</summary>
internal static class Contours
{
    /// <summary>
    /// Heights for lines that tell a valley's shape: they rise with the square of their number, as a parabola does, so that their distances
    /// are even on one. The highest is where four fifths of the grid lie below.
    /// </summary>
    public static IReadOnlyList<double> Levels(NumberGrid grid, int count)
    {
        var sorted = grid.Values.Where(double.IsFinite).Order().ToList();
        if (sorted.Count == 0) return [];
        var (low, high) = (sorted[0], sorted[(int)(0.8 * (sorted.Count - 1))]);
        return high > low ? [.. Enumerable.Range(1, count).Select(i => low + (high - low) * Math.Pow(i / (double)count, 2))] : [];
    }

    /// <summary>The line at a height, in pieces.</summary>
    public static IReadOnlyList<(ChartPoint From, ChartPoint To)> At(NumberGrid grid, double level)
    {
        var lines = new List<(ChartPoint, ChartPoint)>();
        for (var row = 0; row + 1 < grid.Rows; row++)
            for (var column = 0; column + 1 < grid.Columns; column++)
                lines.AddRange(Cell(grid, column, row, level));
        return lines;
    }

    private static (ChartPoint, ChartPoint)[] Cell(NumberGrid grid, int column, int row, double level)
    {
        ReadOnlySpan<double> corners = [grid[column, row], grid[column + 1, row], grid[column + 1, row + 1], grid[column, row + 1]];
        var crossings = Crossings(corners, level, column, row);
        if (crossings.Count < 2) return [];
        if (crossings.Count == 2) return [(grid.Place(crossings[0].X, crossings[0].Y), grid.Place(crossings[1].X, crossings[1].Y))];
        // A saddle: the middle says which two corners hang together.
        var middle = (corners[0] + corners[1] + corners[2] + corners[3]) / 4;
        var shift = middle > level == corners[0] > level ? 0 : 3;
        return [(Place(shift), Place(1 + shift)), (Place(2 + shift), Place(3 + shift))];

        ChartPoint Place(int i) => grid.Place(crossings[i % 4].X, crossings[i % 4].Y);
    }

    /// <summary>Where the line crosses the cell's sides, bottom, right, top, left; none where a corner is not finite.</summary>
    private static List<ChartPoint> Crossings(ReadOnlySpan<double> corners, double level, int column, int row)
    {
        ReadOnlySpan<(int X, int Y)> places = [(0, 0), (1, 0), (1, 1), (0, 1)];
        var crossings = new List<ChartPoint>();
        foreach (var corner in corners)
            if (!double.IsFinite(corner)) return crossings;
        for (var side = 0; side < 4; side++)
        {
            var (from, to) = (corners[side], corners[(side + 1) % 4]);
            if (from > level == to > level) continue;
            var (a, b, share) = (places[side], places[(side + 1) % 4], (level - from) / (to - from));
            crossings.Add(new(column + a.X + share * (b.X - a.X), row + a.Y + share * (b.Y - a.Y)));
        }
        return crossings;
    }
}

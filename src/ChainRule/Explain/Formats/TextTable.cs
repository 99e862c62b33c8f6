namespace ChainRule.Explanations;

/// <summary>Lines of cells under each other, padded so that columns line up; the text between the cells is the same in each line.</summary>
/// <param name="separators">What stands before each column but the first.</param>
/// <param name="right">The columns that are set right.</param>
internal sealed class TextTable(string[] separators, params int[] right)
{
    // A very long formula does not push away what follows the short ones.
    private const int WidestPadding = 32;

    private readonly List<string[]> lines = [];

    /// <summary>Adds a line. It may end early; before an empty cell there is nothing either.</summary>
    public void Add(params string[] cells) => lines.Add(cells);

    /// <summary>The lines, without blanks at their ends.</summary>
    public List<string> Lines()
    {
        int[] widths = [.. Enumerable.Range(0, separators.Length + 1).Select(Width)];
        return [.. lines.Select(
            cells => string.Concat(cells.Select((cell, i) => Padded(cell, i, widths, isLast: i == cells.Length - 1))).TrimEnd())];
    }

    private int Width(int column) =>
        lines
            .Where(cells => cells.Length > column)
            .Select(cells => DisplayWidth.Of(cells[column]))
            .Where(width => width <= WidestPadding)
            .DefaultIfEmpty(0)
            .Max();

    private string Padded(string cell, int column, int[] widths, bool isLast)
    {
        if (widths[column] == 0 && cell.Length == 0) return "";
        var separator = column == 0 ? "" : separators[column - 1];
        var before = cell.Length == 0 ? new string(' ', separator.Length) : separator;
        return before
            + (right.Contains(column) ? DisplayWidth.PadLeft(cell, widths[column])
                : isLast ? cell
                : DisplayWidth.PadRight(cell, widths[column]));
    }
}

namespace ChainRule.Explanations;

/// <summary>
/// The way of a gradient as a table, from the loss back; of a long way the first and the last rows, and those between where most changes.
/// </summary>
internal sealed class PathTable(IReadOnlyList<GradientPathRow> path, string loss)
{
    private const int MaxRows = 16, LastRows = 4, LabelLength = 32;

    // Where nothing is left, nothing more can be lost.
    private readonly int count = path.TakeWhile(row => row.Cotangent != 0).Count() is var alive && alive < path.Count
        ? alive + 1
        : path.Count;

    public List<string> Lines()
    {
        var table = new TextTable(["  ", "  ", "  ", "  "], 1, 2, 3);
        table.Add("from the loss back", "|value|", $"‖∂{loss}/∂…‖", "factor", "");
        var shown = Shown();
        for (var i = 0; i < count; i++)
        {
            if (shown.Contains(i)) table.Add(Cells(path[i]));
            else if (shown.Contains(i - 1)) table.Add(Skipped(i, shown));
        }
        return table.Lines();
    }

    private static string[] Cells(GradientPathRow row) =>
        [NodeLabels.Made(row.Node, LabelLength), NodeLabels.Short(row.Value), NodeLabels.Short(row.Cotangent), Factor(row.Factor),
            NodeLabels.Place(row.Node)];

    private string[] Skipped(int from, HashSet<int> shown)
    {
        var to = from;
        var product = 1d;
        for (; !shown.Contains(to); to++) product *= path[to].Factor;
        return [$"… {to - from} more", "", "", Factor(product), ""];
    }

    private static string Factor(double factor) => double.IsNaN(factor) ? "" : $"×{NodeLabels.Short(factor)}";

    private HashSet<int> Shown()
    {
        if (count <= MaxRows) return [.. Enumerable.Range(0, count)];
        var middle = Enumerable.Range(LastRows, count - 2 * LastRows).OrderByDescending(i => Math.Abs(Math.Log(path[i].Factor)));
        HashSet<int> shown = [.. Enumerable.Range(0, LastRows), .. middle.Take(MaxRows - 2 * LastRows),
            .. Enumerable.Range(count - LastRows, LastRows)];
        // A row takes no more place than the word that one is left out.
        shown.UnionWith([.. Enumerable.Range(1, count - 2).Where(i => shown.Contains(i - 1) && shown.Contains(i + 1))]);
        return shown;
    }
}

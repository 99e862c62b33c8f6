namespace ChainRule.Formulas;

/// <summary>Finds what a misspelt name may have meant.</summary>
public static class Suggest
{
    private const int MaxEdits = 2;
    private const int LongestName = 64;

    /// <summary>
    /// The known name that the fewest edits make of the unknown one, at most two; null if there is none.
    /// An edit inserts, drops or replaces a letter or swaps two neighbours.
    /// </summary>
    public static string? Closest(string unknown, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(unknown);
        ArgumentNullException.ThrowIfNull(known);
        // If every letter had to change, the names would have nothing in common.
        var most = Math.Min(MaxEdits, unknown.Length - 1);
        return known
            .Where(name => name.Length <= LongestName && Math.Abs(name.Length - unknown.Length) <= most)
            .Select(name => (Name: name, Edits: Edits(unknown, name)))
            .Where(candidate => candidate.Edits <= most)
            .OrderBy(candidate => candidate.Edits)
            .FirstOrDefault().Name;
    }

    // Optimal string alignment: edits[i, j] turns the first i letters of one into the first j of the other.
    private static int Edits(string from, string to)
    {
        var edits = new int[from.Length + 1, to.Length + 1];
        for (var i = 0; i <= from.Length; i++)
            for (var j = 0; j <= to.Length; j++)
                edits[i, j] = i == 0 || j == 0 ? i + j : FewestEdits(edits, from, to, i, j);
        return edits[from.Length, to.Length];
    }

    private static int FewestEdits(int[,] edits, string from, string to, int i, int j)
    {
        var replaced = edits[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
        var fewest = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
        var swaps = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
        return swaps ? Math.Min(fewest, edits[i - 2, j - 2] + 1) : fewest;
    }
}

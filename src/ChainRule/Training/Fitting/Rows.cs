namespace ChainRule.Training;

/// <summary>Chooses rows by chance, the same ones for the same seed.</summary>
internal static class Rows
{
    /// <summary>All rows in an order that chance makes.</summary>
    public static int[] Shuffled(int count, Random random)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        random.Shuffle(rows);
        return rows;
    }

    /// <summary>Some of the rows, in their order.</summary>
    public static int[] Some(int count, int all, Random random)
    {
        var rows = Shuffled(all, random)[..count];
        Array.Sort(rows);
        return rows;
    }
}

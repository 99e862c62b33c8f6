namespace ChainRule.Planning;

/// <summary>Merges neighbouring axes that are one axis for all strides, which makes inner loops as long as possible.</summary>
internal static class AxisRuns
{
    /// <summary>The last axis of each run; axes of size 1 belong to none.</summary>
    public static int[] Ends(int[] sizes, int[][] strides)
    {
        var ends = new List<int>();
        var before = -1;
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] == 1) continue;
            if (before >= 0 && Array.TrueForAll(strides, s => s[before] == s[axis] * sizes[axis])) ends[^1] = axis;
            else ends.Add(axis);
            before = axis;
        }
        return [.. ends];
    }

    /// <summary>A run's stride is that of its last axis.</summary>
    public static int[] Pick(int[] strides, int[] ends) => [.. ends.Select(axis => strides[axis])];

    /// <summary>A run's size is the product of its axes'.</summary>
    public static int[] Merge(int[] sizes, int[] ends)
    {
        var merged = new int[ends.Length];
        var from = 0;
        for (var run = 0; run < ends.Length; run++)
        {
            merged[run] = sizes[from..(ends[run] + 1)].Aggregate(1, (product, size) => product * size);
            from = ends[run] + 1;
        }
        return merged.Length == 0 && sizes.Contains(0) ? [0] : merged;
    }
}

using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>Chooses which examples go into which part.</summary>
internal static class Splitting
{
    /// <summary>The numbers of the examples of two parts, each in ascending order.</summary>
    public static (int[] First, int[] Second) Of(Dataset dataset, double share, long seed, int? classColumn)
    {
        if (!(share is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "a share is a number from 0 to 1");
        var order = new int[dataset.Count];
        new Draws(seed, Draws.Purpose.Split).Order(order);
        var groups = classColumn is { } column ? ByClass(order, Classes(dataset, column)) : [order];
        var sizes = Sizes([.. groups.Select(group => group.Length)], share);
        return (Sorted(groups.SelectMany((group, i) => group.Take(sizes[i]))),
            Sorted(groups.SelectMany((group, i) => group.Skip(sizes[i]))));
    }

    /// <summary>How much of each group makes the share of all: rounded down, and one more where the remainder is largest.</summary>
    private static int[] Sizes(int[] groups, double share)
    {
        int[] sizes = [.. groups.Select(count => (int)(count * share))];
        var missing = (int)Math.Round(groups.Sum() * share) - sizes.Sum();
        foreach (var group in Enumerable.Range(0, groups.Length).OrderByDescending(i => groups[i] * share - sizes[i]).Take(missing))
            sizes[group]++;
        return sizes;
    }

    private static int[][] ByClass(int[] order, long[] classes) =>
        [.. order.GroupBy(example => classes[example]).OrderBy(group => group.Key).Select(group => group.ToArray())];

    private static long[] Classes(Dataset dataset, int column)
    {
        if ((uint)column >= (uint)dataset.Columns.Count || dataset.Columns[column] is not { DType: DType.Int64, Shape.Rank: 0 })
            throw new ArgumentException(
                $"column {column} does not hold a class, Int64 []; the columns are {string.Join(", ", dataset.Columns)}", nameof(column));
        return [.. dataset.InOrder().SelectMany(batch => batch[column].ToArray<long>())];
    }

    private static int[] Sorted(IEnumerable<int> examples) => [.. examples.Order()];
}

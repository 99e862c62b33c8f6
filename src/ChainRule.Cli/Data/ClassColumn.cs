using System.Globalization;
using System.Text;
using ChainRule.Data;

namespace ChainRule.Cli.Data;

/// <summary>A column of two classes, named by whatever stands in it; the lesser name becomes 0, the other 1.</summary>
internal sealed class ClassColumn(int index) : ICsvColumn
{
    private const int LongestName = 1000;
    private readonly List<byte[]> names = [];
    private byte[] codes = new byte[1024];
    private int count;

    public int Index => index;

    /// <summary>The names of class 0 and class 1.</summary>
    public IReadOnlyList<string> Classes =>
        [.. names.Select(Encoding.UTF8.GetString).OrderBy(Number).ThenBy(name => name, StringComparer.Ordinal)];

    /// <summary>Whether the classes are written as 0 and 1 already.</summary>
    public bool IsBinary => Classes is ["0", "1"];

    public string? Add(ReadOnlySpan<byte> cell)
    {
        if (cell.Length > LongestName) return $"a cell of {cell.Length} bytes is too long for a class";
        if (cell.IsEmpty) return "the cell is empty; every row needs a class here";
        var code = CodeOf(cell);
        if (code == 2)
            return $"'{Encoding.UTF8.GetString(cell)}' is a third class beside {string.Join(" and ", Classes)}; logistic tells two apart";
        if (count == codes.Length) Array.Resize(ref codes, 2 * count);
        codes[count++] = (byte)code;
        return null;
    }

    public double[] Values()
    {
        if (names.Count == 1) throw new UserException($"every row of the target is {Classes[0]}; logistic needs two classes to tell apart");
        var firstIsOne = Encoding.UTF8.GetString(names[0]) == Classes[1];
        var values = new double[count];
        for (var i = 0; i < count; i++) values[i] = firstIsOne ? 1 - codes[i] : codes[i];
        return values;
    }

    private int CodeOf(ReadOnlySpan<byte> cell)
    {
        for (var i = 0; i < names.Count; i++)
            if (cell.SequenceEqual(names[i])) return i;
        if (names.Count == 2) return 2;
        names.Add(cell.ToArray());
        return names.Count - 1;
    }

    private static double Number(string name) =>
        double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

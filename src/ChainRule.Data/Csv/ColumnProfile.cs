using System.Text;

namespace ChainRule.Data;

/// <summary>Looks at a column's cells one by one and says at the end what they are.</summary>
internal sealed class ColumnProfile(string name, int index, bool asCategory)
{
    private const int MaxCategories = 1000;
    private const int Few = 20; // so many different ones are categories whatever they look like
    private const int MaxLines = 5;
    private const int LongestCategory = 1000; // bytes; longer cells are not kept
    private readonly HashSet<string> different = [];
    private readonly List<long> missingLines = [];
    private int missing;
    private int numbers;
    private int texts;
    private (string Text, long Line) firstText;
    private (int Bytes, long Line) firstLong;

    public void Add(ReadOnlySpan<byte> cell, long line)
    {
        if (CsvColumn.IsMissing(cell)) AddMissing(line);
        else if (NumberColumn.TryParse(cell, out _)) numbers++;
        else if (texts++ == 0) firstText = (CsvColumn.Quoted(cell), line);
        if (!CsvColumn.IsMissing(cell)) AddText(cell, line);
    }

    private void AddText(ReadOnlySpan<byte> cell, long line)
    {
        if (cell.Length > LongestCategory)
        {
            if (firstLong.Bytes == 0) firstLong = (cell.Length, line);
        }
        else if (different.Count <= MaxCategories) different.Add(Encoding.UTF8.GetString(cell));
    }

    public CsvColumn Column()
    {
        var problem = Problem();
        var kind = problem is not null ? ColumnKind.Text : texts == 0 && !asCategory ? ColumnKind.Number : ColumnKind.Category;
        return new(name, index, kind,
            kind == ColumnKind.Category ? Sorted(different) : [])
        {
            Missing = missing,
            MissingLines = missingLines,
            Problem = problem ?? Note()
        };
    }

    private void AddMissing(long line)
    {
        missing++;
        if (missingLines.Count < MaxLines) missingLines.Add(line);
    }

    private string? Problem()
    {
        if (numbers + texts == 0) return "every cell is missing";
        if ((asCategory || texts > 0) && firstLong.Bytes > 0)
            return $"a cell of {firstLong.Bytes} bytes (line {firstLong.Line}) is too long for a category";
        if (asCategory || texts > 0 && different.Count > Few)
        {
            if (different.Count > MaxCategories) return $"it has more than {MaxCategories} different texts";
            if (asCategory) return null;
            if (numbers > texts)
                return $"{firstText.Text} (line {firstText.Line}) is no number, but {numbers} of {numbers + texts} cells are";
            if (different.Count > (numbers + texts) / 2)
                return $"nearly every cell is another text: {different.Count} of {numbers + texts}";
        }
        return null;
    }

    private string? Note() => texts == 0 ? null : $"{firstText.Text} (line {firstText.Line}) is no number";

    private static string[] Sorted(IEnumerable<string> categories) =>
        [.. categories
            .OrderBy(name => CellNumber.TryParse(name, out var number) ? number : double.PositiveInfinity)
            .ThenBy(name => name, StringComparer.Ordinal)];
}

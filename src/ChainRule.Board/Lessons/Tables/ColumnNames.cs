using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>Names for columns, by which a formula can call them.</summary>
internal static class ColumnNames
{
    private const int MaxLength = 40;

    /// <summary>The convention: the last column is what is to be predicted.</summary>
    public static IEnumerable<string> WithoutHeader(int count) =>
        Enumerable.Range(1, count).Select(i => i == count ? "y" : count == 2 ? "x" : $"x{i}");

    /// <summary>Titles as names, no two alike: <c>height (cm)</c> is <c>height_cm</c>.</summary>
    public static List<string> Of(IReadOnlyList<string> titles)
    {
        var names = new List<string>();
        foreach (var (i, title) in titles.Index())
        {
            var (name, unused) = (NameOf(title, i + 1), 2);
            var first = name;
            while (names.Contains(name)) name = $"{first}_{unused++}";
            names.Add(name);
        }
        return names;
    }

    private static string NameOf(string title, int number)
    {
        var letters = string.Concat(title.Select(letter => char.IsLetterOrDigit(letter) ? letter : '_'));
        var name = string.Join('_', letters.Split('_', StringSplitOptions.RemoveEmptyEntries));
        if (name.Length > MaxLength) name = name[..MaxLength];
        return IsName(name) ? name : IsName($"c_{name}") && name.Length > 0 ? $"c_{name}" : $"column{number}";
    }

    private static bool IsName(string text)
    {
        try
        {
            return Formula.Parse(text).FreeNames is [var name] && name == text;
        }
        catch (FormulaException)
        {
            return false;
        }
    }
}

using ChainRule.Formulas;

namespace ChainRule.Data;

/// <summary>Names from a stranger's file in messages.</summary>
internal static class Names
{
    private const int Longest = 100;

    /// <summary>A name, or the beginning of a long one, on one line and without characters that a terminal would obey.</summary>
    public static string Shown(string name) => TokenText.OnOneLine(TokenText.Shorten(name, Longest));
}

using System.Globalization;
using System.Text;

namespace ChainRule.Formulas;

/// <summary>Quotes pieces of untrusted text in messages: short, on one line, without characters that a terminal would obey.</summary>
public static class TokenText
{
    private const int LongestQuote = 30;
    private const int LongestName = 200;

    /// <summary>The text, or its beginning and an ellipsis if it is longer.</summary>
    /// <param name="text">The text.</param>
    /// <param name="longest">The most characters of the result, at least 2.</param>
    public static string Shorten(string text, int longest = LongestQuote)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length <= longest) return text;
        var end = char.IsHighSurrogate(text[longest - 2]) ? longest - 2 : longest - 1;
        return text[..end] + "…";
    }

    /// <summary>A name from a file, which may hold anything.</summary>
    internal static string Name(string name) => OnOneLine(Shorten(name, LongestName));

    internal static string Describe(Rune rune) =>
        IsVisible(rune) ? $"'{rune}'" : string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    internal static bool IsCombiningMark(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>
    /// The text with a blank for each white space, and � for each character that would move the cursor or turn the writing direction.
    /// </summary>
    public static string OnOneLine(ReadOnlySpan<char> text) =>
        string.Create(text.Length, text, static (line, from) =>
        {
            for (var i = 0; i < from.Length; i++)
                line[i] = char.IsWhiteSpace(from[i]) ? ' ' : IsHarmless(from, i) ? from[i] : '\uFFFD';
        });

    /// <summary><see cref="OnOneLine"/> for each line of a text.</summary>
    public static string OnLines(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return string.Join('\n', text.Split('\n').Select(line => OnOneLine(line)));
    }

    private static bool IsHarmless(ReadOnlySpan<char> text, int i) => char.GetUnicodeCategory(text[i]) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format => false,
        UnicodeCategory.Surrogate => char.IsHighSurrogate(text[i])
            ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
            : i > 0 && char.IsHighSurrogate(text[i - 1]),
        _ => true,
    };

    private static bool IsVisible(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherSymbol
            or UnicodeCategory.OtherNumber;
}

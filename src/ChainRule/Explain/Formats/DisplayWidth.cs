using System.Globalization;
using System.Text;

namespace ChainRule.Explanations;

/// <summary>The width of text in columns of a terminal or of a fixed-width font.</summary>
public static class DisplayWidth
{
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F),
        (0xFF00, 0xFF60), (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>The number of columns that a text takes: accents take none, East Asian characters two.</summary>
    public static int Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var width = 0;
        foreach (var rune in text.EnumerateRunes()) width += Of(rune);
        return width;
    }

    internal static string PadRight(string text, int width) => text + new string(' ', Math.Max(0, width - Of(text)));

    internal static string PadLeft(string text, int width) => new string(' ', Math.Max(0, width - Of(text))) + text;

    // Before the first combining mark every printing sign is one column wide.
    private static int Of(Rune rune) => rune.Value < 0x300 ? 1 : Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format => 0,
        _ => Array.Exists(Wide, range => rune.Value >= range.First && rune.Value <= range.Last) ? 2 : 1,
    };
}

using System.Globalization;
using System.Security;
using System.Text;

namespace ChainRule.Board.Drawing;

/// <summary>Writes bits of SVG: numbers, texts, paths.</summary>
internal static class Svg
{
    /// <summary>A text in which nothing is markup; what XML does not allow becomes a sign that says so.</summary>
    public static string Encode(string text) => SecurityElement.Escape(IsHarmless(text) ? text : Harmless(text));

    /// <summary>A text element, centred.</summary>
    public static string Text(string style, double x, double y, string text) => $"<text class=\"cr-{style}\" x=\"{Whole(x)}\" y=\"{Whole(y)}\">{Encode(text)}</text>";

    /// <summary>A rectangle.</summary>
    public static string Rectangle(string style, double x, double y, double width, double height, double round) =>
        $"<rect class=\"cr-{style}\" x=\"{Whole(x)}\" y=\"{Whole(y)}\" width=\"{Whole(width)}\" height=\"{Whole(height)}\" rx=\"{Whole(round)}\"/>";

    /// <summary>Level pieces joined by curves that are level at both ends.</summary>
    public static string PathOf(IReadOnlyList<LevelPiece> pieces)
    {
        var path = new StringBuilder();
        path.Append(CultureInfo.InvariantCulture, $"M{pieces[0].From:0.#} {pieces[0].Y:0.#}");
        for (var i = 0; i < pieces.Count; i++)
        {
            if (i > 0)
            {
                var middle = (pieces[i - 1].To + pieces[i].From) / 2;
                path.Append(CultureInfo.InvariantCulture, $"C{middle:0.#} {pieces[i - 1].Y:0.#} {middle:0.#} {pieces[i].Y:0.#} {pieces[i].From:0.#} {pieces[i].Y:0.#}");
            }
            if (pieces[i].To > pieces[i].From) path.Append(CultureInfo.InvariantCulture, $"H{pieces[i].To:0.#}");
        }
        return path.ToString();
    }

    // A drawing follows a drag, and a whole number is quickly written.
    private static string Whole(double number) => ((int)Math.Round(number)).ToString(CultureInfo.InvariantCulture);

    private static bool IsHarmless(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '\uD7FF') < 0;

    private static string Harmless(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune => rune.Value is '\n' or '\t' || (rune.Value >= ' ' && rune.Value is not (0xFFFE or 0xFFFF)) ? rune.ToString() : "\uFFFD"));
}

using System.Globalization;
using System.Text;
using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>Writes bits of SVG: numbers, texts, paths.</summary>
internal static class Svg
{
    /// <summary>A text element, centred.</summary>
    public static string Text(string style, double x, double y, string text) =>
        $"<text class=\"cr-{style}\" x=\"{Whole(x)}\" y=\"{Whole(y)}\">{XmlText.Encode(text)}</text>";

    /// <summary>A rectangle.</summary>
    public static string Rectangle(string style, double x, double y, double width, double height, double round) =>
        $"<rect class=\"cr-{style}\" x=\"{Whole(x)}\" y=\"{Whole(y)}\" width=\"{Whole(width)}\" height=\"{Whole(height)}\" "
        + $"rx=\"{Whole(round)}\"/>";

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
                path.Append(CultureInfo.InvariantCulture,
                    $"C{middle:0.#} {pieces[i - 1].Y:0.#} {middle:0.#} {pieces[i].Y:0.#} {pieces[i].From:0.#} {pieces[i].Y:0.#}");
            }
            if (pieces[i].To > pieces[i].From) path.Append(CultureInfo.InvariantCulture, $"H{pieces[i].To:0.#}");
        }
        return path.ToString();
    }

    // A drawing follows a drag, and a whole number is quickly written.
    private static string Whole(double number) => ((int)Math.Round(number)).ToString(CultureInfo.InvariantCulture);
}

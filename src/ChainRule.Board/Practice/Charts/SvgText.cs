using System.Globalization;
using System.Text;

namespace ChainRule.Board;

/// <summary>Text and numbers as they may stand in SVG and HTML.</summary>
internal static class SvgText
{
    /// <summary>Safe between tags and in quotes; what XML forbids altogether becomes �.</summary>
    public static string Encode(string text)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '&' or '<' or '>' or '"' or '\'') encoded.Append(CultureInfo.InvariantCulture, $"&#{rune.Value};");
            else encoded.Append(IsAllowed(rune.Value) ? rune : Rune.ReplacementChar);
        }
        return encoded.ToString();
    }

    /// <summary>A coordinate: two digits behind the point are finer than a pixel.</summary>
    public static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);

    private static bool IsAllowed(int rune) => rune is '\t' or '\n' or '\r' or (>= 0x20 and not (0xFFFE or 0xFFFF));
}

using System.Text;

namespace ChainRule.Explanations;

/// <summary>Text that stands for itself in XML, SVG and HTML.</summary>
public static class XmlText
{
    /// <summary>The text, safe between tags and in quotes. What XML has no character for becomes �.</summary>
    public static string Encode(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsPlain(text)) return text;
        var encoded = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
            encoded.Append(rune.Value switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                '\t' or '\n' or '\r' => rune.ToString(),
                < ' ' or 0xFFFE or 0xFFFF => "\uFFFD",
                _ => rune.ToString(),
            });
        return encoded.ToString();
    }

    /// <summary>Most texts are, and a board that follows a drag writes many.</summary>
    private static bool IsPlain(string text)
    {
        foreach (var c in text)
            if (c is < ' ' or '&' or '<' or '>' or '"' or '\'' or >= '\uD800') return false;
        return true;
    }
}

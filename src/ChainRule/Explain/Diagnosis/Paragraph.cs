using System.Text;

namespace ChainRule.Explanations;

/// <summary>Text that is broken at blanks, but not in quotes, beside a label in a column of its own.</summary>
internal static class Paragraph
{
    private const int Column = 8;

    /// <summary>The lines; where there is a label, the text stands to the right of it.</summary>
    public static IEnumerable<string> Lines(string label, string text, int width)
    {
        var indent = label.Length == 0 ? "" : new string(' ', Column);
        var line = new StringBuilder(label.PadRight(indent.Length));
        var isEmpty = true;
        foreach (var word in Words(text))
        {
            if (!isEmpty && DisplayWidth.Of(line.ToString()) + 1 + DisplayWidth.Of(word) > width)
            {
                yield return line.ToString();
                line.Clear().Append(indent);
                isEmpty = true;
            }
            if (!isEmpty) line.Append(' ');
            line.Append(word);
            isEmpty = false;
        }
        yield return line.ToString();
    }

    private static IEnumerable<string> Words(string text)
    {
        var (start, isQuoted) = (0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\'') isQuoted = !isQuoted;
            if (text[i] != ' ' || isQuoted) continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }
}

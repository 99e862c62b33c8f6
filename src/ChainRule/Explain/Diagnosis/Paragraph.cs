using System.Text;

namespace ChainRule.Explanations;

/// <summary>Text that is broken at blanks, under a label in a column of its own.</summary>
internal static class Paragraph
{
    private const int Column = 8;

    /// <summary>The lines; where there is a label, the text stands to the right of it.</summary>
    public static IEnumerable<string> Lines(string label, string text, int width)
    {
        var indent = label.Length == 0 ? "" : new string(' ', Column);
        var line = new StringBuilder(label.PadRight(indent.Length));
        var isEmpty = true;
        foreach (var word in text.Split(' '))
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
}

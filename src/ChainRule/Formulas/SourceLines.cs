using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>Lines, columns and excerpts of a source text. A column is a character as a reader counts them: a grapheme cluster.</summary>
internal static class SourceLines
{
    private const int CharactersAroundPlace = 50;
    private const string Indent = "  ";

    public static (int Line, int Column) PositionOf(string source, int index) =>
        (Count(source.AsSpan(0, index)), CountGraphemes(TokenText.OnOneLine(source.AsSpan()[StartOfLine(source, index)..index])) + 1);

    /// <summary>How many lines there are; "\r\n", "\n" and "\r" each end one.</summary>
    public static int Count(ReadOnlySpan<char> text)
    {
        var lines = 1;
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                lines++;
        return lines;
    }

    /// <summary>The line of <paramref name="place"/>, cut around it where it is long, and below it the carets.</summary>
    public static string Excerpt(string source, TextSpan place, TextSpan? related, string ellipsis)
    {
        var line = LineAround(source, place.Start);
        var shown = Window(source, line, place.Start);
        var before = shown.Start > line.Start ? ellipsis : "";
        var after = shown.End < line.End ? ellipsis : "";
        var text = TokenText.OnOneLine(source.AsSpan(shown.Start, shown.Length));
        var marks = Marks(text, shown, place, related).TrimEnd();
        return $"{Indent}{before}{text}{after}\n{Indent}{new string(' ', before.Length)}{marks}";
    }

    private static string Marks(string text, TextSpan shown, TextSpan place, TextSpan? related)
    {
        var columns = new char[text.Length + 1];
        Array.Fill(columns, ' ');
        if (related is { } other && other.Start >= shown.Start && other.End <= shown.End) Mark(other);
        Mark(place);
        return new string(columns);

        void Mark(TextSpan span)
        {
            var first = ColumnOf(span.Start);
            var end = Math.Max(ColumnOf(Math.Min(span.End, shown.End)), first + 1);
            columns.AsSpan(first, end - first).Fill('~');
            columns[first] = '^';
        }

        int ColumnOf(int index) => CountGraphemes(text.AsSpan(0, index - shown.Start));
    }

    private static TextSpan LineAround(string source, int index)
    {
        var start = StartOfLine(source, index);
        var length = source.AsSpan(start).IndexOfAny('\n', '\r');
        return new TextSpan(start, length < 0 ? source.Length - start : length);
    }

    private static int StartOfLine(string source, int index) => source.AsSpan(0, index).LastIndexOfAny('\n', '\r') + 1;

    private static TextSpan Window(string source, TextSpan line, int center)
    {
        if (line.Length <= 2 * CharactersAroundPlace) return line;
        var start = Math.Clamp(center - CharactersAroundPlace, line.Start, line.End - (2 * CharactersAroundPlace));
        var end = start + (2 * CharactersAroundPlace);
        if (char.IsLowSurrogate(source[start])) start++;
        if (char.IsHighSurrogate(source[end - 1])) end--;
        return new TextSpan(start, end - start);
    }

    private static int CountGraphemes(ReadOnlySpan<char> text)
    {
        var count = 0;
        for (; !text.IsEmpty; count++) text = text[StringInfo.GetNextTextElementLength(text)..];
        return count;
    }
}

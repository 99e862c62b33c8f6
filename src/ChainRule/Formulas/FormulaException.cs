using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>A formula that cannot be read: what is wrong, where, and what would be right.</summary>
public sealed class FormulaException : FormatException
{
    private const int LongestMessage = 1000; // a shape or a list of names can be as long as the formula

    private readonly string source;

    /// <summary>Creates the error of a place in a text.</summary>
    /// <param name="message">One line: what was expected or what is wrong, and what would be right.</param>
    /// <param name="source">The whole text.</param>
    /// <param name="span">The place.</param>
    /// <param name="related">A second place that explains the first, such as the bracket that was never closed.</param>
    public FormulaException(string message, string source, TextSpan span, TextSpan? related = null)
        : base(TokenText.Shorten(message, LongestMessage))
    {
        this.source = source;
        Span = span;
        RelatedSpan = related;
        (Line, Column) = SourceLines.PositionOf(source, span.Start);
    }

    /// <summary>The place in the text.</summary>
    public TextSpan Span { get; }

    /// <summary>A second place that explains the first, if there is one.</summary>
    public TextSpan? RelatedSpan { get; }

    /// <summary>The line of the place, from 1.</summary>
    public int Line { get; }

    /// <summary>The column of the place, from 1, in characters as a reader counts them.</summary>
    public int Column { get; }

    /// <summary>Whether the formula can be read and only the shapes of the given values do not fit.</summary>
    public bool IsOfShapes { get; init; }

    /// <summary>The message, the line of the source, and a line of carets under the place.</summary>
    /// <param name="ascii">Whether to write "..." for "…". The source line stays as it is.</param>
    public string Render(bool ascii = false)
    {
        var place = SourceLines.Count(source.AsSpan().TrimEnd()) > 1
            ? string.Create(CultureInfo.InvariantCulture, $"line {Line}, column {Column}: ")
            : "";
        var ellipsis = ascii ? "..." : "…";
        var message = ascii ? Message.Replace("…", ellipsis, StringComparison.Ordinal) : Message;
        return $"{place}{message}\n{SourceLines.Excerpt(source, Span, RelatedSpan, ellipsis)}";
    }
}

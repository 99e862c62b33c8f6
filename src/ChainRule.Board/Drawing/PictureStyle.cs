using ChainRule.Board.Drawing;

namespace ChainRule.Board;

/// <summary>
/// The style of pictures apart from them: for a page that shows many and, by its policy, takes styles from its own sheets only.
/// </summary>
public static class PictureStyle
{
    private const string Begin = "<style>", End = "</style>";

    /// <summary>
    /// The style sheet of all pictures, graphs and charts. Its colours have names, <c>--cr-forward</c> and so on, for the page around them.
    /// </summary>
    public static string Sheet =>
        string.Join('\n', SvgStyle.Colors(BoardTheme.Auto, ":root"), SvgStyle.Rules, BoardSketch.Css, Between(ChartStyle.Css));

    /// <summary>A picture without its style.</summary>
    public static string Bare(string svg)
    {
        ArgumentNullException.ThrowIfNull(svg);
        var from = svg.IndexOf(Begin, StringComparison.Ordinal);
        return from < 0
            ? svg
            : string.Concat(svg.AsSpan(0, from), svg.AsSpan(svg.IndexOf(End, from, StringComparison.Ordinal) + End.Length));
    }

    private static string Between(string style) =>
        style.Replace(Begin, "", StringComparison.Ordinal).Replace(End, "", StringComparison.Ordinal);
}

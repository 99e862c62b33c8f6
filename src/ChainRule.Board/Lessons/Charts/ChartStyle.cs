using System.Globalization;
using ChainRule.Board.Drawing;

namespace ChainRule.Board;

/// <summary>How charts look, in the colours of the board.</summary>
internal static class ChartStyle
{
    public static readonly string Css = $"<style>{SvgStyle.Colors(BoardTheme.Auto, ".cr-chart")}{Rules}</style>";

    private const string Rules = """
        .cr-chart{font:12px system-ui,sans-serif}
        .cr-chart .paper{fill:var(--cr-paper)}.cr-chart text{fill:var(--cr-ink)}.cr-chart .title{font-size:15px;font-weight:600}
        .cr-chart .name,.cr-chart .tick,.cr-chart .t-quiet{fill:var(--cr-quiet)}.cr-chart .end{text-anchor:end}.cr-chart .middle{text-anchor:middle}
        .cr-chart .t-forward{fill:var(--cr-forward)}.cr-chart .t-local{fill:var(--cr-local)}.cr-chart .t-chain{fill:var(--cr-chain)}
        .cr-chart .grid{stroke:var(--cr-grid)}.cr-chart .forward{color:var(--cr-forward)}.cr-chart .local{color:var(--cr-local)}.cr-chart .chain{color:var(--cr-chain)}.cr-chart .quiet{color:var(--cr-quiet)}
        .cr-chart .line{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}.cr-chart .thin{stroke-width:1.2}.cr-chart .dashed{stroke-dasharray:6 4}
        .cr-chart .dot{fill:currentColor;stroke:var(--cr-paper);stroke-width:1.2}.cr-chart .hollow{fill:var(--cr-paper);stroke:currentColor;stroke-width:2}.cr-chart .fill{fill:currentColor}
        """;

    public static string ClassOf(Ink ink) => ink switch
    {
        Ink.Forward => "forward",
        Ink.Local => "local",
        Ink.Chain => "chain",
        _ => "quiet",
    };

    public static string TextClass(Ink ink) => $"t-{ClassOf(ink)}";

    /// <summary>The same for the same words, and another for others, so that charts can stand in one page.</summary>
    public static string IdOf(params IEnumerable<string> texts)
    {
        var hash = 14695981039346656037; // FNV-1a; a string's own hash is another in every process
        foreach (var letter in texts.SelectMany(text => text)) hash = (hash ^ letter) * 1099511628211;
        return string.Create(CultureInfo.InvariantCulture, $"cr{hash:x}");
    }
}

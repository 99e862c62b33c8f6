using System.Globalization;

namespace ChainRule.Board;

/// <summary>The colours of charts. A page may set the properties itself; else they follow the reader's preference for light or dark.</summary>
internal static class ChartStyle
{
    public const string Css = """
        <style>.cr-chart{--cr-paper:#fff;--cr-ink:#1a1a1a;--cr-quiet:#595959;--cr-grid:#e3e3e3;--cr-forward:#00734F;--cr-local:#B35F0B;--cr-chain:#0057A8;font:13px system-ui,sans-serif}
        @media (prefers-color-scheme:dark){.cr-chart{--cr-paper:#121212;--cr-ink:#f0f0f0;--cr-quiet:#b0b0b0;--cr-grid:#333;--cr-forward:#2FD3A0;--cr-local:#FFB454;--cr-chain:#7CC4FF}}
        [data-theme=light] .cr-chart{--cr-paper:#fff;--cr-ink:#1a1a1a;--cr-quiet:#595959;--cr-grid:#e3e3e3;--cr-forward:#00734F;--cr-local:#B35F0B;--cr-chain:#0057A8}
        [data-theme=dark] .cr-chart{--cr-paper:#121212;--cr-ink:#f0f0f0;--cr-quiet:#b0b0b0;--cr-grid:#333;--cr-forward:#2FD3A0;--cr-local:#FFB454;--cr-chain:#7CC4FF}
        .cr-chart .paper{fill:var(--cr-paper)}.cr-chart text{fill:var(--cr-ink)}.cr-chart .title{font-size:15px;font-weight:600}
        .cr-chart .name,.cr-chart .tick,.cr-chart .t-quiet{fill:var(--cr-quiet)}.cr-chart .end{text-anchor:end}.cr-chart .middle{text-anchor:middle}
        .cr-chart .t-forward{fill:var(--cr-forward)}.cr-chart .t-local{fill:var(--cr-local)}.cr-chart .t-chain{fill:var(--cr-chain)}
        .cr-chart .grid{stroke:var(--cr-grid)}.cr-chart .forward{color:var(--cr-forward)}.cr-chart .local{color:var(--cr-local)}.cr-chart .chain{color:var(--cr-chain)}.cr-chart .quiet{color:var(--cr-quiet)}
        .cr-chart .line{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round;stroke-linecap:round}.cr-chart .thin{stroke-width:1.2}.cr-chart .dashed{stroke-dasharray:6 4}
        .cr-chart .dot{fill:currentColor;stroke:var(--cr-paper);stroke-width:1.2}.cr-chart .hollow{fill:var(--cr-paper);stroke:currentColor;stroke-width:2}.cr-chart .fill{fill:currentColor}</style>
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

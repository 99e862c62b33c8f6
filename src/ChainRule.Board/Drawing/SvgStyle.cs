namespace ChainRule.Board.Drawing;

/// <summary>For which background the board is drawn.</summary>
public enum BoardTheme
{
    /// <summary>As the reader's system is set.</summary>
    Auto,

    /// <summary>On white.</summary>
    Light,

    /// <summary>On black.</summary>
    Dark,
}

/// <summary>The style sheet of a drawing. Forward, local and chain differ in line and place too, never in colour alone.</summary>
internal static class SvgStyle
{
    // Local is as dark as it is for the sake of what is marked: on the glow too it has a contrast of 4.7.
    public const string Light =
        "--cr-paper:#fff;--cr-box:#fafbfc;--cr-ink:#1d1f21;--cr-quiet:#5c6166;--cr-frame:#a9b0b7;--cr-grid:#e3e3e3;--cr-forward:#00734F;--cr-local:#A5570A;--cr-chain:#0057A8;--cr-glow:#fff3c4";

    public const string Dark =
        "--cr-paper:#121212;--cr-box:#1b1d1f;--cr-ink:#ececec;--cr-quiet:#a7adb3;--cr-frame:#5d646b;--cr-grid:#333;--cr-forward:#2FD3A0;--cr-local:#FFB454;--cr-chain:#7CC4FF;--cr-glow:#3a3213";

    /// <summary>How things look, in colours that have names.</summary>
    public const string Rules = Graph + BlockDrawing.Css;

    private const string Graph = """
        .cr-board{background:var(--cr-paper);font:14px/1.4 system-ui,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-variant-numeric:tabular-nums}
        .cr-board text{fill:var(--cr-ink);text-anchor:middle}
        .cr-paper{fill:var(--cr-paper)}
        .cr-box{fill:var(--cr-box);stroke:var(--cr-frame);stroke-width:1.5}
        .cr-parameter .cr-box{stroke:var(--cr-ink);stroke-width:2}
        .cr-output .cr-box{stroke:var(--cr-ink);stroke-width:3}
        .cr-on .cr-box{fill:var(--cr-glow)}
        .cr-board .cr-name{font-size:17px;font-weight:700}
        .cr-board .cr-formula,.cr-board .cr-note{font-size:13px;fill:var(--cr-quiet)}
        .cr-data .cr-name,.cr-data .cr-value,.cr-data .cr-cell{fill:var(--cr-quiet)!important}
        .cr-board .cr-note{font-style:italic}
        .cr-board .cr-value{fill:var(--cr-forward);font-weight:600}
        .cr-board .cr-gradient{fill:var(--cr-chain);font-weight:700;font-size:13px}
        .cr-line{fill:none;stroke:var(--cr-forward);stroke-width:1.6}
        .cr-quiet .cr-line,.cr-waiting{stroke:var(--cr-frame)}
        .cr-on .cr-line{stroke-width:3}
        .cr-chainline{fill:none;stroke:var(--cr-chain);stroke-width:3.2}
        .cr-board .cr-carried,.cr-board .cr-local,.cr-board .cr-back{paint-order:stroke;stroke:var(--cr-paper);stroke-width:4px;stroke-linejoin:round}
        .cr-board .cr-carried{fill:var(--cr-forward);font-size:13px;font-weight:600}
        .cr-board .cr-quiet .cr-carried{fill:var(--cr-quiet)}
        .cr-board .cr-local{fill:var(--cr-local);font-size:12px;stroke:none}
        .cr-pill{fill:var(--cr-paper);stroke:var(--cr-local);stroke-width:1.3;stroke-dasharray:4 3}
        .cr-on .cr-pill{fill:var(--cr-glow)}
        .cr-board .cr-back{fill:var(--cr-chain);font-size:13px;font-weight:700}
        .cr-gridframe{fill:transparent;stroke:var(--cr-frame)}
        .cr-board .cr-cell{fill:var(--cr-forward);font-size:12px}
        .cr-board .cr-gradientcell{fill:var(--cr-chain);font-size:12px;font-weight:600}
        .cr-board .cr-range{fill:var(--cr-quiet);font-size:11px}
        .cr-negative,.cr-positive{shape-rendering:crispEdges}
        .cr-negative{fill:var(--cr-local)}
        .cr-positive{fill:var(--cr-chain)}
        .cr-left{text-align:left}
        .cr-headforward{fill:var(--cr-forward)}
        .cr-headquiet{fill:var(--cr-frame)}
        .cr-headchain{fill:var(--cr-chain)}
        """;

    /// <summary>The colours of a theme, for whatever has one of the names before the braces.</summary>
    public static string Colors(BoardTheme theme, string selector = ".cr-board") => theme switch
    {
        BoardTheme.Light => $"{selector}{{{Light}}}",
        BoardTheme.Dark => $"{selector}{{{Dark}}}",
        _ => $"{selector}{{{Light}}}@media(prefers-color-scheme:dark){{{selector}{{{Dark}}}}}",
    };
}

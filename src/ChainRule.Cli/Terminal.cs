using System.Text;
using ChainRule.Formulas;

namespace ChainRule.Cli;

/// <summary>Where a command reads and writes.</summary>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error)
{
    public bool OutIsTerminal { get; init; }

    public bool ErrorIsTerminal { get; init; }

    public int Width { get; init; } = 100;

    /// <summary>The environment.</summary>
    public Func<string, string?> Variable { get; init; } = _ => null;

    /// <summary>Whether more than ASCII can be written. By name, since the console wraps its encoding in a class of its own.</summary>
    public bool IsUnicode => Out.Encoding.WebName.StartsWith("utf-", StringComparison.Ordinal);

    private bool IsPlain => !string.IsNullOrEmpty(Variable("NO_COLOR")) || Variable("TERM") == "dumb";

    /// <summary>Whether the terminal says that its background is light, as some do.</summary>
    public bool HasLightBackground =>
        Variable("COLORFGBG") is { } colors
        && (colors.EndsWith(";15", StringComparison.Ordinal) || colors.EndsWith(";7", StringComparison.Ordinal));

    /// <summary>Writes a text for people. It may quote a stranger's file, so nothing of it commands the terminal.</summary>
    public void WriteText(string text) => Out.WriteLine(TokenText.OnLines(text));

    /// <summary>Writes a message or a remark, in the same way.</summary>
    public void WriteNote(string text) => Error.WriteLine(TokenText.OnLines(text));

    /// <summary>Whether to draw a moving bar.</summary>
    public bool ShowsProgress => ErrorIsTerminal && Variable("TERM") != "dumb";

    /// <summary>Whether to colour, for what --color says: auto, always or never.</summary>
    public bool ShowsColors(string choice) => choice == "always" || (choice == "auto" && OutIsTerminal && !IsPlain);

    public static Terminal OfProcess()
    {
        // Some systems begin with another encoding; a redirected output keeps UTF-8 too.
        if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8;
        StandardStreams.GuardConsole();
        return new(Console.In, Console.Out, Console.Error)
        {
            OutIsTerminal = !Console.IsOutputRedirected,
            ErrorIsTerminal = !Console.IsErrorRedirected,
            Width = Console.IsOutputRedirected ? 100 : Math.Clamp(Console.WindowWidth, 40, 200),
            Variable = Environment.GetEnvironmentVariable,
        };
    }
}

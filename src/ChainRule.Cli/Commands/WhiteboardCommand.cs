using System.CommandLine;
using ChainRule.Board;
using ChainRule.Cli.Whiteboard;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule whiteboard [FORMULA name=value …]</c></summary>
internal static class WhiteboardCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var formula = new Argument<string?>(
            "FORMULA")
        {
            Description = "What to begin with; - reads it from standard input. Left out: the example of the page.",
            Arity = ArgumentArity.ZeroOrOne
        };
        var values = new Argument<string[]>(
            "name=value")
        { Description = "A value for each name, such as w=1 or x=[1,2].", Arity = ArgumentArity.ZeroOrMore };
        var wrt = FormulaInput.Wrt();
        var rate = new Option<double?>("--rate") { Description = "The learning rate of an update (default: 0.1).", HelpName = "RATE" };
        var port = new Option<int?>(
            "--port")
        { Description = "The port to serve at. Left out: the first free one from 5180 on.", HelpName = "N" };
        var noOpen = new Option<bool>("--no-open") { Description = "Do not start the browser." };
        var export = new Option<string?>(
            "--export")
        { Description = "Write the page into a folder, for any web host, and serve nothing.", HelpName = "DIR" };
        var command = new Command("whiteboard",
            "Shows a formula on a page in the browser, which computes there.") { formula, values, wrt, rate, port, noOpen, export };
        command.SetAction(parsed =>
        {
            var fragment = Fragment(parsed.GetValue(formula), parsed.GetValue(values) ?? [], FormulaInput.Names(parsed.GetValue(wrt)),
                parsed.GetValue(rate), terminal);
            if (parsed.GetValue(export) is { } folder) Export(folder, fragment, terminal);
            else Serve(Port(parsed.GetValue(port)), fragment, opens: !parsed.GetValue(noOpen), terminal, cancellation);
        });
        return command;
    }

    private static void Export(string folder, string fragment, Terminal terminal)
    {
        SiteExport.Write(Site.Load(), folder);
        terminal.Out.WriteLine($"wrote the whiteboard to {folder}");
        terminal.Out.WriteLine(
            $"Copy the folder to any web host, and open its address{(fragment.Length > 0 ? $" with {fragment} at the end" : "")}.");
        terminal.Out.WriteLine(
            $"Without a host: {Path.Combine(folder, "offline.html")} is the whole whiteboard in one file, which a browser opens by "
            + $"itself.");
    }

    private static void Serve(int? port, string fragment, bool opens, Terminal terminal, CancellationToken cancellation)
    {
        using var server = SiteServer.Start(Site.Load(), port);
        terminal.Out.WriteLine($"The whiteboard is at {server.Url}{fragment}");
        if (opens && !Browser.Open(server.Url + fragment, terminal.Variable))
            terminal.Out.WriteLine("No browser could be started: open that address in one.");
        terminal.Out.WriteLine("Ctrl-C ends it.");
        terminal.Out.Flush();
        server.Run(cancellation).GetAwaiter().GetResult();
    }

    private static int? Port(int? port) =>
        port is null or (> 0 and < 65536) ? port : throw new UserException($"--port takes a number from 1 to 65535, not {port}");

    /// <summary>What the page shall show, for the end of its address; checked as explain does, before anything is served.</summary>
    private static string Fragment(string? text, string[] assignments, string[] wrt, double? rate, Terminal terminal)
    {
        if (rate is { } given) FormulaInput.Finite(given, "--rate");
        if (text is null)
            return wrt.Length == 0 && rate is null
                ? ""
                : throw new UserException("--wrt and --rate need a formula to go with; give one, such as \"w*x\" w=1 x=2");
        var formula = FormulaInput.Read(text, terminal, assignments);
        FormulaInput.Problem(formula, assignments, wrt);
        var state = new BoardState
        {
            Formula = formula.Syntax.Source,
            Values = FormulaInput.Values(assignments, formula, formula.FreeNames, "name"),
            Wrt = wrt
        };
        return "#" + BoardLink.Write(rate is { } r ? state with { Rate = r } : state);
    }
}

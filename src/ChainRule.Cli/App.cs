using System.CommandLine;
using System.CommandLine.Invocation;
using System.Globalization;
using ChainRule.Board;
using ChainRule.Cli.Commands;
using ChainRule.Formulas;
using ChainRule.Training;

namespace ChainRule.Cli;

/// <summary>The command line: which commands there are, and what becomes of errors.</summary>
internal static class App
{
    private const int Failed = 1;
    private const int Mistake = 2;
    private const int LongestMessage = 12_000; // it may quote a stranger's file
    private const int Interrupted = 130; // 128 + SIGINT, as shells have it

    /// <summary>Runs a command; gives the exit code.</summary>
    public static int Run(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        // Options are numbers as formulas and tables have them, and messages are English, whatever the user's culture.
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
        try
        {
            return Invoke(args.Length == 0 ? ["--help"] : args, terminal, cancellation);
        }
        catch (Exception e) when (Report(e) is var (code, message))
        {
            terminal.WriteNote(message.Length <= LongestMessage ? message : message[..LongestMessage] + "...");
            return code;
        }
    }

    private static int Invoke(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        var root = new RootCommand(
            "Back-propagation that shows its work: explains gradients, in the terminal or in the browser, fits formulas to data, and "
            + "trains networks on tables.")
        {
            ExplainCommand.Create(terminal),
            FitCommand.Create(terminal, cancellation),
            TrainCommand.Create(terminal, cancellation),
            PredictCommand.Create(terminal, cancellation),
            WhiteboardCommand.Create(terminal, cancellation),
        };
        root.Options.OfType<VersionOption>().Single().Action = new VersionAction();
        // Formulas may begin with @ and -, so neither response files nor bundled letters are wanted.
        var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Action is ParseErrorAction) throw new UserException(Complaint(parsed));
        return parsed.Invoke(
            new InvocationConfiguration
            {
                Output = terminal.Out,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null
            });
    }

    private static string Complaint(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
            return (parsed.UnmatchedTokens is [var unknown, ..] ? $"there is no command '{unknown}'; " : "")
                + $"the commands are {string.Join(", ", command.Subcommands.Select(c => c.Name))}. See chainrule --help";
        var problem = parsed.UnmatchedTokens is [var token, ..]
            ? $"'{token}' is no option of {command.Name}, or one argument too many."
            : parsed.Errors[0].Message.ReplaceLineEndings(" ");
        return $"{problem} See chainrule {command.Name} --help";
    }

    /// <summary>The version of the command line, whoever started it.</summary>
    private sealed class VersionAction : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(typeof(App).Assembly.GetName().Version!.ToString(3));
            return 0;
        }
    }

    private static (int Code, string Message) Report(Exception exception) => exception switch
    {
        OperationCanceledException => (Interrupted, "interrupted"),
        FormulaException e => (Mistake, $"error: {e.Render()}"),
        UserException or BoardException or ShapeException or InvalidDataException or CheckpointException =>
            (Mistake, $"error: {exception.Message}"),
        IOException or UnauthorizedAccessException => (Mistake, $"error: {exception.Message}"), // of files and standard streams
        FitDivergedException or TrainingDivergedException => (Failed, $"error: {exception.Message}"),
        _ => (Failed, $"internal error: {exception.GetType().Name}: {exception.Message.ReplaceLineEndings(" ")}; please report it"),
    };
}

using System.CommandLine;
using ChainRule.Formulas;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule explain FORMULA [name=value …]</c></summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var formula = new Argument<string>(
            "FORMULA")
        { Description = "Such as \"yhat = w*x; s = yhat - y; loss = s^2\"; - reads it from standard input." };
        var values = new Argument<string[]>(
            "name=value")
        { Description = "A value for each name, such as w=1 or x=[1,2].", Arity = ArgumentArity.ZeroOrMore };
        var wrt = FormulaInput.Wrt();
        var step = new Option<double>(
            "--step")
        { Description = "The learning rate of the step that is tried at the end.", HelpName = "RATE", DefaultValueFactory = _ => 0.1 };
        var format = FormulaInput.Choice("--format", "How to write it.", [.. ExplainFormats.Names]);
        var seed = new Option<int>(
            "--seed")
        { Description = "The variant of a worksheet and its key: other numbers for each seed; 0 keeps those given.", HelpName = "N" };
        var color = FormulaInput.Choice("--color", "Whether to colour the text; auto does on a terminal.", "auto", "always", "never");
        var ascii = new Option<bool>("--ascii") { Description = "Do without signs such as ∂ and ŷ." };
        var memory = FormulaInput.MaxMemory();
        var command = new Command("explain",
            "Shows how a gradient comes about: forward pass, local derivatives, chain rule.") { formula, values, wrt, step, format, seed,
                color, ascii, memory };
        command.SetAction(parsed =>
        {
            var maxBytes = FormulaInput.Bytes(parsed.GetValue(memory), "--max-memory") ?? FormulaLimits.MaxBytes;
            var names = FormulaInput.Names(parsed.GetValue(wrt));
            var assignments = parsed.GetValue(values) ?? [];
            var problem = FormulaInput.Problem(FormulaInput.Read(parsed.GetRequiredValue(formula), terminal, assignments), assignments,
                names, maxBytes);
            var options = new ExplainOptions
            {
                LearningRate = FormulaInput.Finite(parsed.GetValue(step), "--step"),
                Ascii = parsed.GetValue(ascii) || !terminal.IsUnicode,
                Colors = terminal.ShowsColors(parsed.GetRequiredValue(color))
                    ? terminal.HasLightBackground ? ExplainColors.OnLight : ExplainColors.OnDark
                    : ExplainColors.None,
                Width = terminal.Width,
                MaxBytes = maxBytes,
            };
            var (written, text) = (parsed.GetRequiredValue(format),
                ExplainFormats.Write(problem, options, parsed.GetRequiredValue(format), parsed.GetValue(seed)));
            if (FormulaInput.ReadAs(problem.Formula) is { Length: > 0 } note)
            {
                if (written == ExplainFormats.Text) text = $"{TokenText.OnOneLine(note)}\n\n{text}";
                else terminal.WriteNote(note);
            }
            terminal.Out.WriteLine(
                (written == ExplainFormats.Text && names.Length == 0 ? text + Convention(problem.Data) : text).TrimEnd());
        });
        return command;
    }

    private static string Convention(IReadOnlyList<string> data) => data.Count == 0 ? "" :
        $"data    {string.Join(", ", data)}: names that begin with x or y are data; --wrt {string.Join(',', data)} differentiates "
        + $"by {(data.Count == 1 ? "it" : "them")}";
}

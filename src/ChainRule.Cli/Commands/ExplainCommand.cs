using System.CommandLine;
using ChainRule.Formulas;

namespace ChainRule.Cli.Commands;

/// <summary><c>chainrule explain FORMULA [name=value …]</c></summary>
internal static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var formula = new Argument<string>("FORMULA") { Description = "Such as \"yhat = w*x; s = yhat - y; loss = s^2\"; - reads it from standard input." };
        var values = new Argument<string[]>("name=value") { Description = "A value for each name, such as w=1 or x=[1,2].", Arity = ArgumentArity.ZeroOrMore };
        var wrt = new Option<string?>("--wrt") { Description = "The names to differentiate by, such as a,b. Left out: every name but the data, whose names begin with x or y.", HelpName = "a,b" };
        var step = new Option<double>("--step") { Description = "The rate of the step that is tried at the end.", HelpName = "RATE", DefaultValueFactory = _ => 0.1 };
        var format = FormulaInput.Choice("--format", "How to write it.", "text", "json");
        var color = FormulaInput.Choice("--color", "Whether to colour the text; auto does on a terminal.", "auto", "always", "never");
        var ascii = new Option<bool>("--ascii") { Description = "Do without signs such as ∂ and ŷ." };
        var command = new Command("explain", "Shows how a gradient comes about: forward pass, local derivatives, chain rule.") { formula, values, wrt, step, format, color, ascii };
        command.SetAction(parsed =>
        {
            var request = new Request(FormulaInput.Read(parsed.GetRequiredValue(formula), terminal), parsed.GetValue(values) ?? [], Names(parsed.GetValue(wrt)));
            var options = new ExplainOptions
            {
                LearningRate = FormulaInput.Finite(parsed.GetValue(step), "--step"),
                Ascii = parsed.GetValue(ascii) || !terminal.IsUnicode,
                Colors = terminal.ShowsColors(parsed.GetRequiredValue(color)) ? terminal.HasLightBackground ? ExplainColors.OnLight : ExplainColors.OnDark : ExplainColors.None,
                Width = terminal.Width,
            };
            var (explanation, data) = Explanation(request, options);
            terminal.Out.WriteLine((parsed.GetValue(format) == "json" ? explanation.ToJson() : explanation.ToString() + Convention(data)).TrimEnd());
        });
        return command;
    }

    private sealed record Request(Formula Formula, string[] Values, string[] Wrt);

    private static (Explanations.Explanation Explanation, List<string> Data) Explanation(Request request, ExplainOptions options)
    {
        var (formula, free) = (request.Formula, request.Formula.FreeNames);
        if (free.Count == 0) throw new UserException($"there is no name in '{formula.Syntax.Source}' to differentiate by; write one, as in w*3, and give it as w=1");
        var values = FormulaInput.Values(request.Values, formula, free, "name");
        RequireValues(free, values);
        foreach (var name in request.Wrt)
            if (!free.Contains(name)) throw new UserException($"--wrt: {FormulaInput.Unknown(name, formula, free, "name")}");
        var data = free.Where(name => IsData(name) && !request.Wrt.Contains(name)).ToList();
        // A formula of data alone, such as x^2, is differentiated by them.
        if (data.Count == free.Count && request.Wrt.Length == 0) data = [];
        var wrt = request.Wrt.Length > 0 ? request.Wrt : [.. free.Except(data)];
        var tensors = free.ToDictionary(name => name, name => Leaf(name, values[name], data.Contains(name)));
        var output = formula.Build(tensors);
        if (output.Shape.Size != 1)
            throw new UserException($"the formula gives {output.Shape}, and a gradient is of one number: take the sum(…) or the mean(…) of it");
        return (Explain.Gradient(output, options with { Wrt = [.. wrt.Select(name => tensors[name])] }), request.Wrt.Length > 0 ? [] : data);
    }

    private static string Convention(List<string> data) => data.Count == 0 ? "" :
        $"data    {string.Join(", ", data)}: names that begin with x or y are data; --wrt {string.Join(',', data)} differentiates by {(data.Count == 1 ? "it" : "them")}";

    /// <summary>The convention: data are called x or y, with whatever follows.</summary>
    private static bool IsData(string name) => name[0] is 'x' or 'y';

    private static void RequireValues(IReadOnlyList<string> free, Dictionary<string, ArrayValue> values)
    {
        var missing = free.Where(name => !values.ContainsKey(name)).ToList();
        if (missing.Count == 0) return;
        var (verb, them) = missing.Count == 1 ? ("has", "it") : ("have", "them");
        throw new UserException($"{string.Join(", ", missing)} {verb} no value: give {them} as {string.Join(' ', missing.Select(name => $"{name}=1"))}");
    }

    private static Tensor Leaf(string name, ArrayValue value, bool isData)
    {
        var data = TensorData.Wrap(value.Data, Shape.Create(value.Shape));
        return isData ? new Input(data, name) : new Parameter(data, name);
    }

    private static string[] Names(string? list) => list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

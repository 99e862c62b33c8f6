using ChainRule.Formulas;

namespace ChainRule.Cli.Commands;

/// <summary>What commands share in reading formulas and values.</summary>
internal static class FormulaInput
{
    /// <summary>The formula of an argument, or of the standard input for "-".</summary>
    public static Formula Read(string text, Terminal terminal) => Formula.Parse(text == "-" ? terminal.In.ReadToEnd() : text);

    /// <summary>Values given as name=value, each once, for names of the formula.</summary>
    public static Dictionary<string, ArrayValue> Values(IEnumerable<string> assignments, Formula formula, IReadOnlyCollection<string> allowed)
    {
        var values = new Dictionary<string, ArrayValue>();
        foreach (var text in assignments)
        {
            var (name, value) = ValueSyntax.ParseAssignment(text);
            if (!allowed.Contains(name)) throw new UserException(Unknown(name, formula, allowed));
            if (!values.TryAdd(name, value)) throw new UserException($"{name} is given twice, the second time as {text}; give it once");
        }
        return values;
    }

    /// <summary>A number that an option gives.</summary>
    public static double Finite(double value, string option) => double.IsFinite(value) ? value : throw new UserException($"{option} takes a number such as 0.1, not {value}");

    /// <summary>Says why a name cannot be used.</summary>
    public static string Unknown(string name, Formula formula, IReadOnlyCollection<string> allowed)
    {
        var names = allowed.Count == 0 ? "there is none to give" : $"there {(allowed.Count == 1 ? "is" : "are")} {string.Join(", ", allowed)}";
        if (formula.Syntax.Assignments.Any(a => a.Name == name && !a.IsImplicit)) return $"{name} is computed by the formula; {names}";
        var closest = Suggest.Closest(name, allowed) is { } meant ? $" (did you mean {meant}?)" : "";
        return $"no {name} can be set in this formula{closest}; {names}";
    }
}

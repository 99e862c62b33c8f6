using System.CommandLine;
using System.Globalization;
using ChainRule.Board;
using ChainRule.Formulas;

namespace ChainRule.Cli.Commands;

/// <summary>What commands share in reading formulas and values.</summary>
internal static class FormulaInput
{
    /// <summary>The text of a formula: the argument, or the standard input for "-".</summary>
    public static string ReadText(string argument, Terminal terminal)
    {
        RefuseOption(argument);
        return argument == "-" ? ReadLimited(terminal.In) : argument;
    }

    /// <summary>The formula of an argument, or of the standard input for "-".</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="terminal">Where the standard input is.</param>
    /// <param name="assignments">The values that are given for its names: name=value.</param>
    public static Formula Read(string argument, Terminal terminal, IEnumerable<string> assignments) =>
        Formula.Parse(ReadText(argument, terminal), assignments.Select(NameOf));

    /// <summary>The name in name=value; what is wrong with that is told when the value is read.</summary>
    public static string NameOf(string assignment) => assignment.Split('=')[0].Trim();

    /// <summary>The line that tells how a formula was read that is written in another notation.</summary>
    public static string ReadAs(Formula formula) => formula.ReadAs is { } text ? $"read as {text}" : "";

    /// <summary>The whole input, or one character more than a formula may have.</summary>
    private static string ReadLimited(TextReader input)
    {
        var text = new char[FormulaLimits.MaxLength + 1];
        return new(text, 0, input.ReadBlock(text));
    }

    /// <summary>What looks like an option and is none would else be read as a formula or a value.</summary>
    private static void RefuseOption(string text)
    {
        if (text.StartsWith("--", StringComparison.Ordinal) && text.AsSpan(2).IndexOfAnyExceptInRange('a', 'z') < 0)
            throw new UserException($"there is no option '{text}'; --help lists the options");
    }

    /// <summary>An option that takes one of some words; the first is what it is when left out.</summary>
    public static Option<string> Choice(string name, string description, params string[] words)
    {
        var option = new Option<string>(
            name)
        { Description = description, HelpName = string.Join('|', words), DefaultValueFactory = _ => words[0] };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    /// <summary>A number that an option gives.</summary>
    public static double Finite(double value, string option) =>
        double.IsFinite(value) ? value : throw new UserException($"{option} takes a number such as 0.1, not {value}");

    /// <summary>The option --max-memory.</summary>
    public static Option<string?> MaxMemory() =>
        new("--max-memory")
        {
            Description = "Maximum size of all results of the formula, such as 512M or 2G (default: 256M).",
            HelpName = "SIZE"
        };

    /// <summary>A size in bytes: a number, with K, M or G for 2^10, 2^20 or 2^30 bytes.</summary>
    public static long? Bytes(string? text, string option)
    {
        if (text is null) return null;
        var number = text.AsSpan().TrimEnd("Bb").TrimEnd("KMGkmg");
        var unit = text.AsSpan()[number.Length..] switch
        {
            [_, not ('B' or 'b')] => -1,
            "" or "B" => 0,
            ['K' or 'k'] or ['K' or 'k', _] =>
            10,
            ['M' or 'm'] or ['M' or 'm', _] => 20,
            ['G' or 'g'] or ['G' or 'g', _] => 30,
            _ => -1
        };
        return unit >= 0
            && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && count is > 0 and < 1L << 32
            ? count << unit
            : throw new UserException($"{option} takes a size such as 512M or 2G, not {Shown(text)}");
    }

    private static string Shown(string text) => text.Length <= 30 ? text : text[..29] + "…";

    /// <summary>Values given as name=value, each once, for names of the formula.</summary>
    /// <param name="assignments">What the user wrote.</param>
    /// <param name="formula">The formula.</param>
    /// <param name="allowed">The names that can be given a value.</param>
    /// <param name="kind">What such a name is: a name, a parameter.</param>
    public static Dictionary<string, ArrayValue> Values(IEnumerable<string> assignments, Formula formula,
        IReadOnlyCollection<string> allowed, string kind)
    {
        var values = new Dictionary<string, ArrayValue>();
        foreach (var text in assignments)
        {
            RefuseOption(text);
            var (name, value) = ValueSyntax.ParseAssignment(text);
            if (!allowed.Contains(name)) throw new UserException(FormulaNames.Unknown(name, formula, allowed, kind));
            if (!values.TryAdd(name, value)) throw new UserException($"{name} is given twice, the second time as {text}; give it once");
        }
        return values;
    }

    /// <summary>A formula with its values, and the names that --wrt gave to differentiate by, if any.</summary>
    public static Problem Problem(Formula formula, IEnumerable<string> assignments, string[] wrt, long maxBytes = FormulaLimits.MaxBytes)
    {
        var parameters = wrt.Length > 0 ? wrt : Board.Problem.Parameters(formula);
        var values = Values(assignments, formula, formula.FreeNames, "name");
        foreach (var name in wrt)
            if (!formula.FreeNames.Contains(name))
                throw new UserException($"--wrt: {FormulaNames.Unknown(name, formula, formula.FreeNames, "name")}");
        return Board.Problem.Create(formula, values, parameters, maxBytes);
    }

    /// <summary>The option --wrt.</summary>
    public static Option<string?> Wrt() =>
        new("--wrt")
        {
            Description = "The names to differentiate by, such as a,b. Left out: every name but the data, whose names begin with x or y.",
            HelpName = "a,b"
        };

    /// <summary>Names with commas between them.</summary>
    public static string[] Names(string? list) =>
        list?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}

using System.Collections.Frozen;

namespace ChainRule.Formulas;

/// <summary>What was probably meant by words and signs that the formula language does not have.</summary>
internal static class FormulaAdvice
{
    // Functions of other languages and libraries: another name here, or an expression.
    private static readonly FrozenDictionary<string, string> Functions = new Dictionary<string, string>
    {
        ["sen"] = "sin",
        ["tg"] = "tan",
        ["arctg"] = "atan",
        ["arcsen"] = "asin",
        ["sh"] = "sinh",
        ["ch"] = "cosh",
        ["th"] = "tanh",
        ["tgh"] = "tanh",
        ["avg"] = "mean",
        ["average"] = "mean",
        ["fabs"] = "abs",
        ["sqr"] = "square",
        ["root"] = "sqrt",
        ["total"] = "sum",
        ["product"] = "prod",
        ["variance"] = "var",
        ["lrelu"] = "leaky_relu",
        ["mse_loss"] = "mse",
        ["l1_loss"] = "mae",
        ["huber_loss"] = "huber",
        ["smooth_l1_loss"] = "huber",
        ["lg"] = "log10",
        ["log_10"] = "log10",
        ["log_2"] = "log2",
        ["ld"] = "log2",
        ["lb"] = "log2",
        ["cot"] = "1/tan(x)",
        ["ctg"] = "1/tan(x)",
        ["sec"] = "1/cos(x)",
        ["csc"] = "1/sin(x)",
        ["cbrt"] = "sign(x)*abs(x)^(1/3)",
        ["heaviside"] = "(x > 0)",
        ["step"] = "(x > 0)",
        ["array"] = "the list alone, as in [1, 2]",
        ["tensor"] = "the list alone, as in [1, 2]",
        ["matrix"] = "the list alone, as in [1, 2; 3, 4]",
        ["if"] = "where(condition, a, b)",
        ["binary_cross_entropy"] = "-mean(y*log(p) + (1 - y)*log(1 - p))",
        ["cross_entropy"] = "-sum(y*log_softmax(z))",
        ["mod"] = "x - n*floor(x/n)",
        ["grad"] = "the function itself: its gradient is what is computed",
        ["diff"] = "the function itself: its derivative is what is computed",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["if"] = "for cases write where(condition, a, b)",
        ["else"] = "for cases write where(condition, a, b)",
        ["otherwise"] = "for cases write where(condition, a, b)",
        ["and"] = "for 'and' multiply the conditions: (a > 0)*(b > 0)",
        ["or"] = "for 'or' write max(a > 0, b > 0)",
        ["not"] = "for 'not' write 1 - (a > 0)",
        ["for"] = "there are no loops: sum(…) and mean(…) run over all elements",
        ["in"] = "there are no loops: sum(…) and mean(…) run over all elements",
        ["return"] = "leave 'return' out",
        ["def"] = "leave 'def' out, as in f(x) = w*x",
        ["lambda"] = "name the result instead, as in f(x) = w*x",
        ["let"] = "leave 'let' out",
        ["var"] = "leave 'var' out",
        ["const"] = "leave 'const' out",
        ["float"] = "leave 'float' out",
        ["double"] = "leave 'double' out",
        ["mod"] = "for the remainder write x - n*floor(x/n)",
        ["is"] = "to compare write '=='",
    }.ToFrozenDictionary();

    /// <summary>The functions of other languages that there is advice on.</summary>
    public static IEnumerable<string> FunctionsElsewhere => Functions.Keys;

    /// <summary>What a word of another language may have meant between two operands; null for any other name.</summary>
    public static string? OnWord(string word) => Words.GetValueOrDefault(word);

    /// <summary>What to write in place of a character.</summary>
    public static string? OnCharacter(int found, char next) => found switch
    {
        '%' => "for the remainder write x - n*floor(x/n), for percent a factor of 0.01",
        '&' => "for 'and' multiply the conditions: (a > 0)*(b > 0)",
        '!' => "for 'not' write 1 - (a > 0); there is no factorial",
        '~' or '¬' => "for 'not' write 1 - (a > 0)",
        '?' => "for cases write where(condition, a, b)",
        ':' => next == '=' ? "write =" : "a result gets its name by '=', as in y = w*x",
        '$' => "leave it out",
        '"' or '\'' or '“' or '”' or '`' or '´' => "there is no text in formulas",
        '∛' => "write x^(1/3)",
        '∞' => "a formula computes with finite numbers",
        '±' or '∓' => "write + or -",
        '°' => "angles are in radians: multiply degrees by pi/180",
        '∂' or '∇' => "write the function itself: its gradient is what is computed",
        '∫' => "there are no integrals",
        '≈' or '≡' => "write = for a name, == to compare",
        '→' or '←' => "a result gets its name by '=', as in y = w*x",
        '⟨' or '⟩' or '⌈' or '⌉' or '⌊' or '⌋' => "write ( and ); functions are floor(x) and the like",
        _ => null,
    };

    /// <summary>What to do about a LaTeX command that is unknown.</summary>
    public static string OnCommand(string command) => command switch
    {
        "\\\\" => ": begin a new line, or write ;",
        "\\hat" or "\\bar" or "\\tilde" or "\\vec" or "\\mathbf" or "\\mathrm" or "\\text" =>
            $": write one name behind it, as in {command}{{y}}",
        "\\begin" or "\\end" => ": write the formula alone",
        "\\partial" or "\\nabla" => ": write the function itself; its gradient is what is computed",
        "\\infty" => ": a formula computes with finite numbers",
        "\\top" or "\\intercal" => ": for the transpose write W.T",
        _ => Suggest.Closest(command[1..], ["cdot", "frac", "sqrt", "sigma", "alpha", "theta", "times", "left", "right", "hat", "sum"])
            is { } meant ? $": did you mean '\\{meant}'?" : ": write it without the backslash",
    };

    /// <summary>What was meant by x.sum() and the like; only x.T is known.</summary>
    public static string OnMember(string member, bool isCalled) =>
        member is "t" or "transpose" ? ": write .T"
        : isCalled || FormulaFunctions.Knows(member) ? $": functions stand before their operand, as in {member}(x)"
        : "";

    /// <summary>What was meant by an unknown function; it begins with ": " or "; ".</summary>
    public static string OnFunction(string name) =>
        Functions.TryGetValue(name, out var meant) ? FormulaFunctions.Knows(meant) ? $": did you mean '{meant}'?" : $": write {meant}"
        : FormulaFunctions.Names.FirstOrDefault(known => Plain(known) == Plain(name)) is { } other ? $": did you mean '{other}'?"
        : Suggest.Closest(name, FormulaFunctions.Names) is { } closest ? $": did you mean '{closest}'?"
        : Suggest.Closest(name.ToLowerInvariant(), FormulaFunctions.Names) is { } lower ? $": did you mean '{lower}'?"
        : name.Length <= 2 ? $": for a product write {name}*(…)"
        : "; functions are sin, exp, log, sqrt, tanh, sigmoid, relu, sum, mean, softmax and the like";

    // LogSoftmax, log-softmax and log_softmax are one name.
    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}

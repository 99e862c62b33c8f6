using System.Collections.Frozen;

namespace ChainRule.Formulas;

/// <summary>
/// The notations that people write besides the formula language's own: mathematical signs, LaTeX, Python, MATLAB. Each row says what a
/// spelling is read as. Where the extent of an operand matters, as in <c>sin x</c> or <c>|x|</c>, the parser's grammar has the rest.
/// </summary>
internal static class Notations
{
    /// <summary>The letters that stand below as indices: i to n.</summary>
    public const string Indices = "ᵢⱼₖₗₘₙ";

    private const string SuperscriptSigns = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ";
    private const string SuperscriptMeaning = "0123456789+-abcdefghijklmnoprstuvwxyz";
    private const string AsciiStarts = "*./:{}";

    private static readonly (string Meaning, string Spellings)[] Rows =
    [
        ("*", "· × ⋅ ∗ ∙ • ⊙ .* \u2062 \\cdot \\times \\ast \\odot"),
        ("/", "÷ ∕ ⁄ ./ \\div"),
        ("-", "− –"),
        ("^", "** .^ .**"),
        ("<=", "≤ ⩽ \\le \\leq"),
        (">=", "≥ ⩾ \\ge \\geq"),
        ("!=", "≠ \\ne \\neq"),
        ("=", ":= ≔ ＝"),
        ("(", "{ （ \\{"),
        (")", "} ） \\}"),
        (",", "，"),
        (";", "；"),
        ("|", "\\vert \\lvert \\rvert"),
        ("‖", "\\| \\Vert \\lVert \\rVert"),
        (".T", "ᵀ"),
        ("sqrt", "√ \\sqrt"),
        ("sum", "∑ \\sum"),
        ("prod", "∏ \\prod"),
        ("0.5", "½"), ("0.25", "¼"), ("0.75", "¾"), ("0.2", "⅕"), ("0.4", "⅖"), ("0.6", "⅗"), ("0.8", "⅘"), ("0.1", "⅒"),
        ("0.125", "⅛"), ("0.375", "⅜"), ("0.625", "⅝"), ("0.875", "⅞"),
        ("(1/3)", "⅓"), ("(2/3)", "⅔"), ("(1/6)", "⅙"), ("(5/6)", "⅚"), ("(1/7)", "⅐"), ("(1/9)", "⅑"),
        ("", "\u2061 \u200B \uFE0F \\left \\right \\, \\; \\: \\! \\quad \\qquad \\displaystyle \\limits"),
    ];

    private static readonly FrozenDictionary<string, string> Meanings = Rows
        .SelectMany(row => row.Spellings.Split(' ').Select(spelling => KeyValuePair.Create(spelling, row.Meaning)))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> Spelled =
        Meanings.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly int LongestSign = Meanings.Keys.Where(key => key[0] != '\\').Max(key => key.Length);

    // What stands before the dot in np.exp and torch.nn.functional.relu.
    private static readonly FrozenSet<string> Modules = FrozenSet.ToFrozenSet(
    [
        "np", "numpy", "jnp", "jax", "math", "cmath", "Math", "MathF", "torch", "nn", "functional", "F", "tf", "tensorflow", "keras",
        "activations", "scipy", "special", "linalg",
    ]);

    /// <summary>The LaTeX commands by which texts set vectors and matrices.</summary>
    public static readonly string[] BoldCommands = ["mathbf", "boldsymbol", "vec"];

    private static readonly string[] NumPy = ["np.", "numpy.", "jnp."];

    // Greek letters that are functions where an argument in parentheses follows.
    private static readonly FrozenDictionary<string, string> GreekFunctions = new Dictionary<string, string>
    {
        ["σ"] = "sigmoid",
        ["sigma"] = "sigmoid",
        ["Σ"] = "sum",
        ["Π"] = "prod",
    }.ToFrozenDictionary();

    private static readonly FrozenSet<string> SignsWithIndices = FrozenSet.ToFrozenSet(["Σ", "Π", "max", "min"]);

    /// <summary>What the longest sign that the text begins with is read as.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out string meaning, out int length)
    {
        meaning = "";
        length = char.IsAscii(text[0]) && !AsciiStarts.Contains(text[0]) ? 0 : Math.Min(LongestSign, text.Length);
        while (length > 0 && !Spelled.TryGetValue(text[..length], out meaning!)) length--;
        return length > 0;
    }

    /// <summary>What a LaTeX command such as <c>\cdot</c> is read as; null if it has no row.</summary>
    public static string? Command(string command) => command == "\\ " ? "" : Meanings.GetValueOrDefault(command);

    /// <summary>The character that stands raised, as 2 in x²; '\0' if it is not raised.</summary>
    public static char Lowered(char sign) =>
        SuperscriptSigns.IndexOf(sign, StringComparison.Ordinal) is >= 0 and var i ? SuperscriptMeaning[i] : '\0';

    /// <summary>Whether a name is a library's module, as np in <c>np.exp</c>.</summary>
    public static bool IsModule(string name) => Modules.Contains(name);

    /// <summary>Whether a function is typed as NumPy's.</summary>
    public static bool IsOfNumPy(string typed) => NumPy.Any(module => typed.StartsWith(module, StringComparison.Ordinal));

    /// <summary>Whether a function is typed as PyTorch's.</summary>
    public static bool IsOfTorch(string typed) => typed.StartsWith("torch.", StringComparison.Ordinal);

    /// <summary>The function that a Greek letter stands for where an argument follows it in parentheses.</summary>
    public static string Function(string name) => GreekFunctions.GetValueOrDefault(name, name);

    /// <summary>The name without the indices at its end: v of vᵢ.</summary>
    public static string WithoutIndices(string name) => name.TrimEnd(Indices.ToCharArray());

    /// <summary>The function and the indices of Σᵢ and maxⱼ.</summary>
    public static bool TryReadSum(string name, out string function, out string indices)
    {
        var sign = WithoutIndices(name);
        (function, indices) = (Function(sign), name[sign.Length..]);
        return indices.Length > 0 && SignsWithIndices.Contains(sign);
    }
}

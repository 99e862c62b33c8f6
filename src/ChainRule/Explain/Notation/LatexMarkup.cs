using ChainRule.Formulas;

namespace ChainRule.Explanations;

/// <summary>LaTeX for mathematics mode, with the package amsmath.</summary>
internal sealed class LatexMarkup : Markup
{
    public override Frame Fraction { get; } = new(@"\frac{", "}{", "}");

    // A base in braces may have an exponent of its own.
    public override Frame Power { get; } = new("{", "}^{", "}");

    public override Frame Below { get; } = new("{", "}_{", "}");

    public override Frame Root { get; } = new(@"\sqrt{", "}");

    public override Frame Parentheses { get; } = new(@"\left(", @"\right)");

    public override Frame Magnitude { get; } = new(@"\left|", @"\right|");

    public override Frame Norm { get; } = new(@"\left\|", @"\right\|");

    public override Frame Cases { get; } = new(@"\begin{cases}", @" & \text{if } ", @" \\ ", @" & \text{otherwise}\end{cases}");

    public override string Sign(string sign) => sign switch
    {
        "·" => @" \cdot ",
        "⊙" => @" \odot ",
        "@" => @" \, ",
        "−" => "-",
        "≤" => @" \le ",
        "≥" => @" \ge ",
        "≠" => @" \ne ",
        "==" => " = ",
        "∂" => @"\partial ",
        "∑" => @"\sum ",
        "∞" => @"\infty ",
        "⊤" => @"\top ",
        "′" => @"\prime ",
        "," => ", ",
        "…" => @" \ldots ",
        _ => $" {sign} ",
    };

    public override string Minus => "-";

    public override string Letters(string letters) =>
        NameStyle.GreekWord(letters) is { } greek ? Greek(greek)
        : letters is [>= 'a' and <= 'z' or >= 'A' and <= 'Z'] ? letters
        : letters.All(char.IsAsciiLetterOrDigit) ? $@"\mathit{{{letters}}}"
        : Text(letters);

    public override string Digits(string digits) => digits;

    public override string Function(string name) =>
        name.Length == 1 ? Letters(name)
        : name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? $@"\operatorname{{{Encode(name)}}}"
        : Text(name);

    internal override bool HasIndex(string name) => name.Contains("_{", StringComparison.Ordinal);

    public override string Text(string text) => $@"\text{{{Encode(text)}}}";

    public override string Accented(string letters, string accent) => $@"\{accent}{{{letters}}}";

    public override string Matrix(IEnumerable<IEnumerable<string>> rows) =>
        $@"\begin{{pmatrix}}{string.Join(@" \\ ", rows.Select(row => string.Join(" & ", row)))}\end{{pmatrix}}";

    /// <summary>Text that stands for itself; mathematical signs in it are set as such.</summary>
    public static string Encode(string text) => string.Concat(text.Select(c => c switch
    {
        '\\' => @"\textbackslash{}",
        '^' => @"\textasciicircum{}",
        '~' => @"\textasciitilde{}",
        '<' => @"\textless{}",
        '>' => @"\textgreater{}",
        '|' => @"\textbar{}",
        '{' or '}' or '$' or '&' or '#' or '_' or '%' => $@"\{c}",
        >= '₀' and <= '₉' => $"$_{c - '₀'}$",
        '×' => @"$\times$",
        '←' => @"$\leftarrow$",
        '→' => @"$\rightarrow$",
        '∂' or '−' or '·' or '∞' or '≤' or '≥' or '≠' => $"${Latex.Sign(c.ToString()).Trim()}$",
        _ when char.IsControl(c) => " ",
        _ when char.IsAscii(c) => c.ToString(),
        _ when NameStyle.GreekWord(c.ToString()) is { } greek => $"${Greek(greek).Trim()}$",
        _ => Spelled(c),
    }));

    // A letter that has no spelling stands for itself: not every LaTeX has it.
    private static string Spelled(char c) =>
        FormulaNotation.Ascii.Sentence(c.ToString()) is var spelled && spelled != "?" ? Encode(spelled)
        : char.IsLetter(c) || char.IsSurrogate(c) ? c.ToString()
        : "?";

    // What looks Latin has no command.
    private static string Greek(string word) => word == "omicron" ? "o" : $@"\{word} ";
}

namespace ChainRule.Explanations;

/// <summary>Presentation MathML, which browsers draw without help.</summary>
/// <param name="left">
/// The attribute that sets a cell left. Browsers know none of MathML's own: it is a style, or a class where a page forbids styles.
/// </param>
internal sealed class MathMLMarkup(string left) : Markup
{
    public override Frame Fraction { get; } = new("<mfrac><mrow>", "</mrow><mrow>", "</mrow></mfrac>");

    public override Frame Power { get; } = new("<msup><mrow>", "</mrow><mrow>", "</mrow></msup>");

    public override Frame Below { get; } = new("<msub><mrow>", "</mrow><mrow>", "</mrow></msub>");

    public override Frame Root { get; } = new("<msqrt>", "</msqrt>");

    public override Frame Parentheses { get; } = new("<mrow><mo>(</mo>", "<mo>)</mo></mrow>");

    public override Frame Magnitude { get; } = new("<mrow><mo>|</mo>", "<mo>|</mo></mrow>");

    public override Frame Norm { get; } = new("<mrow><mo>‖</mo>", "<mo>‖</mo></mrow>");

    // A blank at the end of a text would be left out.
    public override Frame Cases { get; } = new(
        $"<mrow><mo>{{</mo><mtable><mtr><mtd {left}>", $"</mtd><mtd {left}><mtext>if\u00a0</mtext>", $"</mtd></mtr><mtr><mtd {left}>",
        $"</mtd><mtd {left}><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>");

    public override string Sign(string sign) => sign switch
    {
        "@" => "<mo>\u2062</mo><mspace width=\"0.2em\"/>", // an invisible times
        "==" => "<mo>=</mo>",
        "∞" => "<mi>∞</mi>",
        _ => $"<mo>{XmlText.Encode(sign)}</mo>",
    };

    public override string Equation(string left, string right) => Element($"{left}{Sign("=")}{right}");

    // Behind a parenthesis it would else be taken for the sign between two operands.
    public override string Minus => "<mo form=\"prefix\">−</mo>";

    public override string Letters(string letters) => $"<mi>{XmlText.Encode(letters)}</mi>";

    public override string Digits(string digits) => $"<mn>{XmlText.Encode(digits)}</mn>";

    public override string Function(string name) => $"<mi>{XmlText.Encode(name)}</mi><mo>\u2061</mo>"; // applied to

    internal override bool HasIndex(string name) => name.Contains("<msub>", StringComparison.Ordinal);

    public override string Text(string text) => $"<mtext>{XmlText.Encode(text)}</mtext>";

    public override string Accented(string letters, string accent) =>
        $"<mover accent=\"true\">{letters}<mo>{(accent == "hat" ? '^' : accent == "bar" ? '¯' : '~')}</mo></mover>";

    public override string Matrix(IEnumerable<IEnumerable<string>> rows) =>
        Parentheses.Around(
            $"<mtable>{string.Concat(rows.Select(row => $"<mtr>{string.Concat(row.Select(cell => $"<mtd>{cell}</mtd>"))}</mtr>"))}</mtable>");

    /// <summary>A formula as an element that stands in a page.</summary>
    /// <param name="formula">What this markup has written.</param>
    /// <param name="isDisplayed">Whether it stands in a line of its own.</param>
    public static string Element(string formula, bool isDisplayed = false) =>
        $"<math xmlns=\"http://www.w3.org/1998/Math/MathML\"{(isDisplayed ? " display=\"block\"" : "")}><mrow>{formula}</mrow></math>";
}

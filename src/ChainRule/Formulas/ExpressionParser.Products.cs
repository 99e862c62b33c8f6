namespace ChainRule.Formulas;

// 2w, 3x^2, 2(x + 1), (a)(b), x²y: products without a sign
internal sealed partial class ExpressionParser
{
    /// <summary>Whether the current token multiplies the operand before it, though no sign says so.</summary>
    private bool AtSignlessProduct =>
        cursor.Current is { CanFollowFactor: true } right && !right.StartsLine && !AtClosingBar
        && cursor.Previous is { } left && IsFactor(left, right) && !IsWord(left, right);

    // After a name only what is clearly another factor: w√x, \alpha x. wx is one name, w(x) a call, and w x an error.
    private bool IsFactor(Token left, Token right) => left.Kind switch
    {
        TokenKind.Number or TokenKind.CloseParenthesis or TokenKind.Bar or TokenKind.DoubleBar => true,
        TokenKind.Name => IsRaised(left) || right.Kind == TokenKind.Fraction || IsSign(right)
            || (right.Kind == TokenKind.Name && (cursor.FirstOf(left) == '\\' || cursor.FirstOf(right) == '\\')),
        _ => false,
    };

    // 0x1F and 1_000 are numbers of other languages, and 2½ is none of these products.
    private bool IsWord(Token left, Token right) =>
        (right.Kind == TokenKind.Name && FormulaAdvice.OnWord(cursor.TextOf(right)) != null)
        || (left.Kind == TokenKind.Number && left.Span.End == right.Span.Start
            && (cursor.FirstOf(right) == '_' || cursor.IsVulgarFraction(right)
                || (cursor.TextOf(left) == "0" && right.Kind == TokenKind.Name)));

    private bool IsSign(Token token) => cursor.FirstOf(token) is '√' or '∑' or '∏';

    /// <summary>Whether LaTeX sets a name as vectors and matrices are set.</summary>
    private bool IsBold(Token token) => cursor.TypedAs(token.Span) is ['\\', .. var command]
        && Notations.BoldCommands.Any(bold => command.StartsWith(bold, StringComparison.Ordinal));

    private bool IsRaised(Token token) => Notations.Lowered(cursor.FirstOf(token)) != '\0';

    /// <summary>a/2x can be (a/2)*x or a/(2*x), so it is neither.</summary>
    private void NoteSignlessProduct(Expression left, BinaryOperator? last)
    {
        cursor.NoteRewriting();
        if (left is Transposed || IsBold(cursor.Previous!) || IsBold(cursor.Current))
        {
            var (first, second) = (cursor.Shown(left.Span), cursor.Shown(cursor.Current.Span));
            throw cursor.Ambiguous(left.Span.To(cursor.Current.Span), $"{first} @ {second} for matrices and vectors", $"{first}*{second}");
        }
        if (last is not (BinaryOperator.Divide or BinaryOperator.MatrixMultiply) || left is not Binary quotient) return;
        var (a, sign, b) = (cursor.Shown(quotient.Left.Span), last.Value.Symbol(), cursor.Shown(quotient.Right.Span));
        var c = cursor.Shown(cursor.Current.Span) + (cursor.At(TokenKind.OpenParenthesis) ? "…)" : "");
        throw cursor.Ambiguous(left.Span.To(cursor.Current.Span), $"({a}{sign}{b})*{c}", $"{a}{sign}({b}*{c})");
    }

    /// <summary>An exponent; x^2y can be x^2*y or x^(2*y), so it is neither. x²y and x^{2}y are clear.</summary>
    private Expression ParseExponent(Token sign)
    {
        var isBracketed = cursor.At(TokenKind.OpenParenthesis);
        var exponent = ParseSign();
        if (cursor.TypedAs(exponent.Span) is ['{', '(' or '[', .., ')' or ']', '}'] && exponent is Number or Name or ArrayLiteral)
            throw cursor.Error(sign.Span.To(exponent.Span), "a raised number in brackets is read by some as the number of a layer or an "
                + "example: write it below, as in a_2, or without the brackets for a power");
        if (!AtSignlessProduct || IsRaised(sign) || (isBracketed && exponent.Span.End == cursor.LastSpan.End)) return exponent;
        var (b, c) = (cursor.Shown(exponent.Span), cursor.Shown(cursor.Current.Span) + (cursor.At(TokenKind.OpenParenthesis) ? "…)" : ""));
        throw cursor.Ambiguous(exponent.Span.To(cursor.Current.Span), $"^{b}*{c}", $"^({b}*{c})");
    }
}

using System.Globalization;

namespace ChainRule.Formulas;

// The errors that can be told from a position: what is wrong, and what was probably meant
internal sealed partial class TokenCursor
{
    public FormulaException Error(TextSpan place, string message, TextSpan? related = null) => new(message, source, place, related);

    /// <summary>Something else should stand here: "expected … after '*', found end of formula".</summary>
    public FormulaException Expected(string what) =>
        Error(PlaceOfCurrent, $"expected {what}{AfterPrevious}, found {Found}{AdviceBetween(Previous, Current)}");

    /// <summary>A complete operand stands before, and what follows can neither continue nor end it.</summary>
    /// <param name="what">What may stand here, apart from an operator.</param>
    /// <param name="opener">The innermost open bracket.</param>
    public FormulaException ExpectedEndOfOperand(string what, Token? opener)
    {
        if (Current.StartsOperand && Previous is { } left && !(opener != null && Current.StartsLine)) return MissingOperator(left);
        if (At(TokenKind.Assign)) return Error(Current.Span, MisplacedAssign());
        if (opener is { } open)
            return Error(PlaceOfCurrent,
                $"expected {what} to close the {Quote(open)} at {PositionOf(open)}, found {Found}{AdviceBetween(Previous, Current)}",
                open.Span);
        if (Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket)
            return Error(Current.Span,
                $"{Found} closes nothing: no '{(At(TokenKind.CloseParenthesis) ? '(' : '[')}' is open before it; leave it out");
        return Expected($"an operator{what}");
    }

    /// <summary>A text that can be read in two ways is not guessed at.</summary>
    public FormulaException Ambiguous(TextSpan place, string one, string other) =>
        Error(place, $"'{Shown(place)}' can be read in two ways: write {one} or {other}");

    /// <summary>sin*x: a function without an argument.</summary>
    public FormulaException ArgumentMissing(Token function)
    {
        var operand = IsOperator(Kind) ? Next : Current;
        var argument = operand.Kind is TokenKind.Name or TokenKind.Number ? Shown(operand.Span) : "x";
        return Error(function.Span, $"{Quote(function)} is a function, and its argument is missing: write {TextOf(function)}({argument})");
    }

    /// <summary>sin x/2: it is not clear where an argument without parentheses ends.</summary>
    public FormulaException UnclearArgument(Token function, TextSpan argument)
    {
        var (f, x, sign, next) = (TextOf(function), Shown(argument), Shown(Current.Span), Shown(Next.Span));
        return IsOperator(Kind)
            ? Ambiguous(function.Span.To(Current.Span), $"{f}({x}){sign}{next}", $"{f}({x}{sign}{next})")
            : Ambiguous(function.Span.To(Current.Span), $"{f}({x})*{sign}", $"{f}({x}*{sign})");
    }

    /// <summary>∑(…)² is the sum of squares for some, the square of the sum for others.</summary>
    public FormulaException UnclearSum(Token sign, TextSpan parentheses)
    {
        var (f, x) = (TextOf(sign), Shown(parentheses));
        return Ambiguous(sign.Span.To(Current.Span), $"{f}({x}^…)", $"({f}{x})^…");
    }

    /// <summary>A piece of the text for a message.</summary>
    public string Shown(TextSpan span) => TokenText.Shorten(TokenText.OnOneLine(TypedAs(span)));

    /// <summary>Where a comma between two digits was probably meant as a decimal point; null where not.</summary>
    public static string? DecimalComma(string source, TextSpan left, TextSpan right) =>
        left.End + 1 == right.Start && right.Length > 0 && source[left.End] == ',' && AreDigits(source.AsSpan(left.Start, left.Length))
            && AreDigits(source.AsSpan(right.Start, right.Length))
            ? $": for the decimal number write {TokenText.Shorten(source.Substring(left.Start, left.Length))}."
                + TokenText.Shorten(source.Substring(right.Start, right.Length))
            : null;

    private static bool AreDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private FormulaException MissingOperator(Token left)
    {
        var (before, after) = (Shown(left.Span), Shown(Current.Span));
        var advice = FormulaAdvice.OnWord(before) ?? FormulaAdvice.OnWord(after)
            ?? (left.Kind != TokenKind.Number ? $"for a product write {before}*{after}"
                : IsVulgarFraction(Current) ? $"for a sum write {before} + {after}, for a product {before}*{after}"
                : At(TokenKind.Number) ? $"for one number write {before}{after}, for a product {before}*{after}"
                : $"for a product write {before}*{after}");
        return Error(left.Span.To(Current.Span), $"an operator is missing between '{before}' and '{after}': {advice}");
    }

    private string MisplacedAssign() => Next.Kind switch
    {
        TokenKind.Greater when Next.Span.Start == Current.Span.End => "'=>' is no operator: write >=",
        TokenKind.Less when Next.Span.Start == Current.Span.End => "'=<' is no operator: write <=",
        _ => "only a name at the start of a statement can be assigned; to compare write '=='",
    };

    private string AdviceBetween(Token? before, Token found) => (before?.Kind, found.Kind) switch
    {
        (TokenKind.Number, TokenKind.Comma) => DecimalComma(source, before!.Span, Next.Span) ?? "",
        (null, TokenKind.Assign) => ": write a name before it, as in y = 3",
        (TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Divide, TokenKind.Assign) =>
            ": a value does not change within a formula; give the new one a name of its own, as in w2 = w + 1",
        (TokenKind.Assign or TokenKind.Less or TokenKind.Greater, TokenKind.Assign) => $": write {TextOf(before!)}= without a blank",
        (TokenKind.Assign, TokenKind.Less or TokenKind.Greater) => $": to compare write {TextOf(found)}=",
        (TokenKind.OpenParenthesis, TokenKind.CloseParenthesis) => ": write something between them, or leave them out",
        (TokenKind.Comma, TokenKind.Comma or TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.Semicolon) =>
            ": leave the comma out",
        (TokenKind.Dot, TokenKind.Name) => FormulaAdvice.OnMember(TokenText.Shorten(TextOf(found)), Next.Kind == TokenKind.OpenParenthesis),
        ({ } kind, var next) when IsOperator(kind) && (IsOperator(next) || kind == next) => ": leave one of the two out",
        ({ } kind, TokenKind.End or TokenKind.NewLine or TokenKind.Semicolon or TokenKind.CloseParenthesis or TokenKind.CloseBracket)
            when IsOperator(kind) => $": write what follows {Quote(before!)}, or leave it out",
        (TokenKind.Assign, TokenKind.End or TokenKind.NewLine or TokenKind.Semicolon) => ": write what it is, as in y = 3",
        _ => "",
    };

    private static bool IsOperator(TokenKind kind) => kind is >= TokenKind.Plus and <= TokenKind.NotEqual;

    // At the end of a line the place is right behind the last token, not behind the comment that may follow.
    private TextSpan PlaceOfCurrent =>
        Kind is TokenKind.End or TokenKind.NewLine ? new TextSpan(LastSpan.End, 0) : Current.Span;

    private string Found => Kind switch
    {
        TokenKind.End => "end of formula",
        TokenKind.NewLine => "end of line",
        _ => Quote(Current),
    };

    private string AfterPrevious => Previous is { EndsStatement: false } previous ? $" after {Quote(previous)}" : "";

    private string Quote(Token token) => $"'{Shown(token.Span)}'";

    private string PositionOf(Token token)
    {
        var (line, column) = SourceLines.PositionOf(source, token.Span.Start);
        return SourceLines.Count(source.AsSpan().TrimEnd()) > 1
            ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}")
            : string.Create(CultureInfo.InvariantCulture, $"column {column}");
    }
}

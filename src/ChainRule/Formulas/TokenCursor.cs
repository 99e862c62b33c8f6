using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>A position in a list of tokens, and the errors that can be told from there.</summary>
internal sealed class TokenCursor(string source)
{
    private readonly IReadOnlyList<Token> tokens = Lexer.Tokenize(source);
    private int position;

    public Token Current => tokens[position];

    public TokenKind Kind => Current.Kind;

    public Token Next => tokens[Math.Min(position + 1, tokens.Count - 1)];

    /// <summary>Where the token before the current one stands.</summary>
    public TextSpan LastSpan => Previous?.Span ?? default;

    private Token? Previous => position > 0 ? tokens[position - 1] : null;

    public bool At(TokenKind kind) => Kind == kind;

    public bool AtNameWithAssign => At(TokenKind.Name) && Next.Kind == TokenKind.Assign;

    public Token Take()
    {
        var taken = Current;
        if (taken.Kind != TokenKind.End) position++;
        return taken;
    }

    public bool TryTake(TokenKind kind)
    {
        if (!At(kind)) return false;
        Take();
        return true;
    }

    public string TextOf(Token token) => source.Substring(token.Span.Start, token.Span.Length);

    public FormulaException Error(TextSpan place, string message, TextSpan? related = null) => new(message, source, place, related);

    /// <summary>Something else should stand here: "expected … after '*', found end of formula".</summary>
    public FormulaException Expected(string what) => Error(PlaceOfCurrent, $"expected {what}{AfterPrevious}, found {Found}");

    /// <summary>A complete operand stands before, and what follows can neither continue nor end it.</summary>
    /// <param name="what">What may stand here, apart from an operator.</param>
    /// <param name="opener">The innermost open bracket.</param>
    public FormulaException ExpectedEndOfOperand(string what, Token? opener)
    {
        if (Current.StartsOperand && Previous is { } left && !(opener != null && Current.StartsLine)) return MissingOperator(left);
        if (At(TokenKind.Assign))
            return Error(Current.Span, "only a name at the start of a statement can be assigned; to compare write '=='");
        if (opener is { } open)
            return Error(PlaceOfCurrent, $"expected {what} to close the {Quote(open)} at {PositionOf(open)}, found {Found}", open.Span);
        if (Kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket)
            return Error(Current.Span, $"{Found} closes nothing: no '{(At(TokenKind.CloseParenthesis) ? '(' : '[')}' is open before it");
        return Expected($"an operator{what}");
    }

    private FormulaException MissingOperator(Token left)
    {
        var product = $"{TokenText.Shorten(TextOf(left))}*{TokenText.Shorten(TextOf(Current))}";
        return Error(
            left.Span.To(Current.Span),
            $"an operator is missing between {Quote(left)} and {Quote(Current)}: for a product write {product}");
    }

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

    private string Quote(Token token) => $"'{TokenText.Shorten(TextOf(token))}'";

    private string PositionOf(Token token)
    {
        var (line, column) = SourceLines.PositionOf(source, token.Span.Start);
        return SourceLines.Count(source.AsSpan().TrimEnd()) > 1
            ? string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}")
            : string.Create(CultureInfo.InvariantCulture, $"column {column}");
    }
}

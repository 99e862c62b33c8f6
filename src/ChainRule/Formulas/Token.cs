namespace ChainRule.Formulas;

internal enum TokenKind
{
    Number,
    Name,
    Plus,
    Minus,
    Times,
    Divide,
    MatrixTimes,
    Power,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
    Assign,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,
    Bar,
    DoubleBar,
    Fraction,
    Comma,
    Dot,
    Semicolon,
    NewLine,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands in the user's text; of another notation the tokens that it is read as share its place.</param>
/// <param name="StartsLine">Whether it is the first in its line though inside brackets, where a line break means nothing.</param>
/// <param name="Text">What it is read as, where that is not what stands in the text.</param>
internal sealed record Token(TokenKind Kind, TextSpan Span, bool StartsLine, string? Text = null)
{
    public bool EndsStatement => Kind is TokenKind.NewLine or TokenKind.Semicolon or TokenKind.End;

    public bool StartsOperand => Kind is TokenKind.Number or TokenKind.OpenBracket || CanFollowFactor;

    /// <summary>Whether it can be the second factor of a product without a sign: 2w, 2(x + 1), 2|x|.</summary>
    public bool CanFollowFactor =>
        Kind is TokenKind.Name or TokenKind.OpenParenthesis or TokenKind.Bar or TokenKind.DoubleBar or TokenKind.Fraction;
}

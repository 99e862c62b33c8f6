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
    Comma,
    Dot,
    Semicolon,
    NewLine,
    End,
}

/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it stands.</param>
/// <param name="StartsLine">Whether it is the first in its line though inside brackets, where a line break means nothing.</param>
internal sealed record Token(TokenKind Kind, TextSpan Span, bool StartsLine)
{
    public bool EndsStatement => Kind is TokenKind.NewLine or TokenKind.Semicolon or TokenKind.End;

    public bool StartsOperand =>
        Kind is TokenKind.Number or TokenKind.Name or TokenKind.OpenParenthesis or TokenKind.OpenBracket;
}

using System.Globalization;

namespace ChainRule.Formulas;

/// <summary>A position in the tokens of a text.</summary>
internal sealed partial class TokenCursor
{
    private readonly string source;
    private readonly IReadOnlyList<Token> tokens;
    private int position;

    public TokenCursor(string source)
    {
        var lexer = Lexer.Read(source);
        (this.source, tokens, IsRewritten) = (source, lexer.Tokens, lexer.IsRewritten);
    }

    /// <summary>Whether what was read so far is written otherwise in the formula language's own notation.</summary>
    public bool IsRewritten { get; private set; }

    public Token Current => tokens[position];

    public TokenKind Kind => Current.Kind;

    public Token Next => Ahead(1);

    /// <summary>Where the token before the current one stands.</summary>
    public TextSpan LastSpan => Previous?.Span ?? default;

    public Token? Previous => position > 0 ? tokens[position - 1] : null;

    public bool At(TokenKind kind) => Kind == kind;

    public bool AtNameWithAssign => At(TokenKind.Name) && Next.Kind == TokenKind.Assign;

    /// <summary>Whether "f(x, …) =" stands here.</summary>
    public bool AtDefinition
    {
        get
        {
            if (!At(TokenKind.Name) || Next.Kind != TokenKind.OpenParenthesis) return false;
            var i = 2;
            while (Ahead(i).Kind == TokenKind.Name && Ahead(i + 1).Kind == TokenKind.Comma) i += 2;
            return Ahead(i).Kind == TokenKind.Name
                && Ahead(i + 1).Kind == TokenKind.CloseParenthesis && Ahead(i + 2).Kind == TokenKind.Assign;
        }
    }

    /// <summary>Whether indices stand behind the parenthesis that closes the one just taken: (v·w)ᵢ.</summary>
    public bool AreIndicesBehindParenthesis
    {
        get
        {
            var i = position;
            for (var open = 1; open > 0; i++)
            {
                if (tokens[i].EndsStatement) return false;
                open += tokens[i].Kind switch { TokenKind.OpenParenthesis => 1, TokenKind.CloseParenthesis => -1, _ => 0 };
            }

            return tokens[i].Kind == TokenKind.Name && Notations.WithoutIndices(TextOf(tokens[i])).Length == 0;
        }
    }

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

    /// <summary>Notes that the formula language writes the last tokens in another way.</summary>
    public void NoteRewriting() => IsRewritten = true;

    /// <summary>What a token is read as.</summary>
    public string TextOf(Token token) => token.Text ?? TypedAs(token.Span);

    /// <summary>A piece of the user's text.</summary>
    public string TypedAs(TextSpan span) => source.Substring(span.Start, span.Length);

    /// <summary>The first character of a token as it was typed.</summary>
    public char FirstOf(Token token) => token.Span.Length > 0 ? source[token.Span.Start] : '\0';

    /// <summary>Whether a token is part of a sign such as ½.</summary>
    public bool IsVulgarFraction(Token token) => char.GetUnicodeCategory(FirstOf(token)) == UnicodeCategory.OtherNumber;

    /// <summary>Whether a name stands in the text only as the base of powers.</summary>
    public bool IsOnlyRaised(string name)
    {
        for (var i = 0; i < tokens.Count - 1; i++)
            if (tokens[i].Kind == TokenKind.Name && TextOf(tokens[i]) == name && tokens[i + 1].Kind != TokenKind.Power) return false;
        return true;
    }

    private Token Ahead(int count) => tokens[Math.Min(position + count, tokens.Count - 1)];
}

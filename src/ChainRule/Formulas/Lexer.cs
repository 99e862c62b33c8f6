using System.Buffers;
using System.Text;

namespace ChainRule.Formulas;

/// <summary>
/// Cuts a text into tokens of the formula language; other notations become the tokens that <see cref="Notations"/> gives.
/// </summary>
internal sealed partial class Lexer
{
    private readonly string source;
    private readonly List<Token> tokens = [];
    private int position;
    private int openBrackets;
    private bool brokeLineInBrackets;

    private Lexer(string source) => this.source = source;

    /// <summary>Whether a notation was read that is not the formula language's own.</summary>
    public bool IsRewritten { get; private set; }

    /// <summary>The tokens, the last one of kind <see cref="TokenKind.End"/>.</summary>
    public IReadOnlyList<Token> Tokens => tokens;

    /// <summary>Reads the whole of <paramref name="source"/>.</summary>
    public static Lexer Read(string source)
    {
        if (source.Length > FormulaLimits.MaxLength)
            throw new FormulaException(
                FormattableString.Invariant(
                    $"a formula may be at most {FormulaLimits.MaxLength:N0} characters long, this one is longer"),
                source,
                new TextSpan(FormulaLimits.MaxLength, 0));

        var lexer = new Lexer(source);
        lexer.ReadAll();
        lexer.Add(TokenKind.End, length: 0);
        return lexer;
    }

    private void ReadAll()
    {
        while (position < source.Length) ReadNext();
    }

    private void ReadNext()
    {
        var next = source[position];
        if (next is '\n' or '\r') BreakLine();
        else if (char.IsWhiteSpace(next) || next == '\uFEFF') position++;
        else if (next == '#') SkipComment();
        else if (char.IsAsciiDigit(next) || (next == '.' && char.IsAsciiDigit(Ahead(1)))) ReadNumber();
        else if (next is '∑' or 'Σ' or '∏' or 'Π' && IsIndex(Ahead(1))) ReadSumSign();
        else if (Notations.TryRead(source.AsSpan(position), out var meaning, out var length)) ReadAs(meaning, length);
        else if (next == '\\') ReadCommand();
        else if (Notations.Lowered(next) != '\0') ReadSuperscript();
        else if (StartsName(RuneAt(position))) ReadName();
        else ReadSymbol();
    }

    private void BreakLine()
    {
        if (openBrackets > 0) brokeLineInBrackets = true;
        else if (tokens.Count > 0 && tokens[^1].Kind != TokenKind.NewLine) Add(TokenKind.NewLine, length: 0);
        position++;
    }

    private void SkipComment()
    {
        var length = source.AsSpan(position).IndexOfAny('\n', '\r');
        position = length < 0 ? source.Length : position + length;
    }

    /// <summary>Adds the tokens of a text of the formula language in place of the next characters.</summary>
    private void ReadAs(string meaning, int length)
    {
        IsRewritten = true;
        var span = new TextSpan(position, length);
        var written = new Lexer(meaning);
        written.ReadAll();
        foreach (var token in written.tokens) AddAt(token.Kind, span, meaning.Substring(token.Span.Start, token.Span.Length));
        if (meaning is "sum" or "prod") RefuseBounds(span);
        position += length;
    }

    /// <summary>x² is x^2, and x⁻¹ is x^(-1).</summary>
    private void ReadSuperscript()
    {
        var end = position;
        while (Notations.Lowered(CharAt(end)) != '\0') end++;
        var raised = string.Concat(source[position..end].Select(Notations.Lowered));
        ReadAs(raised.Length == 1 ? $"^{raised}" : $"^({raised})", end - position);
    }

    /// <summary>Σᵢ is a token of its own, also in Σᵢvᵢ; ∑ᵢ is the same.</summary>
    private void ReadSumSign()
    {
        var end = position + 1;
        while (IsIndex(CharAt(end))) end++;
        RefuseBounds(new TextSpan(position, end - position));
        AddWord(TokenKind.Name, end, (source[position] is '∑' or 'Σ' ? 'Σ' : 'Π') + source[(position + 1)..end]);
    }

    private static bool IsIndex(char sign) => Notations.Indices.Contains(sign, StringComparison.Ordinal);

    private void RefuseBounds(TextSpan sum)
    {
        if (CharAt(sum.End) is '_' or '^' or '₌' or (>= 'ᵢ' and <= 'ᵪ') or (>= 'ₐ' and <= 'ₜ') or 'ⱼ')
            throw new FormulaException("a sum runs over all elements of an array, without bounds: write sum(…)", source, sum);
    }

    private void ReadSymbol()
    {
        var (kind, length) = Symbol(CharAt(position), Ahead(1));
        if (length == 0) throw UnknownCharacter();
        Add(kind, length);
    }

    private static (TokenKind Kind, int Length) Symbol(char first, char second) => (first, second) switch
    {
        ('<', '=') => (TokenKind.LessOrEqual, 2),
        ('>', '=') => (TokenKind.GreaterOrEqual, 2),
        ('=', '=') => (TokenKind.Equal, 2),
        ('!', '=') => (TokenKind.NotEqual, 2),
        ('+', _) => (TokenKind.Plus, 1),
        ('-', _) => (TokenKind.Minus, 1),
        ('*', _) => (TokenKind.Times, 1),
        ('/', _) => (TokenKind.Divide, 1),
        ('@', _) => (TokenKind.MatrixTimes, 1),
        ('^', _) => (TokenKind.Power, 1),
        ('<', _) => (TokenKind.Less, 1),
        ('>', _) => (TokenKind.Greater, 1),
        ('=', _) => (TokenKind.Assign, 1),
        ('(', _) => (TokenKind.OpenParenthesis, 1),
        (')', _) => (TokenKind.CloseParenthesis, 1),
        ('[', _) => (TokenKind.OpenBracket, 1),
        (']', _) => (TokenKind.CloseBracket, 1),
        ('|', _) => (TokenKind.Bar, 1),
        ('‖', _) => (TokenKind.DoubleBar, 1),
        (',', _) => (TokenKind.Comma, 1),
        ('.', _) => (TokenKind.Dot, 1),
        (';', _) => (TokenKind.Semicolon, 1),
        _ => default,
    };

    private FormulaException UnknownCharacter()
    {
        var found = RuneAt(position);
        var advice = FormulaAdvice.OnCharacter(found.Value, Ahead(1)) is { } text ? $": {text}" : "";
        return new FormulaException(
            $"unexpected character {TokenText.Describe(found)}{advice}",
            source,
            new TextSpan(position, found.Utf16SequenceLength));
    }

    private void Add(TokenKind kind, int length)
    {
        AddAt(kind, new TextSpan(position, length), text: null);
        position += length;
    }

    private void AddAt(TokenKind kind, TextSpan span, string? text)
    {
        if (tokens.Count >= FormulaLimits.MaxTokens)
            throw new FormulaException(
                FormattableString.Invariant($"a formula may have at most {FormulaLimits.MaxTokens:N0} numbers, names and signs"),
                source,
                span);

        if (kind is TokenKind.OpenParenthesis or TokenKind.OpenBracket) openBrackets++;
        if (kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket) openBrackets--;
        tokens.Add(new Token(kind, span, brokeLineInBrackets, text));
        brokeLineInBrackets = false;
    }

    private char Ahead(int distance) => CharAt(position + distance);

    private char CharAt(int index) => index < source.Length ? source[index] : '\0';

    // Half a surrogate pair becomes U+FFFD, which no rule accepts.
    private Rune RuneAt(int index) =>
        Rune.DecodeFromUtf16(source.AsSpan(Math.Min(index, source.Length)), out var rune, out _) == OperationStatus.Done
            ? rune
            : Rune.ReplacementChar;
}

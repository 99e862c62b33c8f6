using System.Buffers;
using System.Text;

namespace ChainRule.Formulas;

/// <summary>Cuts a text into tokens.</summary>
internal sealed class Lexer
{
    private readonly string source;
    private readonly List<Token> tokens = [];
    private int position;
    private int openBrackets;
    private bool brokeLineInBrackets;

    private Lexer(string source) => this.source = source;

    /// <summary>The tokens of <paramref name="source"/>, the last one of kind <see cref="TokenKind.End"/>.</summary>
    public static IReadOnlyList<Token> Tokenize(string source)
    {
        if (source.Length > FormulaLimits.MaxLength)
            throw new FormulaException(
                FormattableString.Invariant(
                    $"a formula may be at most {FormulaLimits.MaxLength:N0} characters long, this one is longer"),
                source,
                new TextSpan(FormulaLimits.MaxLength, 0));

        var lexer = new Lexer(source);
        while (lexer.position < source.Length) lexer.ReadNext();
        lexer.Add(TokenKind.End, length: 0);
        return lexer.tokens;
    }

    private void ReadNext()
    {
        var next = source[position];
        if (next is '\n' or '\r') BreakLine();
        else if (char.IsWhiteSpace(next) || next == '\uFEFF') position++;
        else if (next == '#') SkipComment();
        else if (char.IsAsciiDigit(next) || (next == '.' && char.IsAsciiDigit(Ahead(1)))) ReadNumber();
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

    private void ReadNumber()
    {
        var end = SkipDigits(position);
        if (CharAt(end) == '.' && char.IsAsciiDigit(CharAt(end + 1))) end = SkipDigits(end + 1);
        if (CharAt(end) is 'e' or 'E')
        {
            var digits = CharAt(end + 1) is '+' or '-' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(CharAt(digits))) end = SkipDigits(digits);
        }

        if (CharAt(end) == '.' && !StartsName(RuneAt(end + 1))) RefuseSecondDot(new TextSpan(position, SkipDigits(end + 1) - position));
        Add(TokenKind.Number, end - position);
    }

    private void RefuseSecondDot(TextSpan number)
    {
        var text = source.Substring(number.Start, number.Length);
        throw new FormulaException(
            text.EndsWith('.')
                ? $"a digit is missing after '{TokenText.Shorten(text)}': write {TokenText.Shorten(text[..^1])}"
                : $"'{TokenText.Shorten(text)}' is not a number: it has more than one decimal point or a fraction in its exponent",
            source,
            number);
    }

    private void ReadName()
    {
        var end = position;
        while (end < source.Length && ContinuesName(RuneAt(end))) end += RuneAt(end).Utf16SequenceLength;
        while (CharAt(end) == '\'') end++;
        Add(TokenKind.Name, end - position);
    }

    private void ReadSymbol()
    {
        var (kind, length) = Symbol(CharAt(position), Ahead(1));
        if (length == 0) throw UnknownCharacter();
        if (kind is TokenKind.OpenParenthesis or TokenKind.OpenBracket) openBrackets++;
        if (kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket) openBrackets--;
        Add(kind, length);
    }

    private static (TokenKind Kind, int Length) Symbol(char first, char second) => (first, second) switch
    {
        ('*', '*') => (TokenKind.Power, 2),
        ('<', '=') => (TokenKind.LessOrEqual, 2),
        ('>', '=') => (TokenKind.GreaterOrEqual, 2),
        ('=', '=') => (TokenKind.Equal, 2),
        ('!', '=') => (TokenKind.NotEqual, 2),
        ('+', _) => (TokenKind.Plus, 1),
        ('-' or '\u2212', _) => (TokenKind.Minus, 1),
        ('*' or '·' or '×', _) => (TokenKind.Times, 1),
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
        (',', _) => (TokenKind.Comma, 1),
        ('.', _) => (TokenKind.Dot, 1),
        (';', _) => (TokenKind.Semicolon, 1),
        _ => default,
    };

    private FormulaException UnknownCharacter()
    {
        var found = RuneAt(position);
        var hint = found.Value switch
        {
            '²' => ": write ^2",
            '³' => ": write ^3",
            '÷' => ": write /",
            '≤' => ": write <=",
            '≥' => ": write >=",
            '≠' => ": write !=",
            '{' or '}' => ": write ( and )",
            '"' or '\'' or '“' or '”' => ": there is no text in formulas",
            _ => "",
        };
        return new FormulaException(
            $"unexpected character {TokenText.Describe(found)}{hint}",
            source,
            new TextSpan(position, found.Utf16SequenceLength));
    }

    private void Add(TokenKind kind, int length)
    {
        var span = new TextSpan(position, length);
        if (tokens.Count >= FormulaLimits.MaxTokens)
            throw new FormulaException(
                FormattableString.Invariant($"a formula may have at most {FormulaLimits.MaxTokens:N0} numbers, names and signs"),
                source,
                span);

        tokens.Add(new Token(kind, span, brokeLineInBrackets));
        brokeLineInBrackets = false;
        position += length;
    }

    private static bool StartsName(Rune rune) => rune.Value == '_' || Rune.IsLetter(rune);

    private static bool ContinuesName(Rune rune) =>
        StartsName(rune) || Rune.IsDigit(rune) || rune.Value is >= '₀' and <= '₉' || TokenText.IsCombiningMark(rune);

    private int SkipDigits(int index)
    {
        var length = source.AsSpan(Math.Min(index, source.Length)).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? source.Length : index + length;
    }

    private char Ahead(int distance) => CharAt(position + distance);

    private char CharAt(int index) => index < source.Length ? source[index] : '\0';

    // Half a surrogate pair becomes U+FFFD, which no rule accepts.
    private Rune RuneAt(int index) =>
        Rune.DecodeFromUtf16(source.AsSpan(Math.Min(index, source.Length)), out var rune, out _) == OperationStatus.Done
            ? rune
            : Rune.ReplacementChar;
}

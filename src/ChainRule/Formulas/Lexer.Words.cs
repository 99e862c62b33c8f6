using System.Text;

namespace ChainRule.Formulas;

// Numbers, names, and the names that LaTeX writes as commands
internal sealed partial class Lexer
{
    private void ReadNumber()
    {
        var end = SkipDigits(position);
        if (CharAt(end) == '.' && char.IsAsciiDigit(CharAt(end + 1))) end = SkipDigits(end + 1);
        if (CharAt(end) is 'e' or 'E')
        {
            var digits = CharAt(end + 1) is '+' or '-' or '−' ? end + 2 : end + 1;
            if (char.IsAsciiDigit(CharAt(digits))) end = SkipDigits(digits);
        }

        // In 2.*x and 2.^x the dot belongs to the sign.
        if (CharAt(end) == '.' && !StartsName(RuneAt(end + 1)) && CharAt(end + 1) is not ('*' or '/' or '^'))
            RefuseSecondDot(new TextSpan(position, SkipDigits(end + 1) - position));
        AddWord(TokenKind.Number, end, source[position..end].Replace('−', '-'));
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
        var end = EndOfName(position);
        AddName(source[position..end], end);
    }

    /// <summary>Adds a name with what may follow its letters: a subscript in braces, primes.</summary>
    private void AddName(string name, int end)
    {
        if (name.EndsWith('_') && CharAt(end) == '{' && BracedName(end) is { } braced)
            (name, end) = (name + braced.Name, braced.End);
        var letters = end;
        while (CharAt(end) is '\'' or '′' or '’') end++;
        name += new string('\'', end - letters);
        if (FollowsModule(name)) AddOfModule(name, end);
        else AddWord(TokenKind.Name, end, name);
    }

    /// <summary>Adds what the text up to <paramref name="end"/> is read as.</summary>
    private void AddWord(TokenKind kind, int end, string text)
    {
        var isTyped = source.AsSpan(position..end).SequenceEqual(text);
        IsRewritten |= !isTyped;
        AddAt(kind, new TextSpan(position, end - position), isTyped ? null : text);
        position = end;
    }

    private bool FollowsModule(string name) =>
        name != "T" && tokens is [.., { Kind: TokenKind.Name } module, { Kind: TokenKind.Dot }]
        && Notations.IsModule(module.Text ?? source.Substring(module.Span.Start, module.Span.Length));

    /// <summary>np.exp is exp, and torch.nn.functional.relu is relu: the token covers all of it.</summary>
    private void AddOfModule(string name, int end)
    {
        var start = tokens[^2].Span.Start;
        tokens.RemoveRange(tokens.Count - 2, 2);
        position = start;
        if (name is "e" or "E") ReadAs("exp(1)", end - start);
        else AddWord(TokenKind.Name, end, name == "PI" ? "pi" : name);
    }

    /// <summary>A LaTeX command: \alpha, \hat{y}, \frac, \tanh, \mathbf{W}.</summary>
    private void ReadCommand()
    {
        var end = position + 1;
        while (char.IsAsciiLetter(CharAt(end))) end++;
        if (end == position + 1 && end < source.Length) end++;
        var command = source[position..end];
        if (Notations.Command(command) is { } meaning) ReadAs(meaning, end - position);
        else if (command is "\\frac" or "\\dfrac" or "\\tfrac") AddWord(TokenKind.Fraction, end, "/");
        else if (command == "\\top" && tokens is [.., { Kind: TokenKind.Power }]) ReadRaisedT(end);
        else if (NameOfCommand(command[1..], end) is { } name) AddName(name.Name, name.End);
        else throw UnknownCommand(command);
    }

    /// <summary>W^\top is W.T.</summary>
    private void ReadRaisedT(int end)
    {
        var start = tokens[^1].Span.Start;
        tokens.RemoveAt(tokens.Count - 1);
        position = start;
        ReadAs(".T", end - start);
    }

    private (string Name, int End)? NameOfCommand(string word, int end)
    {
        switch (word)
        {
            case "hat" or "bar" or "tilde" or "widehat" or "overline":
                var accent = word switch { "widehat" => "hat", "overline" => "bar", _ => word };
                return OperandName(end) is { } below ? WithSubscript(below.Name + accent, below.End) : null;
            case "mathbf" or "mathrm" or "mathit" or "mathcal" or "boldsymbol" or "vec" or "text" or "operatorname":
                return OperandName(end) is { } styled ? WithSubscript(styled.Name, styled.End) : null;
            case "varepsilon" or "vartheta" or "varphi":
                return WithSubscript(word[3..], end);
            default:
                return NameStyle.IsGreekWord(word) || FormulaFunctions.Knows(word) ? WithSubscript(word, end) : null;
        }
    }

    /// <summary>What an accent stands on: {y}, {\theta}, or the next letter or command.</summary>
    private (string Name, int End)? OperandName(int start)
    {
        while (CharAt(start) == ' ') start++;
        if (CharAt(start) == '{') return BracedName(start);
        if (CharAt(start) == '\\') return GreekAt(start);
        var letter = RuneAt(start);
        return StartsName(letter) ? (letter.ToString(), start + letter.Utf16SequenceLength) : null;
    }

    private (string Name, int End)? BracedName(int open)
    {
        var start = open + 1;
        if (CharAt(start) == '\\') return GreekAt(start) is { } greek && CharAt(greek.End) == '}' ? (greek.Name, greek.End + 1) : null;
        var end = start;
        while (ContinuesName(RuneAt(end))) end += RuneAt(end).Utf16SequenceLength;
        return end > start && CharAt(end) == '}' ? (source[start..end], end + 1) : null;
    }

    private (string Name, int End)? GreekAt(int backslash)
    {
        var end = backslash + 1;
        while (char.IsAsciiLetter(CharAt(end))) end++;
        var word = source[(backslash + 1)..end];
        return NameStyle.IsGreekWord(word) ? (word, end) : null;
    }

    private (string Name, int End) WithSubscript(string name, int end)
    {
        if (CharAt(end) != '_') return (name, end);
        var after = EndOfName(end);
        return (name + source[end..after], after);
    }

    private FormulaException UnknownCommand(string command) =>
        new($"unknown LaTeX command '{TokenText.Shorten(TokenText.OnOneLine(command))}'{FormulaAdvice.OnCommand(command)}", source,
            new TextSpan(position, command.Length));

    private int EndOfName(int start)
    {
        while (start < source.Length && ContinuesName(RuneAt(start))) start += RuneAt(start).Utf16SequenceLength;
        return start;
    }

    private static bool StartsName(Rune rune) => rune.Value == '_' || (Rune.IsLetter(rune) && !IsRaised(rune));

    private static bool ContinuesName(Rune rune) =>
        StartsName(rune) || Rune.IsDigit(rune) || rune.Value is >= '₀' and <= '₉' || TokenText.IsCombiningMark(rune);

    private static bool IsRaised(Rune rune) => rune.Value == 'ᵀ' || (rune.IsBmp && Notations.Lowered((char)rune.Value) != '\0');

    private int SkipDigits(int index)
    {
        var length = source.AsSpan(Math.Min(index, source.Length)).IndexOfAnyExceptInRange('0', '9');
        return length < 0 ? source.Length : index + length;
    }
}

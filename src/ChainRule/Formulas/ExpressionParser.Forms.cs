namespace ChainRule.Formulas;

// sin x, sin² x, √x, |x|, \frac{a}{b}: forms whose operands stand without parentheses, or in brackets of their own
internal sealed partial class ExpressionParser
{
    private bool AtClosingBar => isInBars && cursor.Kind is TokenKind.Bar or TokenKind.DoubleBar;

    /// <summary>Whether a name of a function stands here.</summary>
    private bool AtFunction => cursor.At(TokenKind.Name)
        && names.SpellingOf(cursor.TextOf(cursor.Current)) is var name
        && names.IsFunction(name)
        && !names.IsValue(name);

    /// <summary>Whether a function stands here and its argument behind it, or its power as in sin² x.</summary>
    private bool AtFunctionWithoutParentheses
    {
        get
        {
            if (!cursor.At(TokenKind.Name)) return false;
            var name = names.SpellingOf(cursor.TextOf(cursor.Current));
            return cursor.Next.Kind switch
            {
                TokenKind.Name => names.IsFunction(name) && FormulaAdvice.OnWord(cursor.TextOf(cursor.Next)) is null,
                TokenKind.Number or TokenKind.Fraction => names.IsFunction(name),
                TokenKind.Bar or TokenKind.DoubleBar => names.IsElementaryFunction(name) || (names.IsFunction(name) && !isInBars),
                TokenKind.Power => names.IsElementaryFunction(name),
                TokenKind.OpenBracket => !names.IsValue(name) && names.IsFunction(Notations.Function(name)),
                TokenKind.OpenParenthesis => names.IsFunction(name) && cursor.IsVulgarFraction(cursor.Next),
                _ => false,
            };
        }
    }

    private Expression ParseFunctionWithoutParentheses()
    {
        Enter();
        cursor.NoteRewriting();
        var function = cursor.Take();
        var name = Notations.Function(cursor.TextOf(function));
        var power = cursor.At(TokenKind.Power) ? ParsePowerOfFunction(function) : null;
        var (argument, span) = power != null && cursor.At(TokenKind.OpenParenthesis) ? ParseOnlyArgument() : ParseArgumentAlone(function);
        Leave();
        Expression call = new Call(name, [argument], [], function.Span, function.Span.To(span));
        if (power is not null) call = Join(call, BinaryOperator.Power, power) with { Span = call.Span };
        return call;
    }

    private Number ParsePowerOfFunction(Token function)
    {
        var sign = cursor.Take();
        var power = ParseSign();
        if (power is Number { Value: > 0 } number && (cursor.Current.StartsOperand || IsRaised(sign))) return number;
        throw power is Number || cursor.Current.StartsOperand
            ? cursor.Error(function.Span.To(power.Span), "a power of a function stands behind its argument: "
                + $"write {cursor.TextOf(function)}(x)^({cursor.Shown(power.Span)}), or a{cursor.TextOf(function)}(x) for the inverse")
            : cursor.ArgumentMissing(function);
    }

    private (Expression, TextSpan) ParseOnlyArgument()
    {
        var (arguments, options, span) = ParseArguments();
        return arguments.Count == 1 && options.Count == 0
            ? (arguments[0], span)
            : throw cursor.Error(span, "a power of a function stands behind its arguments, as in f(a, b)^2");
    }

    /// <summary>The argument of a root is the next operand, that of a function a product without signs: √2, sin 2x.</summary>
    private (Expression, TextSpan) ParseArgumentAlone(Token function)
    {
        if (!cursor.Current.StartsOperand) throw cursor.ArgumentMissing(function);
        var isRoot = cursor.TypedAs(function.Span) is "√" or "\\sqrt";
        var argument = isRoot && !AtFunctionWithoutParentheses && !AtIndexedSum ? ParsePostfix() : ParsePower();
        // sin 2x is sin(2x); but in sin x cos x another function begins, which no reader puts into the first.
        while (!isRoot && AtSignlessProduct && !AtFunction) argument = Join(argument, BinaryOperator.Multiply, ParsePower());
        var isUnclear = AtSignlessProduct || cursor.Kind is TokenKind.Times or TokenKind.Divide or TokenKind.MatrixTimes or TokenKind.Power;
        return !isUnclear || (isRoot && OperatorOf(cursor.Kind) is { })
            ? (argument, argument.Span)
            : throw cursor.UnclearArgument(function, argument.Span);
    }

    private Call ParseBetweenBars(string function)
    {
        Enter();
        cursor.NoteRewriting();
        var open = cursor.Take();
        var isNorm = open.Kind == TokenKind.Bar && cursor.At(TokenKind.Bar) && cursor.Current.Span.Start == open.Span.End;
        var outer = isInBars;
        isInBars = true;
        var inner = ParseExpression();
        isInBars = outer;
        Leave();
        if (!cursor.At(open.Kind)) throw cursor.ExpectedEndOfOperand($"'{cursor.Shown(open.Span)}'", open);
        var close = cursor.Take();
        var span = open.Span.To(close.Span);
        if (isNorm && inner.Span.End == close.Span.Start && inner is Call { Function: "abs" } && inner.Span.Start == open.Span.End)
            throw cursor.Ambiguous(span, "norm(x)", "abs(x)");
        return new Call(function, [inner], [], open.Span, span);
    }

    /// <summary>\frac{a}{b}</summary>
    private Binary ParseFraction()
    {
        Enter();
        var command = cursor.Take();
        var (above, below) = (ParsePartOfFraction(), ParsePartOfFraction());
        Leave();
        return new Binary(BinaryOperator.Divide, above, below, command.Span.To(below.Span));
    }

    private Expression ParsePartOfFraction() => cursor.At(TokenKind.OpenParenthesis) && cursor.FirstOf(cursor.Current) == '{'
        ? ParseParentheses()
        : throw cursor.Expected("'{', as in \\frac{a}{b}");

    /// <summary>An expression that ends at a bracket, whatever bars stand outside.</summary>
    private Expression ParseInBrackets(Token open)
    {
        var outer = isInBars;
        isInBars = false;
        var inner = ParseExpression();
        if (cursor.FirstOf(open) == '{' && AtWord("if")) inner = ParseCases(inner);
        isInBars = outer;
        return inner;
    }

    private bool IsSumSign(Token function) =>
        cursor.TextOf(function) is "sum" or "prod" or "Σ" or "Π" && cursor.FirstOf(function) is '∑' or '∏' or '\\' or 'Σ' or 'Π';
}

namespace ChainRule.Formulas;

// name(argument, …, option=value, …)
internal sealed partial class ExpressionParser
{
    private Call ParseCall()
    {
        Enter();
        var function = cursor.Take();
        var open = cursor.Take();
        var arguments = new List<Expression>();
        var options = new List<NamedArgument>();
        if (!cursor.At(TokenKind.CloseParenthesis))
            do ParseArgument(arguments, options);
            while (cursor.TryTake(TokenKind.Comma));
        Leave();
        var parentheses = Close(open, TokenKind.CloseParenthesis, "',' or ')'");
        return new Call(cursor.TextOf(function), arguments, options, function.Span, function.Span.To(parentheses));
    }

    private void ParseArgument(List<Expression> arguments, List<NamedArgument> options)
    {
        if (arguments.Count + options.Count == FormulaLimits.MaxElements) throw TooMany(cursor.Current.Span, "arguments");
        if (cursor.AtNameWithAssign)
        {
            options.Add(ParseNamedArgument(options));
            return;
        }

        var argument = ParseExpression();
        if (options.Count > 0 && !cursor.At(TokenKind.Assign))
            throw cursor.Error(argument.Span, $"an argument without a name must stand before '{TokenText.Shorten(options[0].Name)}='");
        arguments.Add(argument);
    }

    private NamedArgument ParseNamedArgument(List<NamedArgument> options)
    {
        var name = cursor.Take();
        var text = cursor.TextOf(name);
        if (options.Exists(option => option.Name == text))
            throw cursor.Error(name.Span, $"the argument '{TokenText.Shorten(text)}' is given twice");
        cursor.Take();
        var value = ParseArgumentValue();
        return new NamedArgument(text, value, name.Span.To(cursor.LastSpan));
    }

    private ArgumentValue ParseArgumentValue()
    {
        if (cursor.At(TokenKind.OpenBracket)) return ParseList();
        if (cursor.At(TokenKind.Name) && cursor.TextOf(cursor.Current) is "true" or "false")
            return new FlagValue(cursor.TextOf(cursor.Take()) == "true");
        return new NumberValue(ParseSignedNumber("a number, a list such as [0, 1], true or false"));
    }

    private ListValue ParseList()
    {
        var open = cursor.Take();
        var values = new List<double>();
        if (!cursor.At(TokenKind.CloseBracket))
            do
            {
                if (values.Count == FormulaLimits.MaxElements) throw TooMany(open.Span, "elements");
                values.Add(ParseSignedNumber("a number"));
            }
            while (cursor.TryTake(TokenKind.Comma));
        Close(open, TokenKind.CloseBracket, "',' or ']'");
        return new ListValue(values);
    }

    private double ParseSignedNumber(string expected)
    {
        var isNegative = cursor.TryTake(TokenKind.Minus);
        if (!isNegative) cursor.TryTake(TokenKind.Plus);
        var isPi = cursor.At(TokenKind.Name) && IsPi(cursor.TextOf(cursor.Current));
        if (!isPi && !cursor.At(TokenKind.Number)) throw cursor.Expected(expected);
        var number = isPi ? (Number)ParseName() : ParseNumber();
        return isNegative ? -number.Value : number.Value;
    }
}

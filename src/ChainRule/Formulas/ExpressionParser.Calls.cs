namespace ChainRule.Formulas;

// name(argument, …, option=value, …)
internal sealed partial class ExpressionParser
{
    private Expression ParseCall()
    {
        Enter();
        var function = cursor.Take();
        var name = FunctionOf(function);
        var (arguments, options, parentheses) = ParseArguments();
        Leave();
        FollowLibrary(function, arguments, options);
        if (cursor.At(TokenKind.Power) && IsSumSign(function)) throw cursor.UnclearSum(function, parentheses);
        var span = function.Span.To(parentheses);
        return names.ParametersOf(name) is { } parameters
            ? Defined(name, parameters, arguments, options, span)
            : new Call(name, arguments, options, function.Span, span);
    }

    /// <summary>
    /// np.var divides by n, and the second argument of np.max and torch.max(x, 0) is an axis: what a library's name is typed before a
    /// function, its meaning counts.
    /// </summary>
    private void FollowLibrary(Token function, List<Expression> arguments, List<NamedArgument> options)
    {
        var typed = cursor.TypedAs(function.Span);
        var (name, isNumPy) = (cursor.TextOf(function), Notations.IsOfNumPy(typed));
        if (name is "max" or "min" && arguments.Count == 2 && (isNumPy || (Notations.IsOfTorch(typed) && IsNumber(arguments[1]))))
            throw cursor.Error(arguments[1].Span, $"the second argument of {cursor.Shown(function.Span)} is an axis: write "
                + $"{name}({cursor.Shown(arguments[0].Span)}, axis={cursor.Shown(arguments[1].Span)})");
        if (isNumPy && name is "var" or "std" && !options.Exists(option => option.Name == "correction"))
            options.Add(new NamedArgument("correction", new NumberValue(0)));
    }

    private static bool IsNumber(Expression expression) => expression is Number or Negate { Operand: Number };

    private (List<Expression> Arguments, List<NamedArgument> Options, TextSpan Span) ParseArguments()
    {
        var open = cursor.Take();
        var arguments = new List<Expression>();
        var options = new List<NamedArgument>();
        if (!cursor.At(TokenKind.CloseParenthesis))
            do ParseArgument(open, arguments, options);
            while (cursor.TryTake(TokenKind.Comma));
        return (arguments, options, Close(open, TokenKind.CloseParenthesis, "',' or ')'"));
    }

    /// <summary>The function that a token names; what is a value and no function is none.</summary>
    private string FunctionOf(Token token)
    {
        var typed = cursor.TextOf(token);
        var name = names.SpellingOf(typed);
        if (names.IsValue(name) && !FormulaFunctions.Knows(typed) && names.ParametersOf(name) is null)
            throw cursor.Error(token.Span.To(cursor.Current.Span),
                $"'{cursor.Shown(token.Span)}' is a value here, not a function: for a product write {cursor.Shown(token.Span)}*(…)");
        if (names.IsValue(name)) return name;
        var function = Notations.Function(typed);
        if (function != typed) cursor.NoteRewriting();
        return function;
    }

    /// <summary>f(x), where the text defined f(x) before, is f.</summary>
    private Name Defined(string name, IReadOnlyList<string> parameters, List<Expression> arguments, List<NamedArgument> options,
        TextSpan span)
    {
        if (options.Count > 0 || !arguments.Select(argument => (argument as Name)?.Text).SequenceEqual(parameters))
            throw cursor.Error(span,
                $"{TokenText.Shorten(name)} is the value for the {string.Join(", ", parameters.Select(p => TokenText.Shorten(p)))} that is "
                + $"given: write {TokenText.Shorten(name)} alone");
        cursor.NoteRewriting();
        return new Name(name, span);
    }

    private void ParseArgument(Token open, List<Expression> arguments, List<NamedArgument> options)
    {
        if (arguments.Count + options.Count == FormulaLimits.MaxElements) throw TooMany(cursor.Current.Span, "arguments");
        if (cursor.AtNameWithAssign)
        {
            options.Add(ParseNamedArgument(options));
            return;
        }

        var argument = ParseInBrackets(open);
        if (options.Count > 0 && !cursor.At(TokenKind.Assign))
            throw cursor.Error(argument.Span, $"an argument without a name must stand before '{TokenText.Shorten(options[0].Name)}='");
        arguments.Add(argument);
    }

    private NamedArgument ParseNamedArgument(List<NamedArgument> options)
    {
        var name = cursor.Take();
        var text = OptionOf(name);
        if (options.Exists(option => option.Name == text))
            throw cursor.Error(name.Span, $"the argument '{TokenText.Shorten(text)}' is given twice");
        cursor.Take();
        var value = ParseArgumentValue();
        return new NamedArgument(text, value, name.Span.To(cursor.LastSpan));
    }

    private ArgumentValue ParseArgumentValue()
    {
        if (cursor.At(TokenKind.OpenBracket)) return ParseList();
        if (cursor.At(TokenKind.Name) && cursor.TextOf(cursor.Current) is "true" or "false" or "True" or "False") return ParseFlag();
        return new NumberValue(ParseSignedNumber("a number, a list such as [0, 1], true or false"));
    }

    private FlagValue ParseFlag()
    {
        var text = cursor.TextOf(cursor.Take());
        if (char.IsUpper(text[0])) cursor.NoteRewriting();
        return new FlagValue(text is "true" or "True");
    }

    /// <summary>An option's name; PyTorch's dim and keepdim are axis and keepdims, NumPy's ddof is correction.</summary>
    private string OptionOf(Token token)
    {
        var text = cursor.TextOf(token);
        var known = text switch { "dim" => "axis", "keepdim" => "keepdims", "ddof" => "correction", _ => text };
        if (known != text) cursor.NoteRewriting();
        return known;
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

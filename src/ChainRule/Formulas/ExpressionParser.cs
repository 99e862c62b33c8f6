using System.Globalization;
using System.Runtime.CompilerServices;
using ChainRule.Ops;

namespace ChainRule.Formulas;

/// <summary>Reads one expression by recursive descent; the depth is counted, so that no text can overflow the stack.</summary>
/// <remarks>
/// comparison = sum [("&lt;" | "&lt;=" | …) sum];  sum = product {("+" | "-") product};  product = sign {["*" | "/" | "@"] sign};
/// sign = ("-" | "+") sign | power;  power = postfix ["^" sign] | function power;  postfix = operand {".T"}.
/// Where a product has no sign stands in ExpressionParser.Products.cs.
/// </remarks>
internal sealed partial class ExpressionParser
{
    private const string OperandStarts = "a number, a name, '(' or '['";

    private readonly TokenCursor cursor;
    private readonly NameBook names;
    private readonly bool isENumber;
    private int depth;
    private bool isInBars;

    public ExpressionParser(TokenCursor cursor, NameBook names)
    {
        (this.cursor, this.names) = (cursor, names);
        isENumber = !names.IsValue("e") && cursor.IsOnlyRaised("e");
    }

    public Expression ParseExpression()
    {
        var left = ParseOperators(Precedence.Sum);
        if (OperatorOf(cursor.Kind) is not { } comparison) return left;
        cursor.Take();
        var right = ParseOperators(Precedence.Sum);
        if (OperatorOf(cursor.Kind) is not null)
            throw ChainedComparison(cursor.Current);
        return Join(left, comparison, right);
    }

    private Expression ParseOperators(int lowest)
    {
        var left = ParseSign();
        BinaryOperator? last = null;
        while (NextOperator() is { } binary && binary.Precedence() >= lowest)
        {
            if (AtSignlessProduct) NoteSignlessProduct(left, last);
            else cursor.Take();
            var right = binary.Precedence() == Precedence.Sum ? ParseOperators(Precedence.Product) : ParseSign();
            (left, last) = (Join(left, binary, right), binary);
        }

        return left;
    }

    private BinaryOperator? NextOperator() => AtSignlessProduct ? BinaryOperator.Multiply : OperatorOf(cursor.Kind);

    private Expression ParseSign()
    {
        if (cursor.Kind is not (TokenKind.Minus or TokenKind.Plus)) return ParsePower();
        var sign = cursor.Current;
        Enter();
        cursor.Take();
        var operand = ParseSign();
        Leave();
        var span = sign.Span.To(operand.Span);
        return sign.Kind == TokenKind.Minus ? new Negate(operand, span) : operand with { Span = span };
    }

    private Expression ParsePower()
    {
        if (AtIndexedSum) return ParseIndexedSum();
        if (AtFunctionWithoutParentheses) return ParseFunctionWithoutParentheses();
        var power = ParsePostfix();
        if (!cursor.At(TokenKind.Power)) return power;
        Enter();
        var sign = cursor.Take();
        var exponent = ParseExponent(sign);
        Leave();
        if (!isENumber || power is not Name { Text: "e" }) return Join(power, BinaryOperator.Power, exponent);
        cursor.NoteRewriting();
        return new Call("exp", [exponent], [], power.Span, power.Span.To(exponent.Span));
    }

    private Expression ParsePostfix()
    {
        var operand = ParseOperand();
        while (cursor.TryTake(TokenKind.Dot))
        {
            if (!cursor.At(TokenKind.Name) || cursor.TextOf(cursor.Current) != "T") throw cursor.Expected("T (transpose)");
            operand = new Transposed(operand, operand.Span.To(cursor.Take().Span));
        }

        return operand;
    }

    private Expression ParseOperand() => cursor.Kind switch
    {
        TokenKind.Number => ParseNumber(),
        TokenKind.Name => cursor.Next.Kind == TokenKind.OpenParenthesis ? ParseCall() : ParseName(),
        TokenKind.OpenParenthesis => ParseParentheses(),
        TokenKind.OpenBracket => ParseArray(),
        TokenKind.Bar => ParseBetweenBars("abs"),
        TokenKind.DoubleBar => ParseBetweenBars("norm"),
        TokenKind.Fraction => ParseFraction(),
        _ => throw cursor.Expected(OperandStarts),
    };

    private Number ParseNumber()
    {
        var token = cursor.Take();
        var value = double.Parse(cursor.TextOf(token), NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value)
            ? new Number(value, token.Span)
            : throw cursor.Error(token.Span, "this number is too large: the largest is about 1.8e308");
    }

    private Expression ParseName()
    {
        var token = cursor.Take();
        var text = cursor.TextOf(token);
        if (IsPi(text)) return new Number(Math.PI, token.Span);
        var name = names.SpellingOf(text);
        if (IndicesOf(text).Length > 0 && !names.IsValue(name) && WithIndices(token, text) is { } element) return element;
        if (names.IsElementaryFunction(name)) throw cursor.ArgumentMissing(token);
        if (name != text) cursor.NoteRewriting();
        return new Name(name, token.Span);
    }

    private Expression ParseParentheses()
    {
        Enter();
        var open = cursor.Take();
        var around = sum;
        if (sum != null && !cursor.AreIndicesBehindParenthesis) around = null;
        if (around != null) sum = null;
        var inner = ParseInBrackets(open);
        Leave();
        inner = inner with { Span = Close(open, TokenKind.CloseParenthesis, "')'") };
        if (around is null) return inner;
        sum = around;
        return WithIndices(inner);
    }

    // The span of a bracketed form, from its opening bracket to the closing one, which must stand here.
    private TextSpan Close(Token open, TokenKind closing, string expected)
    {
        var isBrace = cursor.FirstOf(open) == '{';
        return cursor.At(closing) && isBrace == (cursor.FirstOf(cursor.Current) == '}')
            ? open.Span.To(cursor.Take().Span)
            : throw cursor.ExpectedEndOfOperand(isBrace ? expected.Replace(')', '}') : expected, open);
    }

    /// <summary>Whether a name stands for π rather than for something of the user's.</summary>
    public static bool IsPi(string name) => name is "pi" or "π";

    private static Binary Join(Expression left, BinaryOperator binary, Expression right) =>
        new(binary, left, right, left.Span.To(right.Span));

    private static BinaryOperator? OperatorOf(TokenKind kind) => kind switch
    {
        TokenKind.Plus => BinaryOperator.Add,
        TokenKind.Minus => BinaryOperator.Subtract,
        TokenKind.Times => BinaryOperator.Multiply,
        TokenKind.Divide => BinaryOperator.Divide,
        TokenKind.MatrixTimes => BinaryOperator.MatrixMultiply,
        TokenKind.Less => BinaryOperator.Less,
        TokenKind.LessOrEqual => BinaryOperator.LessOrEqual,
        TokenKind.Greater => BinaryOperator.Greater,
        TokenKind.GreaterOrEqual => BinaryOperator.GreaterOrEqual,
        TokenKind.Equal => BinaryOperator.Equal,
        TokenKind.NotEqual => BinaryOperator.NotEqual,
        _ => null,
    };

    private void Enter()
    {
        // The second question is for threads with an uncommonly small stack.
        if (++depth > FormulaLimits.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw cursor.Error(
                cursor.Current.Span,
                $"nested too deeply: at most {FormulaLimits.MaxDepth} brackets, signs and exponents within each other");
    }

    private void Leave() => depth--;
}

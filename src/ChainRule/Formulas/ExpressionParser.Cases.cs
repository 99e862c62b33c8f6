using ChainRule.Ops;

namespace ChainRule.Formulas;

// {a² if a > 0.5, b if a = b, −a otherwise}
internal sealed partial class ExpressionParser
{
    /// <summary>The cases behind the first value, as nested choices.</summary>
    private Expression ParseCases(Expression value)
    {
        var cases = new List<(Expression Value, Expression Condition)>();
        while (AtWord("if"))
        {
            Enter();
            cursor.Take();
            cases.Add((value, ParseCondition()));
            if (!cursor.TryTake(TokenKind.Comma)) throw cursor.Expected("', … otherwise'");
            value = ParseExpression();
        }

        if (!AtWord("otherwise")) throw cursor.Expected("'if' or 'otherwise'");
        cursor.Take();
        foreach (var (chosen, condition) in Enumerable.Reverse(cases))
        {
            Leave();
            value = new Call("where", [condition, chosen, value], [], condition.Span, chosen.Span.To(value.Span));
        }

        return value;
    }

    /// <summary>A condition, in which = compares.</summary>
    private Expression ParseCondition()
    {
        var left = ParseExpression();
        if (!cursor.At(TokenKind.Assign)) return left;
        var equality = cursor.Take();
        var right = ParseExpression();
        return IsComparison(left) || IsComparison(right) || cursor.At(TokenKind.Assign)
            ? throw ChainedComparison(equality)
            : Join(left, BinaryOperator.Equal, right);
    }

    private FormulaException ChainedComparison(Token sign) =>
        cursor.Error(sign.Span, "comparisons cannot be chained: write (a < b)*(b < c)");

    private bool AtWord(string word) => cursor.At(TokenKind.Name) && cursor.TextOf(cursor.Current) == word;

    private static bool IsComparison(Expression expression) =>
        expression is Binary binary && binary.Operator.Precedence() == Precedence.Comparison;
}

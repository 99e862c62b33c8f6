namespace ChainRule.Formulas;

/// <summary>A number, vector, matrix or higher array of numbers.</summary>
/// <param name="shape">The extent of each axis, outermost first; empty for a single number.</param>
/// <param name="data">The numbers in row-major order.</param>
public sealed class ArrayValue(int[] shape, double[] data)
{
    /// <summary>The extent of each axis, outermost first; empty for a single number.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>The numbers in row-major order.</summary>
    public double[] Data { get; } = data;
}

/// <summary>
/// Reads values as they are given on a command line: <c>-2.5e3</c>, <c>[1, 2]</c>, <c>[1, 2; 3, 4]</c>, <c>inf</c>, <c>nan</c>.
/// </summary>
public static class ValueSyntax
{
    /// <summary>Reads a value.</summary>
    /// <exception cref="FormulaException">The text is no number and no rectangular list of numbers.</exception>
    public static ArrayValue Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return ParseToEnd(new TokenCursor(text));
    }

    /// <summary>Reads <c>name=value</c>.</summary>
    /// <exception cref="FormulaException">The text is not of that form.</exception>
    public static (string Name, ArrayValue Value) ParseAssignment(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var cursor = new TokenCursor(text);
        if (!cursor.AtNameWithAssign)
        {
            if (cursor.TryTake(TokenKind.Name)) throw cursor.Expected("'=' and a value");
            throw cursor.Expected("name=value");
        }

        var name = cursor.TextOf(cursor.Take());
        cursor.Take();
        return (name, ParseToEnd(cursor));
    }

    private static ArrayValue ParseToEnd(TokenCursor cursor)
    {
        if (cursor.At(TokenKind.End))
            throw cursor.Error(cursor.Current.Span, "the value is missing: write a number or a list such as [1, 2]");
        var expression = new ExpressionParser(cursor, new NameBook([])).ParseExpression();
        while (cursor.TryTake(TokenKind.NewLine)) { }
        if (!cursor.At(TokenKind.End)) throw cursor.ExpectedEndOfOperand(" or the end of the value", opener: null);
        return expression is ArrayLiteral array
            ? new ArrayValue([.. array.Shape], [.. array.Elements.Select(element => NumberIn(element, cursor))])
            : new ArrayValue([], [NumberIn(expression, cursor)]);
    }

    private static double NumberIn(Expression expression, TokenCursor cursor) => expression switch
    {
        Number number => number.Value,
        Negate { Operand: Number or Name } negated => -NumberIn(negated.Operand, cursor),
        Name { Text: "inf" or "Inf" or "infinity" or "Infinity" } => double.PositiveInfinity,
        Name { Text: "nan" or "NaN" } => double.NaN,
        _ => throw cursor.Error(
            expression.Span,
            "a value must be a number or a list of numbers such as [1, 2; 3, 4]; inf and nan count as numbers"),
    };
}

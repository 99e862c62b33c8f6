using System.Globalization;

namespace ChainRule.Formulas;

// [1, 2, 3], [1, 2; 3, 4] and [[1, 2], [3, 4]]
internal sealed partial class ExpressionParser
{
    private ArrayLiteral ParseArray()
    {
        Enter();
        var open = cursor.Take();
        if (cursor.At(TokenKind.CloseBracket)) throw cursor.Error(open.Span.To(cursor.Current.Span), "an array needs at least one element");
        var rows = new List<List<Expression>>();
        var elements = 0;
        do
        {
            rows.Add(ParseRow(open, elements));
            elements += rows[^1].Count;
        }
        while (cursor.TryTake(TokenKind.Semicolon));
        Leave();
        return Array(rows, Close(open, TokenKind.CloseBracket, "',', ';' or ']'"));
    }

    private List<Expression> ParseRow(Token open, int elementsBefore)
    {
        var row = new List<Expression>();
        do
        {
            if (elementsBefore + row.Count == FormulaLimits.MaxElements) throw TooMany(open.Span, "elements");
            row.Add(ParseInBrackets(open));
        }
        while (cursor.TryTake(TokenKind.Comma));
        return row;
    }

    private ArrayLiteral Array(List<List<Expression>> rows, TextSpan span)
    {
        if (rows.Count > 1) return Matrix(rows, span);
        return rows[0].Exists(IsArray) ? Nested(rows[0], span) : new ArrayLiteral([rows[0].Count], rows[0], span);
    }

    private ArrayLiteral Matrix(List<List<Expression>> rows, TextSpan span)
    {
        foreach (var row in rows)
        {
            var place = row[0].Span.To(row[^1].Span);
            if (row.Exists(IsArray))
                throw cursor.Error(place, "write rows either as [1, 2; 3, 4] or as [[1, 2], [3, 4]], not both at once");
            if (row.Count != rows[0].Count) throw Ragged(place, [row.Count], [rows[0].Count]);
        }

        return new ArrayLiteral([rows.Count, rows[0].Count], [.. rows.SelectMany(row => row)], span);
    }

    private ArrayLiteral Nested(List<Expression> parts, TextSpan span)
    {
        var first = parts[0] as ArrayLiteral;
        var elements = new List<Expression>();
        foreach (var part in parts)
        {
            if (part is not ArrayLiteral array || first is null)
                throw cursor.Error(part.Span, "either all elements are lists, or none is");
            if (!array.Shape.SequenceEqual(first.Shape)) throw Ragged(part.Span, array.Shape, first.Shape);
            if (elements.Count + array.Elements.Count > FormulaLimits.MaxElements) throw TooMany(span, "elements");
            elements.AddRange(array.Elements);
        }

        return new ArrayLiteral([parts.Count, .. first!.Shape], elements, span);
    }

    private FormulaException Ragged(TextSpan place, IReadOnlyList<int> shape, IReadOnlyList<int> firstShape) =>
        cursor.Error(place, $"rows must have the same length: this one has {Extent(shape)}, the first has {Extent(firstShape)}");

    private static string Extent(IReadOnlyList<int> shape) => string.Join('×', shape.Select(size => $"{size}"));

    private FormulaException TooMany(TextSpan place, string what) =>
        cursor.Error(place, string.Create(CultureInfo.InvariantCulture, $"too many {what}: at most {FormulaLimits.MaxElements:N0}"));

    private static bool IsArray(Expression expression) => expression is ArrayLiteral;
}

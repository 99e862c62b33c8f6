using System.Text;
using ChainRule.Ops;

namespace ChainRule.Formulas;

/// <summary>Writes expressions with no more parentheses than needed, so that they read back as the same tree.</summary>
public static class ExpressionPrinter
{
    /// <summary>The expression as a formula. Works for trees of any depth.</summary>
    public static string Print(Expression expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        var text = new StringBuilder();
        var waiting = new Stack<Piece>([new Piece(expression)]);
        while (waiting.TryPop(out var piece))
        {
            if (piece.Expression is null) text.Append(piece.Text);
            else foreach (var part in PartsInParentheses(piece).Reverse()) waiting.Push(part);
        }

        return text.ToString();
    }

    private static IEnumerable<Piece> PartsInParentheses(Piece piece)
    {
        var parts = Parts(piece.Expression!);
        return PrecedenceOf(piece.Expression!) < piece.Weakest ? ["(", .. parts, ")"] : parts;
    }

    private static int PrecedenceOf(Expression expression) => expression switch
    {
        Binary binary => binary.Operator.Precedence(),
        Negate => Precedence.Minus,
        Number { Value: < 0 } => Precedence.Minus,
        _ => Precedence.Atom,
    };

    private static IEnumerable<Piece> Parts(Expression expression) => expression switch
    {
        Number number => [NumberText.Of(number.Value)],
        Name name => [name.Text],
        Negate negate => ["-", new(negate.Operand, Precedence.Minus)],
        Transposed transposed => [new(transposed.Operand, Precedence.Atom), ".T"],
        Binary binary => Parts(binary),
        Call call => [call.Function, "(", .. Listed(call.Arguments, ", "), .. Options(call), ")"],
        ArrayLiteral array => Rows(array),
        _ => throw new ArgumentException($"unknown expression {expression.GetType()}", nameof(expression)),
    };

    private static Piece[] Parts(Binary binary)
    {
        var (left, right) = OperandPrecedences(binary.Operator);
        return [new(binary.Left, left), Spaced(binary.Operator), new(binary.Right, right)];
    }

    // The weakest form that may stand left and right without parentheses.
    private static (int Left, int Right) OperandPrecedences(BinaryOperator binary) => binary.Precedence() switch
    {
        Precedence.Comparison => (Precedence.Sum, Precedence.Sum),
        Precedence.Sum => (Precedence.Sum, Precedence.Product),
        Precedence.Product => (Precedence.Product, Precedence.Minus),
        _ => (Precedence.Atom, Precedence.Minus),
    };

    private static string Spaced(BinaryOperator binary) => binary switch
    {
        BinaryOperator.Multiply or BinaryOperator.Divide or BinaryOperator.Power => binary.Symbol(),
        _ => $" {binary.Symbol()} ",
    };

    private static IEnumerable<Piece> Options(Call call)
    {
        var options = string.Join(", ", call.NamedArguments);
        return call.Arguments.Count > 0 && options.Length > 0 ? [", ", options] : [options];
    }

    // A matrix by rows, [1, 2; 3, 4]; anything else by nested lists.
    private static IEnumerable<Piece> Rows(ArrayLiteral array) => array.Shape.Count == 2 && array.Shape[0] > 1
        ? ["[", .. array.Elements.Chunk(array.Shape[1]).SelectMany((row, i) => Listed(row, ", ").Prepend(i > 0 ? "; " : "")), "]"]
        : NestedLists(array);

    private static IEnumerable<Piece> NestedLists(ArrayLiteral array)
    {
        var sizes = SizesOfLists(array.Shape);
        for (var i = 0; i < array.Elements.Count; i++)
        {
            if (i > 0) yield return new string(']', sizes.Count(size => i % size == 0)) + ", ";
            yield return new string('[', sizes.Count(size => i % size == 0));
            yield return new(array.Elements[i], Precedence.Comparison);
        }

        yield return new string(']', sizes.Length);
    }

    // How many elements a list of each axis holds, all those inside it included.
    private static int[] SizesOfLists(IReadOnlyList<int> shape)
    {
        var sizes = shape.ToArray();
        for (var axis = sizes.Length - 2; axis >= 0; axis--) sizes[axis] *= sizes[axis + 1];
        return sizes;
    }

    private static IEnumerable<Piece> Listed(IEnumerable<Expression> expressions, string separator) =>
        expressions.SelectMany((expression, i) => i == 0 ? new Piece[] { new(expression) } : [separator, new(expression)]);

    /// <summary>A text to write, or an expression to write where nothing weaker than <c>Weakest</c> may stand bare.</summary>
    private readonly record struct Piece(Expression? Expression, int Weakest = Precedence.Comparison, string Text = "")
    {
        public static implicit operator Piece(string text) => new(null, Text: text);
    }
}

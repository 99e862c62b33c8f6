using System.Globalization;
using ChainRule.Ops;

namespace ChainRule.Formulas;

// Σᵢ vᵢ, Σᵢⱼ (M·N)ᵢⱼ, maxᵢ |vᵢ|: functions of all elements, where each operand carries the indices
internal sealed partial class ExpressionParser
{
    private readonly List<Token> indexedOutside = [];
    private string indicesOfSums = "";

    /// <summary>The sum whose operand is being read; null also in parentheses that have indices, where names stand without.</summary>
    private IndexedSum? sum;

    private bool AtIndexedSum => cursor.At(TokenKind.Name) && cursor.TextOf(cursor.Current) is var text
        && Notations.TryReadSum(text, out var function, out _) && !names.IsValue(names.SpellingOf(text))
        && (function is "sum" or "prod" || cursor.Next.Kind == TokenKind.OpenParenthesis
            || (cursor.Next.Kind == TokenKind.Name && FormulaAdvice.OnWord(cursor.TextOf(cursor.Next)) is null));

    /// <summary>The expression of a statement, in which the indices of a sum stand nowhere else.</summary>
    public Expression ParseStatement()
    {
        indexedOutside.Clear();
        indicesOfSums = "";
        var value = ParseExpression();
        foreach (var token in indexedOutside)
            if (IndicesOf(cursor.TextOf(token)).Intersect(indicesOfSums).Any())
                throw IndexOutside(token, cursor.Shown(token.Span));
        return value;
    }

    private Call ParseIndexedSum()
    {
        Enter();
        cursor.NoteRewriting();
        var outer = sum;
        var sign = cursor.Current;
        if (outer?.Depth == depth - 1) throw SumInSum(outer, sign);
        var (function, indices) = TakeSumSigns();
        indicesOfSums += indices;
        sum = new IndexedSum(sign, function, indices, depth, cursor.Current.Span.Start);
        var body = function == "sum" ? ParseOperators(Precedence.Product) : ParsePower();
        if (AtFactor) throw UnclearOperand(sign, body);
        CheckOperands(body);
        sum = outer;
        Leave();
        return new Call(function, [body], [], sign.Span, sign.Span.To(body.Span)) { Indices = indices.Length };
    }

    /// <summary>Σᵢ Σⱼ is Σᵢⱼ.</summary>
    private (string Function, string Indices) TakeSumSigns()
    {
        Notations.TryReadSum(cursor.TextOf(cursor.Take()), out var function, out var indices);
        while (AtIndexedSum && Notations.TryReadSum(cursor.TextOf(cursor.Current), out var inner, out var more) && inner == function)
        {
            cursor.Take();
            indices += more;
        }

        return (function, indices);
    }

    /// <summary>The name that stands before indices, where a sum runs over them.</summary>
    private Name? WithIndices(Token token, string text)
    {
        var name = Notations.WithoutIndices(text);
        if (name.Length == 0)
            throw cursor.Error(token.Span, $"an index stands behind an operand of a sum, as in Σ{text} (v*w){text}");
        if (sum is null) indexedOutside.Add(token);
        if (sum is null || IsPi(name) || names.IsElementaryFunction(name)) return null;
        if (name == "e" && isENumber)
            throw cursor.Error(token.Span, "'e' is a number unless it has a value: choose another name, or give e a value");
        CheckIndices(sum, token.Span, TokenText.Shorten(name), IndicesOf(text));
        return new Name(names.SpellingOf(name), token.Span) { HasIndices = true };
    }

    /// <summary>The expression in the parentheses that indices stand behind.</summary>
    private Expression WithIndices(Expression inner)
    {
        var indices = cursor.Take();
        var span = inner.Span.To(indices.Span);
        CheckIndices(sum!, span, cursor.Shown(inner.Span), cursor.TextOf(indices));
        return inner with { Span = span, HasIndices = true };
    }

    private void CheckIndices(IndexedSum around, TextSpan place, string operand, string indices)
    {
        var isEachOnce = indices.Distinct().Count() == indices.Length && around.Indices.Distinct().Count() == around.Indices.Length;
        if (isEachOnce && around.Indices == indices) return;
        var (sign, f) = (cursor.Shown(around.Sign.Span), around.Function);
        if (!isEachOnce || !around.Indices.All(indices.Contains))
            throw cursor.Error(place, $"'{cursor.Shown(place)}' needs the indices of '{sign}', each once: "
                + $"write {sign} (…){around.Indices}, or {f}(…)");
        if (around.Indices.Length == indices.Length)
            throw cursor.Error(place, $"'{cursor.Shown(place)}' has its indices in another order than '{sign}': transpose it with .T, as "
                + $"in {f}(W*V.T)");
        var places = around.Indices.Select(index => indices.IndexOf(index, StringComparison.Ordinal)).Order();
        var axes = $"axes=[{string.Join(", ", places.Select(axis => axis.ToString(CultureInfo.InvariantCulture)))}]";
        throw place.Start == around.OperandStart && !AtFactor && !cursor.At(TokenKind.Power)
            ? cursor.Ambiguous(around.Sign.Span.To(place), $"{f}({Bare(operand)}, {axes})", $"{f}({Bare(operand)}, {axes}, keepdims=true)")
            : cursor.Error(around.Sign.Span.To(place), $"'{sign}' runs over some of the axes only: write {f}(…, {axes}), "
                + $"{f}(…, {axes}, keepdims=true), or a product of matrices with @");
    }

    /// <summary>Refuses what has no index under a sum: it may be a factor of the sum, or an operand whose index is left out.</summary>
    private void CheckOperands(Expression body)
    {
        var isIndexed = false;
        var waiting = new Stack<Expression>([body]);
        while (waiting.TryPop(out var part))
        {
            isIndexed |= part.HasIndices;
            if (part.HasIndices || part is Call { Indices: not null }) continue;
            if (!IsElementwise(part)) throw NoIndex(part);
            foreach (var operand in part.Children) waiting.Push(operand);
        }

        if (!isIndexed) throw NoIndex(body);
    }

    private static bool IsElementwise(Expression part) => part switch
    {
        Number or Negate => true,
        Binary binary => binary.Operator != BinaryOperator.MatrixMultiply,
        Call call => call.NamedArguments.Count == 0 && FormulaFunctions.IsElementwise(call.Function),
        _ => false,
    };

    private FormulaException IndexOutside(Token token, string name) => cursor.Error(token.Span,
        $"'{name}' has an index where no sum reads it: a sum ends before + and −, and parentheses with an index have it for all in them; "
        + $"write {Notations.WithoutIndices(name)}, or (…){IndicesOf(name)} around all that is summed");

    private FormulaException NoIndex(Expression part)
    {
        var (sign, indices) = (cursor.Shown(sum!.Sign.Span), sum.Indices);
        return cursor.Error(part.Span, $"'{cursor.Shown(part.Span)}' under '{sign}' has no index: "
            + $"write {sign} (…){indices} around all that is meant, or ({sign} …) around the {sum.Function}");
    }

    private FormulaException SumInSum(IndexedSum outer, Token inner) => cursor.Ambiguous(outer.Sign.Span.To(inner.Span),
        $"({cursor.Shown(outer.Sign.Span)} …) around the first", $"({cursor.Shown(inner.Span)} …) around the second");

    /// <summary>maxᵢ vᵢ·2: it is not clear where the operand ends. After Σ it is all that is multiplied.</summary>
    private FormulaException UnclearOperand(Token sign, Expression operand)
    {
        var (f, x) = (cursor.Shown(sign.Span), cursor.Shown(operand.Span));
        var factor = AtSignlessProduct ? "*…" : $"{cursor.Shown(cursor.Current.Span)}…";
        return cursor.Ambiguous(sign.Span.To(cursor.Current.Span), $"({f} {x}){factor}", $"{f} ({x}{factor})");
    }

    private bool AtFactor => AtSignlessProduct || cursor.Kind is TokenKind.Times or TokenKind.Divide or TokenKind.MatrixTimes;

    private static string IndicesOf(string name) => name[Notations.WithoutIndices(name).Length..];

    private static string Bare(string operand) => operand is ['(', .. var inner, ')'] ? inner : operand;

    /// <param name="Sign">Its sign.</param>
    /// <param name="Function">The function that the sign stands for.</param>
    /// <param name="Indices">What it runs over.</param>
    /// <param name="Depth">How deep it stands in brackets, signs and exponents.</param>
    /// <param name="OperandStart">Where its operand begins.</param>
    private sealed record IndexedSum(Token Sign, string Function, string Indices, int Depth, int OperandStart);
}

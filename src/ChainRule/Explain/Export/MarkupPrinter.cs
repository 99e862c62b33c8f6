using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>Writes formulas in a markup, as mathematicians do.</summary>
internal sealed class MarkupPrinter(Markup markup, Func<Tensor, Word?> words) : FormulaWriter(words)
{
    protected override Word Number(LiteralOp literal) => markup.Number(literal.Value, literal.DType);

    protected override Word Numbers(TensorData data) => markup.Numbers(data);

    protected override Piece[] Parenthesized(Tensor tensor) => Around(markup.Parentheses, tensor);

    protected override int PrecedenceOf(Op op) => op.Notation switch
    {
        Notation.Infix { Symbol: "/" } => Precedence.Power,
        Notation.Function function => function.Form switch
        {
            MathForm.Exponential or MathForm.Inverse or MathForm.InverseRoot => Precedence.Power,
            MathForm.Cases => Precedence.Comparison,
            _ => Precedence.Atom,
        },
        _ => base.PrecedenceOf(op),
    };

    protected override int? LeftWeakest(Op op) => op.Notation is Notation.Infix { Symbol: "/" } ? null : base.LeftWeakest(op);

    protected override Piece[] Parts(Tensor tensor) => tensor.Op.Notation switch
    {
        Notation.Infix infix => Infix(tensor, infix),
        Notation.Prefix prefix => [markup.Minus, new("", tensor.Inputs[0], prefix.Precedence, IsBehind: true)],
        Notation.Suffix suffix => Around(markup.Power, new("", tensor.Inputs[0], suffix.Precedence + 1),
            markup.Digits(suffix.Symbol.TrimStart('^'))),
        Notation.Function function => Function(tensor, function),
        _ => throw new NotSupportedException($"{tensor.Op.Info.Name} is written in an unknown way"),
    };

    private Piece[] Infix(Tensor tensor, Notation.Infix infix)
    {
        var (left, right) = Operands(tensor, infix);
        return infix.Symbol switch
        {
            "/" => Around(markup.Fraction, tensor.Inputs[0], tensor.Inputs[1]),
            "^" => Around(markup.Power, left, tensor.Inputs[1]),
            _ => [left, IsCoefficient(tensor, right) ? "" : markup.Sign(SignOf(tensor, infix.Symbol)), right],
        };
    }

    /// <summary>A product of two arrays, element by element, has a sign of its own.</summary>
    private static string SignOf(Tensor tensor, string symbol) =>
        symbol == "*" && tensor.Inputs.All(input => input.Shape.Size > 1) ? "⊙" : Style.Sign(symbol);

    private Piece[] Function(Tensor tensor, Notation.Function function)
    {
        Piece x = tensor.Inputs.Length > 0 ? tensor.Inputs[0] : "";
        return function.Form switch
        {
            MathForm.Root => Around(markup.Root, x),
            MathForm.Magnitude => Around(markup.Magnitude, x),
            MathForm.Inverse => Around(markup.Fraction, markup.Digits("1"), x),
            MathForm.InverseRoot => Inside(markup.Fraction, markup.Digits("1"), Around(markup.Root, x)),
            MathForm.Exponential => Around(markup.Power, markup.Letters("e"), x),
            MathForm.Cases => Around(markup.Cases, tensor.Inputs[1], x, tensor.Inputs[2]),
            _ => IsReversal(tensor)
                ? Around(markup.Power, new("", tensor.Inputs[0], Precedence.Atom), markup.Sign("⊤"))
                : Call(tensor, function),
        };
    }

    private Piece[] Call(Tensor tensor, Notation.Function function)
    {
        var name = function.Sign is "∑" ? markup.Sign("∑") : markup.Function(function.Sign ?? function.Name);
        var (open, close) = (markup.Parentheses.Texts[0], markup.Parentheses.Texts[1]);
        return Call(tensor, name, open, markup.Sign(","), close, named => markup.Text($"{named.Key}={named.Value}"));
    }

    private static Piece[] Around(Frame frame, params Piece[] formulas)
    {
        var pieces = new List<Piece> { frame.Texts[0] };
        for (var i = 0; i < formulas.Length; i++) pieces.AddRange(formulas[i], frame.Texts[i + 1]);
        return [.. pieces];
    }

    /// <summary>A frame whose last formula is made of pieces.</summary>
    private static Piece[] Inside(Frame frame, string first, Piece[] last) =>
        [frame.Texts[0], first, frame.Texts[1], .. last, frame.Texts[2]];
}

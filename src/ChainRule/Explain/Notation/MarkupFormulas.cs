using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

// The formulas of ops, as mathematicians write them.
internal abstract partial class Markup
{
    internal override int PrecedenceOf(Op op) => op.Notation switch
    {
        Notation.Infix { Symbol: "/" } => Precedence.Power,
        Notation.Function function => function.Form switch
        {
            MathForm.Exponential or MathForm.Inverse or MathForm.InverseRoot => Precedence.Power,
            MathForm.Cases => Precedence.Comparison,
            MathForm.OverIndices => Precedence.Sum,
            _ => Precedence.Atom,
        },
        _ => base.PrecedenceOf(op),
    };

    internal override int? LeftWeakest(Op op) => op.Notation is Notation.Infix { Symbol: "/" } ? null : base.LeftWeakest(op);

    internal override FormulaPiece[] Pieces(Tensor tensor, FormulaWriter writer) => tensor.Op.Notation switch
    {
        Notation.Infix infix => Infix(tensor, infix, writer),
        Notation.Prefix prefix => [Minus, Negated(tensor, prefix)],
        Notation.Suffix suffix => Around(Power, Base(tensor, suffix), Digits(suffix.Symbol.TrimStart('^'))),
        Notation.Function function => Function(tensor, function, writer),
        _ => throw Unknown(tensor),
    };

    private FormulaPiece[] Infix(Tensor tensor, Notation.Infix infix, FormulaWriter writer)
    {
        var (left, right) = Operands(tensor, infix);
        return infix.Symbol switch
        {
            "*" when IsOuter(tensor, infix) => [left, Sign("@"), .. Around(Power, new("", tensor.Inputs[1], Precedence.Atom), Sign("⊤"))],
            "/" => Around(Fraction, tensor.Inputs[0], tensor.Inputs[1]),
            "^" => Around(Power, left, tensor.Inputs[1]),
            _ => [left, writer.IsCoefficient(tensor, right) ? "" : Sign(SignOf(tensor, infix.Symbol)), right],
        };
    }

    /// <summary>A product of two arrays, element by element, has a sign of its own.</summary>
    private static string SignOf(Tensor tensor, string symbol) =>
        symbol == "*" && tensor.Inputs.All(input => input.Shape.Size > 1) ? "⊙" : TextNotation.Sign(symbol);

    private FormulaPiece[] Function(Tensor tensor, Notation.Function function, FormulaWriter writer)
    {
        FormulaPiece x = tensor.Inputs.Length > 0 ? tensor.Inputs[0] : "";
        return function.Form switch
        {
            MathForm.Root => Around(Root, x),
            MathForm.Magnitude => Around(Magnitude, x),
            MathForm.Inverse => Around(Fraction, Digits("1"), x),
            MathForm.InverseRoot => Inside(Fraction, Digits("1"), Around(Root, x)),
            MathForm.Exponential => Around(Power, Letters("e"), x),
            MathForm.Cases => CasePieces(tensor, writer, Cases.Texts),
            MathForm.OverIndices => OverIndices(tensor, function, writer) ?? Call(tensor, function),
            MathForm.Part => [new("", tensor.Inputs[0], Precedence.Atom), Part(tensor, Sign, Digits)],
            MathForm.Norm when IsOverAll(tensor) => Around(Norm, x),
            MathForm.Itself or MathForm.ItselfButForOnes when IsItself(tensor) => [x],
            _ => IsReversal(tensor)
                ? Around(Power, new("", tensor.Inputs[0], Precedence.Atom), Sign("⊤"))
                : Call(tensor, function),
        };
    }

    private protected override string Over(Notation.Function function, string indices)
    {
        var sign = function.Sign is { } written ? Sign(written) : Function(function.Name);
        return indices.Length == 0 ? sign : Below.Around(sign, string.Concat(indices.Select(index => Letters($"{index}"))));
    }

    private protected override (string Before, string Behind) Indexed(string indices, bool inParentheses)
    {
        var (open, close) = inParentheses ? (Parentheses.Texts[0], Parentheses.Texts[1]) : ("", "");
        var below = string.Concat(indices.Select(index => Letters($"{index}")));
        return (Below.Texts[0] + open, close + Below.Texts[1] + below + Below.Texts[2]);
    }

    private FormulaPiece[] Call(Tensor tensor, Notation.Function function)
    {
        var name = function.Sign is "∑" ? Sign("∑") : Function(function.Sign ?? function.Name);
        var (open, close) = (Parentheses.Texts[0], Parentheses.Texts[1]);
        return Call(tensor, name, open, Sign(","), close, named => Text($"{named.Key}={named.Value}"));
    }

    private static FormulaPiece[] Around(Frame frame, params FormulaPiece[] formulas)
    {
        var pieces = new List<FormulaPiece> { frame.Texts[0] };
        for (var i = 0; i < formulas.Length; i++) pieces.AddRange(formulas[i], frame.Texts[i + 1]);
        return [.. pieces];
    }

    /// <summary>A frame whose last formula is made of pieces.</summary>
    private static FormulaPiece[] Inside(Frame frame, string first, FormulaPiece[] last) =>
        [frame.Texts[0], first, frame.Texts[1], .. last, frame.Texts[2]];
}

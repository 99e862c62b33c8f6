using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>Writes formulas as text: in plain style what the parser reads back.</summary>
/// <param name="style">With which signs.</param>
/// <param name="words">The text for a tensor that is not to be taken apart.</param>
internal sealed class ExpressionPrinter(Style style, Func<Tensor, Word?> words) : FormulaWriter(words)
{
    /// <summary>A tensor as a formula of the user's names.</summary>
    public static string Print(Tensor tensor, Style style) =>
        new ExpressionPrinter(style, t => t.Name is { } name ? Word.Name(name, style.Name(name)) : null).Write(tensor)!;

    protected override Word Number(LiteralOp literal) => Word.Number(style.Number(literal.Value, literal.DType));

    protected override Word Numbers(TensorData data) => Word.Number(style.Numbers(data));

    protected override Piece[] Parts(Tensor tensor) => tensor.Op.Notation switch
    {
        Notation.Infix infix => Infix(tensor, infix),
        Notation.Prefix prefix => [style.Unicode ? "−" : prefix.Symbol, new("", tensor.Inputs[0], prefix.Precedence, IsBehind: true)],
        Notation.Suffix suffix => [new("", tensor.Inputs[0], suffix.Precedence + 1),
            style.Unicode ? Superscript(suffix.Symbol) : suffix.Symbol],
        Notation.Function function => Function(tensor, function),
        _ => throw new NotSupportedException($"{tensor.Op.Info.Name} is written in an unknown way"),
    };

    private Piece[] Infix(Tensor tensor, Notation.Infix infix)
    {
        var (left, right) = Operands(tensor, infix);
        if (style.Unicode && infix.Symbol == "^" && tensor.Inputs[1].Op is LiteralOp { Value: var power } && IsShortInteger(power))
            return [left, Superscript(power.ToString(CultureInfo.InvariantCulture))];
        return [left, style.Unicode && IsCoefficient(tensor, right) ? "" : Symbol(infix), right];
    }

    private Piece[] Function(Tensor tensor, Notation.Function function) => style.Unicode && IsReversal(tensor)
        ? [new("", tensor.Inputs[0], Ops.Precedence.Atom), "ᵀ"]
        : Call(tensor, function.Name, "(", ", ", ")", named => $"{named.Key}={named.Value}");

    private string Symbol(Notation.Infix infix)
    {
        var symbol = style.Unicode ? Style.Sign(infix.Symbol) : infix.Symbol;
        return infix.Tight ? symbol : $" {symbol} ";
    }

    private static bool IsShortInteger(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1000;

    private static string Superscript(string symbol) => string.Concat(symbol.Where(c => c != '^').Select(c => c switch
    {
        '-' => '⁻',
        >= '0' and <= '9' => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'],
        _ => c,
    }));
}

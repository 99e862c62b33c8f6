using System.Globalization;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>
/// A language for formulas as mathematicians write them: fractions, powers, roots, ŷ, v₁. What each looks like, a language
/// says; what a formula is made of is the same for all of them.
/// </summary>
internal abstract partial class Markup : FormulaNotation
{
    public static readonly LatexMarkup Latex = new();
    public static new readonly MathMLMarkup MathML = new("style=\"text-align:left\"");
    public static new readonly MathMLMarkup MathMLByClass = new("class=\"cr-left\"");

    /// <summary>Numerator and denominator.</summary>
    public abstract Frame Fraction { get; }

    /// <summary>Base and exponent.</summary>
    public abstract Frame Power { get; }

    /// <summary>A base and what stands below it.</summary>
    public abstract Frame Below { get; }

    public abstract Frame Root { get; }

    public abstract Frame Parentheses { get; }

    public abstract Frame Magnitude { get; }

    public abstract Frame Norm { get; }

    /// <summary>A value, its condition, further values and conditions behind the third text, and the value otherwise.</summary>
    public abstract Frame Cases { get; }

    /// <summary>An operator or a letter with a meaning, as on a whiteboard: · − ∂ ∑; @ is the product of matrices.</summary>
    public abstract string Sign(string sign);

    /// <summary>The sign of a negative number or of a negation.</summary>
    public abstract string Minus { get; }

    /// <summary>A name's letters; they may be any.</summary>
    public abstract string Letters(string letters);

    /// <summary>A number without a sign.</summary>
    public abstract string Digits(string digits);

    /// <summary>The name of a function.</summary>
    public abstract string Function(string name);

    /// <summary>Words within a formula; they may be any.</summary>
    public abstract string Text(string text);

    /// <summary>Letters below a hat, a bar or a tilde.</summary>
    public abstract string Accented(string letters, string accent);

    public abstract string Matrix(IEnumerable<IEnumerable<string>> rows);

    /// <summary>A name: <c>yhat</c> as ŷ, what follows digits and underscores as a subscript.</summary>
    public string Name(string name)
    {
        var parts = name.Split('_', StringSplitOptions.RemoveEmptyEntries).Select(NameStyle.Parse).ToArray();
        if (parts.Length == 0) return Letters(name);
        var letters = WithAccent(parts[0]);
        string[] below = [.. Subscripts(parts)];
        var written = below.Length == 0 ? letters : Below.Around(letters, string.Join(Sign(","), below));
        var primes = parts.Sum(part => part.Primes.Length);
        return primes == 0 ? written : Power.Around(written, string.Concat(Enumerable.Repeat(Sign("′"), primes)));
    }

    public override string Name(NodeNames names, Tensor tensor) => Name(names.Short(tensor));

    // A fraction stands in parentheses where an exponent follows.
    internal override Word PartialWord(NodeNames names, Tensor of, Tensor wrt) =>
        new(Fraction.Around(Sign("∂") + Name(names, of), Sign("∂") + Name(names, wrt)), Precedence.Power);

    public override string Value(TensorData data) => data.Shape.Size <= FewElements ? Numbers(data).Text : Text(Ascii.Value(data));

    internal override string NameOf(string name) => Name(name);

    internal override Word Numbers(TensorData data) =>
        data.Shape.Rank == 0 ? Number(data.Item(), data.DType)
        : new(Nested(data, data.Shape.Printed, 0, 0, data.Shape.Size)) { IsNumber = true };

    public Word Number(double value, DType dtype = DType.Float64)
    {
        if (double.IsNaN(value) || dtype == DType.Bool) return new(Text(Ascii.Number(value, dtype)));
        var sign = value < 0 ? Minus : "";
        if (double.IsInfinity(value)) return Word.Number(sign + Sign("∞"), value < 0);
        var digits = Ascii.Number(Math.Abs(value), dtype).Split('e');
        if (digits.Length == 1) return Word.Number(sign + Digits(digits[0]), value < 0);
        var exponent = Number(int.Parse(digits[1], CultureInfo.InvariantCulture)).Text;
        return new($"{sign}{Digits(digits[0])}{Sign("·")}{Power.Around(Digits("10"), exponent)}",
            value < 0 ? Precedence.Minus : Precedence.Product);
    }

    internal override Word Number(LiteralOp literal) => Number(literal.Value, literal.DType);

    internal override string Product(params IEnumerable<string> factors) => string.Join(Sign("·"), factors);

    internal override string Parenthesized(string formula) => Parentheses.Around(formula);

    internal override FormulaPiece[] Parenthesized(Tensor tensor) => Around(Parentheses, tensor);

    private IEnumerable<string> Subscripts(NamePart[] parts)
    {
        if (parts[0].Digits.Length > 0) yield return Digits(parts[0].Digits);
        foreach (var part in parts.Skip(1)) yield return WithAccent(part) + (part.Digits.Length > 0 ? Digits(part.Digits) : "");
    }

    private string WithAccent(NamePart part) =>
        part.Letters.All(char.IsAsciiDigit) ? Digits(part.Letters)
        : part.Accent is { } accent ? Accented(Letters(part.Letters), accent)
        : Letters(part.Letters);

    /// <summary>The last two axes as a matrix; a vector, and what there is more of, in parentheses.</summary>
    private string Nested(TensorData data, Shape shape, int axis, int from, int count)
    {
        if (axis == shape.Rank) return Number(data[from], data.DType).Text;
        if (axis == shape.Rank - 2 && shape.Size > 0)
            return Matrix(Parts(shape, axis, from, count).Select(row => Parts(shape, axis + 1, row.From, row.Count).Select(Item)));
        return Parentheses.Around(
            string.Join(Sign(","), Parts(shape, axis, from, count).Select(part => Nested(data, shape, axis + 1, part.From, part.Count))));

        string Item((int From, int Count) place) => Nested(data, shape, axis + 2, place.From, place.Count);
    }

    private static IEnumerable<(int From, int Count)> Parts(Shape shape, int axis, int from, int count)
    {
        var size = shape[axis];
        return Enumerable.Range(0, size).Select(i => (from + i * (count / size), count / size));
    }
}

using System.Globalization;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>A notation in plain text: with the signs of a whiteboard, in ASCII, or as source of the formula language.</summary>
public sealed class TextNotation : FormulaNotation
{
    private static readonly Dictionary<char, string> Spelled = new (char Sign, string Word)[]
    {
        ('−', "-"), ('·', "*"), ('×', "*"), ('′', "'"), ('²', "^2"), ('³', "^3"), ('½', "1/2"), ('ˣ', "^x"), ('ᵖ', "^p"), ('ᵀ', "^T"),
        ('≤', "<="), ('≥', ">="), ('≠', "!="), ('√', "sqrt"), ('∂', "d"), ('Σ', "sum"), ('σ', "sigmoid"), ('π', "pi"), ('ε', "eps"),
        ('∞', "inf"), ('‖', "|"), ('…', "..."), ('→', "->"), ('—', "-"), ('–', "-"),
    }.ToDictionary(spelled => spelled.Sign, spelled => spelled.Word);

    private readonly bool exact, calls;
    private readonly int digits;

    internal TextNotation(bool unicode, bool exact, int digits, bool calls = false) =>
        (Unicode, this.exact, this.digits, this.calls) = (unicode, exact, digits, calls);

    /// <summary>Whether · − ² ∂ ŷ may be used; else what a keyboard has.</summary>
    public bool Unicode { get; }

    /// <summary>The minus sign.</summary>
    public string Minus => Unicode ? "−" : "-";

    /// <summary>The sign between two factors.</summary>
    public string Times => Unicode ? "·" : "*";

    /// <summary>Whether functions are written as mathematicians do where they have a way: √x, Σᵢ xᵢ.</summary>
    private bool IsMathematical => Unicode && !calls;

    internal string Ellipsis => Unicode ? "…" : "...";

    internal string Arrow => Unicode ? "→" : "->";

    internal string Becomes => Unicode ? "←" : "<-";

    internal string Block => Unicode ? "█" : "#";

    /// <summary>An operator of the formula language as it stands on a whiteboard.</summary>
    internal static string Sign(string symbol) => symbol switch
    {
        "*" => "·",
        "-" => "−",
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        "==" => "=",
        _ => symbol,
    };

    /// <summary>A name as this notation writes it: <c>yhat</c> as ŷ.</summary>
    public string Name(string name) => Unicode ? NameStyle.Display(name) : name;

    /// <inheritdoc/>
    public override string Name(NodeNames names, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(names);
        return Unicode ? names.OnBoard(tensor) : names[tensor];
    }

    /// <summary>∂of/∂wrt of two names as they are written; in source an identifier: <c>dloss_dw</c>.</summary>
    public string Partial(string of, string wrt) => Unicode ? $"∂{of}/∂{wrt}" : exact ? $"d{of}_d{wrt}" : $"d{of}/d{wrt}";

    /// <summary>A sentence of the library's own, spelled out where signs are missing.</summary>
    public string Sentence(string text) =>
        Unicode ? text : string.Concat(text.Select(c => c < 128 ? c.ToString() : Spelled.GetValueOrDefault(c, "?")));

    /// <summary>A number; one that is not finite as a word or a sign.</summary>
    public string Number(double value, DType dtype = DType.Float64)
    {
        if (dtype == DType.Bool) return value != 0 ? "true" : "false";
        if (!double.IsFinite(value)) return NotFinite(value);
        var written = Digits(value == 0 ? 0 : value, dtype).Replace('E', 'e');
        return Unicode ? written.Replace('-', '−') : written;
    }

    /// <summary>A number as a factor: negative ones in parentheses.</summary>
    public string Factor(double value) => Number(value) is var text && value < 0 ? $"({text})" : text;

    /// <inheritdoc/>
    public override string Value(TensorData data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (data.Shape.Size <= FewElements) return Elements(data);
        var elements = data.ToDoubles();
        return $"{data.Shape} from {Number(elements.Min(), data.DType)} to {Number(elements.Max(), data.DType)}";
    }

    /// <summary>All elements in brackets, row by row.</summary>
    internal string Elements(TensorData data) => data.Bracketed(i => Number(data[i], data.DType));

    internal override string NameOf(string name) => Name(name);

    // A fraction stands in parentheses where a sign such as ᵀ follows; in source it is a name.
    internal override Word PartialWord(NodeNames names, Tensor of, Tensor wrt) =>
        new(Partial(Name(names, of), Name(names, wrt)), exact ? Precedence.Atom : Precedence.Power);

    internal override Word Numbers(TensorData data) => Word.Number(Elements(data));

    internal override Word Number(LiteralOp literal) => Word.Number(Number(literal.Value, literal.DType));

    internal override string Product(params IEnumerable<string> factors) => string.Join(Times, factors);

    internal override string Parenthesized(string formula) => $"({formula})";

    internal override FormulaPiece[] Parenthesized(Tensor tensor) => ["(", tensor, ")"];

    internal override FormulaPiece[] Pieces(Tensor tensor, FormulaWriter writer) => tensor.Op.Notation switch
    {
        Notation.Infix infix => Infix(tensor, infix, writer),
        Notation.Prefix prefix => [Unicode ? "−" : prefix.Symbol, Negated(tensor, prefix)],
        Notation.Suffix suffix => [Base(tensor, suffix), Unicode ? Superscript(suffix.Symbol) : suffix.Symbol],
        Notation.Function function =>
            (IsMathematical ? Mathematical(tensor, function, writer) : null)
            ?? (Unicode && IsReversal(tensor) ? [Inner(tensor), "ᵀ"] : Call(tensor, function)),
        _ => throw Unknown(tensor),
    };

    internal override bool IsItself(Tensor tensor) => IsMathematical && base.IsItself(tensor);

    internal override bool HasIndex(string name) => !char.IsLetter(name[^1]) || name.Contains('_', StringComparison.Ordinal)
        || Notations.Indices.Contains(name[^1], StringComparison.Ordinal);

    internal override int PrecedenceOf(Op op) => IsMathematical && op.Notation is Notation.Function { Form: var form }
        ? form switch
        {
            MathForm.Root => Precedence.Power,
            MathForm.Inverse or MathForm.InverseRoot => Precedence.Product,
            MathForm.OverIndices => Precedence.Sum,
            _ => Precedence.Atom,
        }
        : base.PrecedenceOf(op);

    private protected override string Over(Notation.Function function, string indices) =>
        $"{(function.Sign is null ? function.Name : "Σ")}{Below(indices)} ";

    private protected override (string Before, string Behind) Indexed(string indices, bool inParentheses) =>
        inParentheses ? ("(", $"){Below(indices)}") : ("", Below(indices));

    /// <summary>As mathematicians write it on one line; <see langword="null"/> for what is called by its name.</summary>
    private FormulaPiece[]? Mathematical(Tensor tensor, Notation.Function function, FormulaWriter writer) => function.Form switch
    {
        MathForm.Root => ["√", Inner(tensor)],
        MathForm.Magnitude when IsMagnitude(tensor.Inputs[0], writer) => ["|(", tensor.Inputs[0], ")|"], // ||x|| is the norm for some
        MathForm.Magnitude => ["|", tensor.Inputs[0], "|"],
        MathForm.Norm when IsOverAll(tensor) => ["‖", tensor.Inputs[0], "‖"],
        MathForm.Inverse => ["1/", Inner(tensor)],
        MathForm.InverseRoot => ["1/√", Inner(tensor)],
        MathForm.Cases => CasePieces(tensor, writer, ["{", " if ", ", ", " otherwise}"]),
        MathForm.OverIndices => OverIndices(tensor, function, writer),
        MathForm.Itself or MathForm.ItselfButForOnes when IsItself(tensor) => [tensor.Inputs[0]],
        MathForm.Part => [Inner(tensor), Part(tensor, sign => sign == "," ? ", " : sign, digits => digits)],
        _ => null,
    };

    private static bool IsMagnitude(Tensor tensor, FormulaWriter writer) => writer.Seen(tensor) is var seen
        && writer.WordFor(seen) is null && seen.Op.Notation is Notation.Function { Form: MathForm.Magnitude };

    private static FormulaPiece Inner(Tensor tensor) => new("", tensor.Inputs[0], Precedence.Atom);

    // ln and not log, which is another function elsewhere; the formula language reads both.
    private FormulaPiece[] Call(Tensor tensor, Notation.Function function) =>
        Call(tensor, !exact && !calls && function.Sign is [>= 'a' and <= 'z', ..] sign ? sign : function.Name, "(", ", ", ")",
            named => $"{named.Key}={named.Value}");

    private static string Below(string indices) =>
        string.Concat(indices.Select(index => Notations.Indices[IndexLetters.IndexOf(index, StringComparison.Ordinal)]));

    private FormulaPiece[] Infix(Tensor tensor, Notation.Infix infix, FormulaWriter writer)
    {
        var (left, right) = Operands(tensor, infix);
        if (Unicode && infix.Symbol == "^" && tensor.Inputs[1].Op is LiteralOp { Value: var power } && IsShortInteger(power))
            return [left, Superscript(power.ToString(CultureInfo.InvariantCulture))];
        if (IsMathematical && IsOuter(tensor, infix)) return [left, Symbol(infix), new("", tensor.Inputs[1], Precedence.Atom), "ᵀ"];
        return [left, Unicode && writer.IsCoefficient(tensor, right) ? "" : Symbol(infix), right];
    }

    private string Symbol(Notation.Infix infix)
    {
        var symbol = Unicode ? Sign(infix.Symbol) : infix.Symbol;
        return infix.Tight ? symbol : $" {symbol} ";
    }

    private string Digits(double value, DType dtype) =>
        !exact ? value.ToString($"G{digits}", CultureInfo.InvariantCulture)
        : dtype == DType.Float32 ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private string NotFinite(double value) =>
        double.IsNaN(value) ? "NaN" : (value < 0 ? Minus : "") + (Unicode ? "∞" : exact ? "Infinity" : "inf");

    private static bool IsShortInteger(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1000;

    private static string Superscript(string symbol) => string.Concat(symbol.Where(c => c != '^').Select(c => c switch
    {
        '-' => '⁻',
        >= '0' and <= '9' => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'],
        _ => c,
    }));
}

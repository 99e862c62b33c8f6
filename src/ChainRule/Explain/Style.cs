using System.Globalization;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>How explanations are written: with which signs, and with how many digits.</summary>
/// <param name="Unicode">Whether · − ² ∂ ŷ may be used; else what a keyboard has.</param>
/// <param name="Exact">Whether numbers have all their digits, so that they read back as the same; else six.</param>
internal sealed record Style(bool Unicode, bool Exact) : IFormulaStyle
{
    /// <summary>What the formula parser reads back.</summary>
    public static readonly Style Plain = new(Unicode: false, Exact: true);

    /// <summary>For terminals without these signs.</summary>
    public static readonly Style Ascii = new(Unicode: false, Exact: false);

    /// <summary>As on a whiteboard.</summary>
    public static readonly Style Pretty = new(Unicode: true, Exact: false);

    /// <summary>As on a whiteboard, where there is little room.</summary>
    public static readonly Style Short = Pretty with { Significant = 5 };

    private const int FewElements = 12;

    private static readonly Dictionary<char, string> Spelled = new (char Sign, string Word)[]
    {
        ('−', "-"), ('·', "*"), ('×', "*"), ('′', "'"), ('²', "^2"), ('³', "^3"), ('½', "1/2"), ('ˣ', "^x"), ('ᵖ', "^p"), ('ᵀ', "^T"),
        ('≤', "<="), ('≥', ">="), ('≠', "!="), ('√', "sqrt"), ('∂', "d"), ('Σ', "sum"), ('σ', "sigmoid"), ('π', "pi"), ('ε', "eps"),
        ('∞', "inf"), ('‖', "|"), ('…', "..."), ('→', "->"), ('—', "-"), ('–', "-"),
    }.ToDictionary(spelled => spelled.Sign, spelled => spelled.Word);

    /// <summary>How many digits a number has that is not exact.</summary>
    public int Significant { get; init; } = 6;

    public string Minus => Unicode ? "−" : "-";

    public string Times => Unicode ? "·" : "*";

    public string Ellipsis => Unicode ? "…" : "...";

    public string Arrow => Unicode ? "→" : "->";

    public string Becomes => Unicode ? "←" : "<-";

    public string Block => Unicode ? "█" : "#";

    public string Name(string name) => Unicode ? NameStyle.Display(name) : name;

    /// <summary>An operator of the formula language as it stands on a whiteboard.</summary>
    public static string Sign(string symbol) => symbol switch
    {
        "*" => "·",
        "-" => "−",
        ">=" => "≥",
        "<=" => "≤",
        "!=" => "≠",
        _ => symbol,
    };

    /// <summary>A sentence of the library's own, spelled out where signs are missing.</summary>
    public string Sentence(string text) =>
        Unicode ? text : string.Concat(text.Select(c => c < 128 ? c.ToString() : Spelled.GetValueOrDefault(c, "?")));

    /// <summary>∂of/∂wrt; in exact style an identifier: <c>dloss_dw</c>.</summary>
    public string Partial(string of, string wrt) => Unicode ? $"∂{of}/∂{wrt}" : Exact ? $"d{of}_d{wrt}" : $"d{of}/d{wrt}";

    public string Number(double value, DType dtype = DType.Float64)
    {
        if (dtype == DType.Bool) return value != 0 ? "true" : "false";
        if (!double.IsFinite(value)) return NotFinite(value);
        var digits = Digits(value == 0 ? 0 : value, dtype).Replace('E', 'e');
        return Unicode ? digits.Replace('-', '−') : digits;
    }

    /// <summary>A number as a factor: negative ones in parentheses.</summary>
    public string Factor(double value) => Number(value) is var text && value < 0 ? $"({text})" : text;

    /// <summary>The elements in brackets, row by row.</summary>
    public string Numbers(TensorData data) => data.Bracketed(i => Number(data[i], data.DType));

    /// <summary>The elements if they are few, else the shape and between what they lie.</summary>
    public string Value(TensorData data)
    {
        if (data.Shape.Size <= FewElements) return Numbers(data);
        var elements = data.ToDoubles();
        return $"{data.Shape} from {Number(elements.Min(), data.DType)} to {Number(elements.Max(), data.DType)}";
    }

    string IFormulaStyle.Name(NodeNames names, Tensor tensor) => names.In(this, tensor);

    // A fraction stands in parentheses where a sign such as ᵀ follows; in exact style it is a name.
    Word IFormulaStyle.Partial(NodeNames names, Tensor of, Tensor wrt) =>
        new(names.Partial(this, of, wrt), Exact ? Precedence.Atom : Precedence.Power);

    Word IFormulaStyle.Numbers(TensorData data) => Word.Number(Numbers(data));

    FormulaWriter IFormulaStyle.Writer(Func<Tensor, Word?> words) => new ExpressionPrinter(this, words);

    private string Digits(double value, DType dtype) =>
        !Exact ? value.ToString($"G{Significant}", CultureInfo.InvariantCulture)
        : dtype == DType.Float32 ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
        : value.ToString("R", CultureInfo.InvariantCulture);

    private string NotFinite(double value) =>
        double.IsNaN(value) ? "NaN" : (value < 0 ? Minus : "") + (Unicode ? "∞" : Exact ? "Infinity" : "inf");
}

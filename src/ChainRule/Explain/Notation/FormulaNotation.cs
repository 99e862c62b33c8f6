using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Explanations;

/// <summary>
/// A way to write formulas, names and numbers: as on a whiteboard, in ASCII, as source of the formula language, in LaTeX, in MathML. A
/// notation is immutable and may be used by any number of threads.
/// </summary>
public abstract class FormulaNotation
{
    /// <summary>Up to this many elements a value is written out.</summary>
    private protected const int FewElements = 12;

    private protected FormulaNotation() { }

    /// <summary>As on a whiteboard: ŷ, w·x, s², numbers of six digits.</summary>
    public static TextNotation Pretty { get; } = new(unicode: true, exact: false, digits: 6);

    /// <summary>As on a whiteboard, with numbers of five digits, where there is little room.</summary>
    public static TextNotation Short { get; } = new(unicode: true, exact: false, digits: 5);

    /// <summary>For terminals without such signs: yhat, w*x, s^2.</summary>
    public static TextNotation Ascii { get; } = new(unicode: false, exact: false, digits: 6);

    /// <summary>Source of the formula language with all digits of each number, so that it reads back as the same.</summary>
    public static TextNotation Source { get; } = new(unicode: false, exact: true, digits: 6);

    /// <summary>LaTeX for mathematics mode, with the package amsmath.</summary>
    public static FormulaNotation LaTeX => Markup.Latex;

    /// <summary>Presentation MathML, without the element <c>math</c> around it.</summary>
    public static FormulaNotation MathML => Markup.MathML;

    /// <summary>A tensor's name.</summary>
    public abstract string Name(NodeNames names, Tensor tensor);

    /// <summary>∂of/∂wrt.</summary>
    public string Partial(NodeNames names, Tensor of, Tensor wrt) => PartialWord(names, of, wrt).Text;

    /// <summary>The elements if they are few, else the shape and the range of the elements.</summary>
    public abstract string Value(TensorData data);

    /// <summary>
    /// The formula of a tensor's op; what is below it ends at named tensors, and at leaves without a name as their values.
    /// </summary>
    public string Formula(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return new FormulaWriter(this, t => t.Name is { } name ? Word.Name(name, NameOf(name)) : null).WriteApart(tensor);
    }

    /// <summary>An equation that stands by itself; in MathML with the element <c>math</c> around it.</summary>
    /// <param name="left">The left side, in this notation.</param>
    /// <param name="right">The right side, in this notation.</param>
    public virtual string Equation(string left, string right) => $"{left} = {right}";

    /// <summary>A name as this notation writes it: <c>yhat</c> as ŷ.</summary>
    internal abstract string NameOf(string name);

    internal abstract Word PartialWord(NodeNames names, Tensor of, Tensor wrt);

    /// <summary>All elements.</summary>
    internal abstract Word Numbers(TensorData data);

    internal abstract Word Number(LiteralOp literal);

    /// <summary>A word as a factor: what has a sign stands in parentheses.</summary>
    internal string Factor(Word word) => word.Binding == Precedence.Minus ? Parenthesized(word.Text) : word.Text;

    /// <summary>A product of things that are written already.</summary>
    internal abstract string Product(params IEnumerable<string> factors);

    internal abstract string Parenthesized(string formula);

    /// <summary>A tensor in parentheses.</summary>
    internal abstract FormulaPiece[] Parenthesized(Tensor tensor);

    /// <summary>The pieces that the formula of a tensor's op is made of.</summary>
    internal abstract FormulaPiece[] Pieces(Tensor tensor, FormulaWriter writer);

    /// <summary>How tightly the formula of an op binds.</summary>
    internal virtual int PrecedenceOf(Op op) => op.Notation switch
    {
        Notation.Infix infix => infix.Precedence,
        Notation.Suffix suffix => suffix.Precedence,
        Notation.Prefix prefix => prefix.Precedence,
        _ => Precedence.Atom,
    };

    /// <summary>
    /// How tightly the operand must bind that a formula begins with; <see langword="null"/> where it does not begin with one.
    /// </summary>
    internal virtual int? LeftWeakest(Op op) => op.Notation switch
    {
        Notation.Infix infix => LeftWeakest(infix),
        Notation.Suffix suffix => suffix.Precedence + 1,
        _ => null,
    };

    /// <summary>The operands of an infix op, with what they need to stand bare.</summary>
    private protected static (FormulaPiece Left, FormulaPiece Right) Operands(Tensor tensor, Notation.Infix infix) => (
        new("", tensor.Inputs[0], LeftWeakest(infix)),
        new("", tensor.Inputs[1], infix.Symbol == "^" ? infix.Precedence : infix.Precedence + 1, IsBehind: true));

    private protected static FormulaPiece Negated(Tensor tensor, Notation.Prefix prefix) =>
        new("", tensor.Inputs[0], prefix.Precedence, IsBehind: true);

    private protected static FormulaPiece Base(Tensor tensor, Notation.Suffix suffix) => new("", tensor.Inputs[0], suffix.Precedence + 1);

    /// <summary>A function's name, its operands, and its attributes as named arguments.</summary>
    private protected static FormulaPiece[] Call(Tensor tensor, string name, string open, string comma, string close,
        Func<NamedValue, string> attribute)
    {
        var pieces = new List<FormulaPiece> { name, open };
        foreach (var input in tensor.Inputs) pieces.AddRange(Separator(), input);
        foreach (var named in IsReversal(tensor) || IsOverAll(tensor) ? [] : tensor.Op.Attributes)
            pieces.AddRange(Separator(), attribute(named));
        return [.. pieces, close];

        FormulaPiece Separator() => pieces.Count > 2 ? comma : "";
    }

    private protected static bool IsReversal(Tensor tensor) =>
        tensor.Op is TransposeOp { Permutation: var permutation } && permutation.SequenceEqual(IntList.Range(tensor.Rank).Reverse());

    private protected static NotSupportedException Unknown(Tensor tensor) => new($"{tensor.Op.Info.Name} is written in an unknown way");

    // sum(x) without axes is the sum over all of them.
    private static bool IsOverAll(Tensor tensor) =>
        tensor.Op is IReduction { KeepDims: false, Axes.Count: var axes } && axes == tensor.Inputs[0].Rank;

    private static int LeftWeakest(Notation.Infix infix) =>
        infix.Symbol == "^" || infix.Precedence == Precedence.Comparison ? infix.Precedence + 1 : infix.Precedence;
}

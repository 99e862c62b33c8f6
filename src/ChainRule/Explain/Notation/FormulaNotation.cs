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

    /// <summary>As on a whiteboard, but functions by the names by which programs call them: for what is said of programs.</summary>
    internal static TextNotation Calls { get; } = new(unicode: true, exact: false, digits: 6, calls: true);

    /// <summary>For terminals without such signs: yhat, w*x, s^2.</summary>
    public static TextNotation Ascii { get; } = new(unicode: false, exact: false, digits: 6);

    /// <summary>Source of the formula language with all digits of each number, so that it reads back as the same.</summary>
    public static TextNotation Source { get; } = new(unicode: false, exact: true, digits: 6);

    /// <summary>LaTeX for mathematics mode, with the package amsmath.</summary>
    public static FormulaNotation LaTeX => Markup.Latex;

    /// <summary>Presentation MathML, without the element <c>math</c> around it. Cases are set left by an inline style.</summary>
    public static FormulaNotation MathML => Markup.MathML;

    /// <summary>
    /// The same for pages whose policy forbids inline styles: the cells of cases have the class <c>cr-left</c>, and the page's sheet has
    /// <c>.cr-left{text-align:left}</c>.
    /// </summary>
    public static FormulaNotation MathMLByClass => Markup.MathMLByClass;

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

    /// <summary>Whether a tensor is written as its operand: what changes is no more than which axes there are.</summary>
    internal virtual bool IsItself(Tensor tensor) => tensor.Op.Notation is Notation.Function { Form: var form }
        && (form == MathForm.Itself
            || (form == MathForm.ItselfButForOnes && LargeAxes(tensor).SequenceEqual(LargeAxes(tensor.Inputs[0]))));

    /// <summary>Whether a written name ends with an index, so that another needs parentheses before it.</summary>
    internal abstract bool HasIndex(string name);

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

    /// <summary>The sign of a reduction with some indices; without any before an array of numbers.</summary>
    private protected abstract string Over(Notation.Function function, string indices);

    /// <summary>What stands before and behind a tensor that has indices.</summary>
    private protected abstract (string Before, string Behind) Indexed(string indices, bool inParentheses);

    /// <summary>Σᵢ xᵢ; <see langword="null"/> where there are more axes than letters.</summary>
    private protected FormulaPiece[]? OverIndices(Tensor tensor, Notation.Function function, FormulaWriter writer)
    {
        var (x, reduction) = (tensor.Inputs[0], (IReduction)tensor.Op);
        if (x.Rank > IndexLetters.Length || x.Rank == 0) return null;
        var word = writer.WordFor(x);
        if (word is { IsNumber: true }) return reduction.Axes.Count == x.Rank ? [Over(function, ""), x] : null;
        var (before, behind) = Indexed(IndexLetters[..x.Rank], inParentheses: word is not { IsName: true } || HasIndex(word.Value.Text));
        return [Over(function, string.Concat(reduction.Axes.Select(axis => IndexLetters[axis]))), before, x, behind];
    }

    /// <summary>The values and conditions of nested choices, one after the other, and the value otherwise.</summary>
    private protected static FormulaPiece[] CasePieces(Tensor tensor, FormulaWriter writer, IReadOnlyList<string> texts)
    {
        var pieces = new List<FormulaPiece>();
        do
        {
            pieces.AddRange(texts[pieces.Count == 0 ? 0 : 2], tensor.Inputs[1], texts[1], Condition(tensor.Inputs[0]));
            tensor = tensor.Inputs[2];
        }
        while (writer.WordFor(tensor) is null && tensor.Op.Notation is Notation.Function { Form: MathForm.Cases });
        return [.. pieces, texts[2], tensor, texts[3]];
    }

    /// <summary>The places of a part, from 0: <c>[0…1, ·]</c>.</summary>
    private protected static string Part(Tensor tensor, Func<string, string> sign, Func<string, string> digits)
    {
        var (op, from) = ((SliceOp)tensor.Op, tensor.Inputs[0].Shape);
        return sign("[") + string.Join(sign(","), Enumerable.Range(0, from.Rank).Select(Place)) + sign("]");

        string Place(int axis)
        {
            var (start, count, step) = (op.Starts[axis], op.Counts[axis], op.Steps[axis]);
            if (count == from[axis] && step == 1) return sign("·");
            string[] ends = count <= 1 ? [$"{start}"] : step == 1 ? [$"{start}", $"{start + count - 1}"]
                : [$"{start}", $"{start + step}", $"{start + (count - 1) * step}"];
            return ends.Length == 3
                ? digits(ends[0]) + sign(",") + digits(ends[1]) + sign("…") + digits(ends[2])
                : string.Join(sign("…"), ends.Select(digits));
        }
    }

    /// <summary>A vector as a column times another as a row.</summary>
    private protected static bool IsOuter(Tensor tensor, Notation.Infix infix) => infix.Symbol == "*"
        && tensor.Inputs is
            [{ Rank: 2, Inputs: [{ Rank: 1 }], Op.Notation: Notation.Function { Form: MathForm.ItselfButForOnes } }, { Rank: 1 }]
        && tensor.Inputs[0].Shape[1] == 1 && tensor.Inputs[1].Shape[0] > 1;

    private protected static NotSupportedException Unknown(Tensor tensor) => new($"{tensor.Op.Info.Name} is written in an unknown way");

    private protected const string IndexLetters = "ijklmn";

    /// <summary>A condition is written out, even if it has a name in a table of results.</summary>
    private static FormulaPiece Condition(Tensor mask) => new("", mask, IsApart: mask.Name is null && mask.Inputs.Length > 0);

    private static IEnumerable<int> LargeAxes(Tensor tensor) => tensor.Shape.Where(size => size != 1);

    // sum(x) without axes is the sum over all of them.
    private protected static bool IsOverAll(Tensor tensor) =>
        tensor.Op is IReduction { KeepDims: false, Axes.Count: var axes } && axes == tensor.Inputs[0].Rank;

    private static int LeftWeakest(Notation.Infix infix) =>
        infix.Symbol == "^" || infix.Precedence == Precedence.Comparison ? infix.Precedence + 1 : infix.Precedence;
}

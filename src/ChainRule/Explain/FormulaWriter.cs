using System.Text;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Explanations;

/// <summary>
/// Writes tensors as formulas, with no more parentheses than the parser needs and people like: a sign behind an operator
/// stands in parentheses. It walks with a stack of its own: a graph may be very deep. What an op's formula is made of, a
/// notation says.
/// </summary>
/// <param name="words">The text for a tensor that is not to be taken apart.</param>
internal abstract class FormulaWriter(Func<Tensor, Word?> words)
{
    private readonly StringBuilder text = new();
    private readonly Stack<Piece> waiting = new();
    private readonly List<FormulaPattern.Part> parts = [];

    /// <summary>A text to write, or a tensor to write where nothing may stand bare that binds less tightly.</summary>
    protected readonly record struct Piece(string Text, Tensor? Tensor = null, int Weakest = 0, bool IsBehind = false)
    {
        public static implicit operator Piece(string text) => new(text);

        public static implicit operator Piece(Tensor tensor) => new("", tensor);
    }

    /// <summary>What a formula begins with, as far as what stands before it cares.</summary>
    private enum Lead { Name, Parenthesis, Sign, Other }

    /// <summary>The formula of a tensor's own op, even if there is a word for the tensor.</summary>
    public string WriteApart(Tensor tensor) =>
        WordFor(tensor) is { } word && tensor.Inputs.Length == 0 ? word.Text : Write(Parts(tensor), int.MaxValue)!;

    /// <summary>The formula of a tensor, or <see langword="null"/> if it is longer than <paramref name="limit"/>.</summary>
    public string? Write(Tensor tensor, int limit = int.MaxValue) => Write([tensor], limit);

    /// <summary>What was written last, for writing it again with other numbers.</summary>
    public FormulaPattern Pattern() => new([.. parts]);

    /// <summary>What the formula of a tensor's op is made of.</summary>
    protected abstract Piece[] Parts(Tensor tensor);

    /// <summary>A number of the expression.</summary>
    protected abstract Word Number(LiteralOp literal);

    /// <summary>A leaf without a name.</summary>
    protected abstract Word Numbers(TensorData data);

    /// <summary>A tensor in parentheses.</summary>
    protected virtual Piece[] Parenthesized(Tensor tensor) => ["(", tensor, ")"];

    /// <summary>How tightly the formula of an op binds.</summary>
    protected virtual int PrecedenceOf(Op op) => op.Notation switch
    {
        Notation.Infix infix => infix.Precedence,
        Notation.Suffix suffix => suffix.Precedence,
        Notation.Prefix prefix => prefix.Precedence,
        _ => Precedence.Atom,
    };

    /// <summary>
    /// How tightly the operand must bind that a formula begins with; <see langword="null"/> where it does not begin with one.
    /// </summary>
    protected virtual int? LeftWeakest(Op op) => op.Notation switch
    {
        Notation.Infix infix => LeftWeakest(infix),
        Notation.Suffix suffix => suffix.Precedence + 1,
        _ => null,
    };

    /// <summary>The operands of an infix op, with what they need to stand bare.</summary>
    protected static (Piece Left, Piece Right) Operands(Tensor tensor, Notation.Infix infix) => (
        new("", tensor.Inputs[0], LeftWeakest(infix)),
        new("", tensor.Inputs[1], infix.Symbol == "^" ? infix.Precedence : infix.Precedence + 1, IsBehind: true));

    /// <summary>2s and 2(−1), but 2·3: on a whiteboard a number stands right before a name.</summary>
    protected bool IsCoefficient(Tensor tensor, Piece right) =>
        ReferenceEquals(tensor.Op, Arithmetic.Mul) && tensor.Inputs[0].Op is LiteralOp
        && (NeedsParentheses(right) || LeadOf(right.Tensor!) is Lead.Name or Lead.Parenthesis);

    /// <summary>A function's name, its operands, and its attributes as named arguments.</summary>
    protected static Piece[] Call(Tensor tensor, Piece name, string open, string comma, string close, Func<NamedValue, string> attribute)
    {
        var parts = new List<Piece> { name, open };
        foreach (var input in tensor.Inputs) parts.AddRange(Separator(), input);
        foreach (var named in IsReversal(tensor) || IsOverAll(tensor) ? [] : tensor.Op.Attributes)
            parts.AddRange(Separator(), attribute(named));
        return [.. parts, close];

        Piece Separator() => parts.Count > 2 ? comma : "";
    }

    protected static bool IsReversal(Tensor tensor) =>
        tensor.Op is TransposeOp { Permutation: var permutation } && permutation.SequenceEqual(IntList.Range(tensor.Rank).Reverse());

    // sum(x) without axes is the sum over all of them.
    private static bool IsOverAll(Tensor tensor) =>
        tensor.Op is IReduction { KeepDims: false, Axes.Count: var axes } && axes == tensor.Inputs[0].Rank;

    private string? Write(Piece[] pieces, int limit)
    {
        text.Clear();
        parts.Clear();
        waiting.Clear();
        Push(pieces);
        while (waiting.TryPop(out var piece))
        {
            if (piece.Tensor is not { } tensor) Put(new(piece.Text));
            else if (NeedsParentheses(piece)) Push(Parenthesized(tensor));
            else if (words(tensor) is { } word) Put(new(word.Text, word.IsName ? null : tensor, word.Binding));
            else if (WordFor(tensor) is { } number) Put(new(number.Text));
            else Push(Parts(tensor));
            if (text.Length > limit) return null;
        }
        return text.ToString();
    }

    private void Put(FormulaPattern.Part part)
    {
        text.Append(part.Text);
        parts.Add(part);
    }

    private void Push(Piece[] pieces)
    {
        for (var i = pieces.Length - 1; i >= 0; i--) waiting.Push(pieces[i]);
    }

    private bool NeedsParentheses(Piece piece) =>
        PrecedenceOf(piece.Tensor!) < piece.Weakest || (piece.IsBehind && LeadOf(piece.Tensor!) == Lead.Sign);

    private int PrecedenceOf(Tensor tensor) => WordFor(tensor)?.Binding ?? PrecedenceOf(tensor.Op);

    /// <summary>How the formula of a tensor begins, down its leftmost operands.</summary>
    private Lead LeadOf(Tensor tensor)
    {
        while (true)
        {
            if (WordFor(tensor) is { } word) return word.IsName ? Lead.Name : word.Binding == Precedence.Minus ? Lead.Sign : Lead.Other;
            if (LeftWeakest(tensor.Op) is not { } weakest) return tensor.Op.Notation is Notation.Prefix ? Lead.Sign : Lead.Other;
            tensor = tensor.Inputs[0];
            if (PrecedenceOf(tensor) < weakest) return Lead.Parenthesis;
        }
    }

    private Word? WordFor(Tensor tensor) =>
        words(tensor) ?? (tensor.Op is LiteralOp literal ? Number(literal) : tensor is Leaf leaf ? Numbers(leaf.Data) : null);

    private static int LeftWeakest(Notation.Infix infix) =>
        infix.Symbol == "^" || infix.Precedence == Precedence.Comparison ? infix.Precedence + 1 : infix.Precedence;
}

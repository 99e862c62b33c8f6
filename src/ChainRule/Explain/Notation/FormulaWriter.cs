using System.Text;
using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>A text to write, or a tensor to write where nothing may stand bare that binds less tightly.</summary>
internal readonly record struct FormulaPiece(string Text, Tensor? Tensor = null, int Weakest = 0, bool IsBehind = false,
    bool IsApart = false)
{
    public static implicit operator FormulaPiece(string text) => new(text);

    public static implicit operator FormulaPiece(Tensor tensor) => new("", tensor);
}

/// <summary>
/// Writes tensors as formulas, with no more parentheses than the parser needs and people like: a sign behind an operator
/// stands in parentheses. It walks with a stack of its own: a graph may be very deep. What an op's formula is made of, a
/// notation says.
/// </summary>
/// <param name="notation">How formulas are written.</param>
/// <param name="words">The text for a tensor that is not to be taken apart.</param>
internal sealed class FormulaWriter(FormulaNotation notation, Func<Tensor, Word?> words)
{
    private readonly StringBuilder text = new();
    private readonly Stack<FormulaPiece> waiting = new();
    private readonly List<FormulaPattern.Part> parts = [];

    /// <summary>What a formula begins with, as far as what stands before it cares.</summary>
    private enum Lead { Name, Parenthesis, Sign, Other }

    /// <summary>The formula of a tensor's own op, even if there is a word for the tensor.</summary>
    public string WriteApart(Tensor tensor) =>
        WordFor(tensor) is { } word && tensor.Inputs.Length == 0 ? word.Text : Write(notation.Pieces(tensor, this), int.MaxValue)!;

    /// <summary>The formula of a tensor, or <see langword="null"/> if it is longer than <paramref name="limit"/>.</summary>
    public string? Write(Tensor tensor, int limit = int.MaxValue) => Write([tensor], limit);

    /// <summary>What was written last, for writing it again with other numbers.</summary>
    public FormulaPattern Pattern() => new([.. parts]);

    /// <summary>2s and 2(−1), but 2·3: on a whiteboard a number stands right before a name.</summary>
    public bool IsCoefficient(Tensor tensor, FormulaPiece right) =>
        ReferenceEquals(tensor.Op, Arithmetic.Mul) && tensor.Inputs[0].Op is LiteralOp
        && (NeedsParentheses(right) || LeadOf(right.Tensor!) is Lead.Name or Lead.Parenthesis);

    private string? Write(FormulaPiece[] pieces, int limit)
    {
        text.Clear();
        parts.Clear();
        waiting.Clear();
        Push(pieces);
        while (waiting.TryPop(out var piece))
        {
            if (piece.Tensor is not { } tensor) Put(new(piece.Text));
            else if (piece.IsApart) Push(notation.Pieces(tensor, this));
            else if (NeedsParentheses(piece)) Push(notation.Parenthesized(tensor));
            else if (words(tensor) is { } word) Put(new(word.Text, word.IsName ? null : tensor, word.Binding));
            else if (WordFor(tensor) is { } number) Put(new(number.Text));
            else if (Seen(tensor) is var seen && !ReferenceEquals(seen, tensor)) Push([seen]);
            else Push(notation.Pieces(tensor, this));
            if (text.Length > limit) return null;
        }
        return text.ToString();
    }

    private void Put(FormulaPattern.Part part)
    {
        text.Append(part.Text);
        parts.Add(part);
    }

    private void Push(FormulaPiece[] pieces)
    {
        for (var i = pieces.Length - 1; i >= 0; i--) waiting.Push(pieces[i]);
    }

    private bool NeedsParentheses(FormulaPiece piece) =>
        PrecedenceOf(piece.Tensor!) < piece.Weakest || (piece.IsBehind && LeadOf(piece.Tensor!) == Lead.Sign);

    private int PrecedenceOf(Tensor tensor) =>
        Seen(tensor) is var seen && WordFor(seen) is { } word ? word.Binding : notation.PrecedenceOf(seen.Op);

    /// <summary>How the formula of a tensor begins, down its leftmost operands.</summary>
    private Lead LeadOf(Tensor tensor)
    {
        while (true)
        {
            tensor = Seen(tensor);
            if (WordFor(tensor) is { } word) return word.IsName ? Lead.Name : word.Binding == Precedence.Minus ? Lead.Sign : Lead.Other;
            if (notation.LeftWeakest(tensor.Op) is not { } weakest) return tensor.Op.Notation is Notation.Prefix ? Lead.Sign : Lead.Other;
            tensor = tensor.Inputs[0];
            if (PrecedenceOf(tensor) < weakest) return Lead.Parenthesis;
        }
    }

    /// <summary>What is written for a tensor: itself, or what an op that is not written stands for.</summary>
    public Tensor Seen(Tensor tensor)
    {
        while (WordFor(tensor) is null && notation.IsItself(tensor)) tensor = tensor.Inputs[0];
        return tensor;
    }

    /// <summary>The text of a tensor that is not taken apart: a name, a number; else <see langword="null"/>.</summary>
    public Word? WordFor(Tensor tensor) =>
        words(tensor)
        ?? (tensor.Op is LiteralOp literal ? notation.Number(literal) : tensor is Leaf leaf ? notation.Numbers(leaf.Data) : null);
}

using System.Globalization;
using System.Text;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Shapes;

namespace ChainRule.Explanations;

/// <summary>A text that stands for a tensor, and how tightly it binds.</summary>
internal readonly record struct Word(string Text, int Binding = Precedence.Atom)
{
    /// <summary>A number; with a sign it binds as a negation does.</summary>
    public static Word Number(string text) => new(text, text[0] is '-' or '−' ? Precedence.Minus : Precedence.Atom);
}

/// <summary>
/// Writes tensors as formulas, with no more parentheses than the parser needs and people like: a sign behind an operator
/// stands in parentheses. It walks with a stack of its own: a graph may be very deep.
/// </summary>
/// <param name="style">With which signs.</param>
/// <param name="words">The text for a tensor that is not to be taken apart.</param>
internal sealed class ExpressionPrinter(Style style, Func<Tensor, Word?> words)
{
    private readonly StringBuilder text = new();
    private readonly Stack<Piece> waiting = new();

    /// <summary>A text to write, or a tensor to write where nothing may stand bare that binds less tightly.</summary>
    private readonly record struct Piece(string Text, Tensor? Tensor = null, int Weakest = 0, bool IsBehind = false)
    {
        public static implicit operator Piece(string text) => new(text);
    }

    /// <summary>What a formula begins with, as far as what stands before it cares.</summary>
    private enum Lead { Name, Parenthesis, Sign, Other }

    /// <summary>A tensor as a formula of the user's names.</summary>
    public static string Print(Tensor tensor, Style style) =>
        new ExpressionPrinter(style, t => t.Name is { } name ? new Word(style.Name(name)) : null).Write(tensor)!;

    /// <summary>The formula of a tensor's own op, even if there is a word for the tensor.</summary>
    public string WriteApart(Tensor tensor) => WordFor(tensor) is { } word && tensor.Inputs.Length == 0 ? word.Text : Write(Parts(tensor), int.MaxValue)!;

    /// <summary>The formula of a tensor, or <see langword="null"/> if it is longer than <paramref name="limit"/>.</summary>
    public string? Write(Tensor tensor, int limit = int.MaxValue) => Write([new("", tensor)], limit);

    private string? Write(Piece[] pieces, int limit)
    {
        text.Clear();
        waiting.Clear();
        Push(pieces);
        while (waiting.TryPop(out var piece))
        {
            if (piece.Tensor is not { } tensor) text.Append(piece.Text);
            else if (NeedsParentheses(piece)) Push(["(", new("", tensor), ")"]);
            else if (WordFor(tensor) is { } word) text.Append(word.Text);
            else Push(Parts(tensor));
            if (text.Length > limit) return null;
        }
        return text.ToString();
    }

    private void Push(Piece[] pieces)
    {
        for (var i = pieces.Length - 1; i >= 0; i--) waiting.Push(pieces[i]);
    }

    private Piece[] Parts(Tensor tensor) => tensor.Op.Notation switch
    {
        Notation.Infix infix => Infix(tensor, infix),
        Notation.Prefix prefix => [style.Unicode ? "−" : prefix.Symbol, new("", tensor.Inputs[0], prefix.Precedence, IsBehind: true)],
        Notation.Suffix suffix => [new("", tensor.Inputs[0], suffix.Precedence + 1), style.Unicode ? Superscript(suffix.Symbol) : suffix.Symbol],
        Notation.Function function => Function(tensor, function),
        _ => throw new NotSupportedException($"{tensor.Op.Info.Name} is written in an unknown way"),
    };

    private Piece[] Infix(Tensor tensor, Notation.Infix infix)
    {
        var left = new Piece("", tensor.Inputs[0], LeftWeakest(infix));
        if (style.Unicode && infix.Symbol == "^" && tensor.Inputs[1].Op is LiteralOp { Value: var power } && IsShortInteger(power))
            return [left, Superscript(power.ToString(CultureInfo.InvariantCulture))];
        var right = new Piece("", tensor.Inputs[1], infix.Symbol == "^" ? infix.Precedence : infix.Precedence + 1, IsBehind: true);
        return [left, IsCoefficient(tensor, right) ? "" : Symbol(infix), right];
    }

    private Piece[] Function(Tensor tensor, Notation.Function function)
    {
        var isReversal = tensor.Op is TransposeOp { Permutation: var permutation } && permutation.SequenceEqual(IntList.Range(tensor.Rank).Reverse());
        if (isReversal && style.Unicode) return [new("", tensor.Inputs[0], Precedence.Atom), "ᵀ"];
        var parts = new List<Piece> { function.Name, "(" };
        foreach (var input in tensor.Inputs) parts.AddRange(Separator(parts), new("", input));
        foreach (var (key, value) in isReversal || IsOverAll(tensor) ? [] : tensor.Op.Attributes) parts.AddRange(Separator(parts), $"{key}={value}");
        return [.. parts, ")"];
    }

    // sum(x) without axes is the sum over all of them.
    private static bool IsOverAll(Tensor tensor) =>
        tensor.Op is IReduction { KeepDims: false, Axes.Count: var axes } && axes == tensor.Inputs[0].Rank;

    private static Piece Separator(List<Piece> parts) => parts.Count > 2 ? ", " : "";

    // 2s and 2(−1), but 2·3: on a whiteboard a number stands right before a name.
    private bool IsCoefficient(Tensor tensor, Piece right) =>
        style.Unicode && ReferenceEquals(tensor.Op, Arithmetic.Mul) && tensor.Inputs[0].Op is LiteralOp
        && (NeedsParentheses(right) || LeadOf(right.Tensor!) is Lead.Name or Lead.Parenthesis);

    private string Symbol(Notation.Infix infix)
    {
        var symbol = (style.Unicode, infix.Symbol) switch
        {
            (true, "*") => "·",
            (true, "-") => "−",
            (true, ">=") => "≥",
            (true, "<=") => "≤",
            (true, "!=") => "≠",
            _ => infix.Symbol,
        };
        return infix.Tight ? symbol : $" {symbol} ";
    }

    private bool NeedsParentheses(Piece piece) =>
        PrecedenceOf(piece.Tensor!) < piece.Weakest || (piece.IsBehind && LeadOf(piece.Tensor!) == Lead.Sign);

    private int PrecedenceOf(Tensor tensor) => WordFor(tensor)?.Binding ?? tensor.Op.Notation switch
    {
        Notation.Infix infix => infix.Precedence,
        Notation.Suffix suffix => suffix.Precedence,
        Notation.Prefix prefix => prefix.Precedence,
        _ => Precedence.Atom,
    };

    /// <summary>How the formula of a tensor begins, down its leftmost operands.</summary>
    private Lead LeadOf(Tensor tensor)
    {
        while (true)
        {
            if (WordFor(tensor) is { } word)
                return char.IsLetter(word.Text, 0) ? Lead.Name : word.Binding == Precedence.Minus ? Lead.Sign : Lead.Other;
            var weakest = tensor.Op.Notation switch
            {
                Notation.Infix infix => LeftWeakest(infix),
                Notation.Suffix suffix => suffix.Precedence + 1,
                _ => -1,
            };
            if (weakest < 0) return tensor.Op.Notation is Notation.Prefix ? Lead.Sign : Lead.Other;
            tensor = tensor.Inputs[0];
            if (PrecedenceOf(tensor) < weakest) return Lead.Parenthesis;
        }
    }

    private Word? WordFor(Tensor tensor) =>
        words(tensor) ?? (tensor.Op is LiteralOp literal ? Word.Number(style.Number(literal.Value, literal.DType))
            : tensor is Leaf leaf ? Word.Number(style.Numbers(leaf.Data)) : null);

    private static int LeftWeakest(Notation.Infix infix) =>
        infix.Symbol == "^" || infix.Precedence == Precedence.Comparison ? infix.Precedence + 1 : infix.Precedence;

    private static bool IsShortInteger(double value) => value == Math.Truncate(value) && Math.Abs(value) < 1000;

    private static string Superscript(string symbol) => string.Concat(symbol.Where(c => c != '^').Select(c => c switch
    {
        '-' => '⁻',
        >= '0' and <= '9' => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0'],
        _ => c,
    }));
}

using System.Globalization;
using System.Text;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// The statements of a program that computes the same: one for each leaf and each result of the very graph. How a language says it, its
/// class knows; how an op is called, the op does.
/// </summary>
internal abstract class ProgramFormat(Explanation explanation)
{
    // A million numbers would make a program that no compiler likes.
    private const int MaxNumbers = 100_000;

    private CodeNames? names;

    protected Derivation Derivation => explanation.Derivation;

    /// <summary>What the program is written in, for messages.</summary>
    protected abstract string Language { get; }

    /// <summary>Words that cannot be names.</summary>
    protected abstract IEnumerable<string> Reserved { get; }

    /// <summary>A statement for each tensor that has a name, leaves first.</summary>
    /// <exception cref="NotSupportedException">An op has no code, or there are too many numbers.</exception>
    protected IReadOnlyList<(Tensor Tensor, string Code)> Statements()
    {
        RequireSize();
        // The names of the functions that are called are not free either.
        var called = Derivation.Results.SelectMany(result => Words(Code(result.Op, [.. result.Inputs.Select(_ => "_")])));
        names = new CodeNames(Derivation, Reserved.Concat(called));
        return [.. Derivation.Tensors
            .OrderBy(tensor => tensor.Inputs.Length > 0)
            .Where(tensor => names[tensor] is not null)
            .Select(tensor => (tensor, Statement(names[tensor]!, tensor is Leaf leaf ? Value(leaf) : Expression(tensor))))];
    }

    protected abstract string Statement(string name, string expression);

    /// <summary>A leaf with its numbers.</summary>
    protected abstract string Value(Leaf leaf);

    /// <summary>A scalar as a tensor.</summary>
    protected abstract string Scalar(double value, DType dtype);

    /// <summary>A number, with the sign that shows it is no integer.</summary>
    protected abstract string Number(double value, DType dtype);

    /// <summary>The op's own code.</summary>
    protected abstract string? CodeOf(Op op, IReadOnlyList<string> inputs);

    /// <summary>What to do about an op that the language has no code for.</summary>
    protected abstract string Advice { get; }

    protected string NameOf(Tensor tensor) => names![tensor] ?? Scalar(explanation.ValueOf(tensor).Item(), tensor.DType);

    /// <summary>What a gradient is called in a line of output: <c>dloss_dw</c>.</summary>
    protected string Partial(Tensor wrt) => FormulaNotation.Source.Partial(Derivation.Names, Derivation.Output, wrt);

    /// <summary>A number as C# and Python both write it, if it is finite.</summary>
    protected static string Digits(double value, DType dtype)
    {
        var digits = dtype == DType.Float32
            ? ((float)value).ToString("R", CultureInfo.InvariantCulture)
            : value.ToString("R", CultureInfo.InvariantCulture);
        return dtype.IsFloat() && digits.AsSpan().IndexOfAny('.', 'E') < 0 ? $"{digits}.0" : digits;
    }

    /// <summary>A string literal that C# and Python both read.</summary>
    protected static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
            quoted.Append(c is '"' or '\\' ? $"\\{c}" : c is >= ' ' and <= '~' ? c.ToString() : $"\\u{(int)c:x4}");
        return quoted.Append('"').ToString();
    }

    private string Expression(Tensor tensor)
    {
        if (tensor.Op.Notation is Notation.Prefix { Symbol: "-" }) return $"-{NameOf(tensor.Inputs[0])}";
        return tensor.Op.Notation is Notation.Infix { Symbol: "+" or "-" or "*" or "/" } infix
            ? Infix(tensor, infix)
            : Code(tensor.Op, [.. tensor.Inputs.Select(NameOf)]);
    }

    /// <summary>A number beside a tensor needs no tensor of its own.</summary>
    private string Infix(Tensor tensor, Notation.Infix infix)
    {
        var (a, b) = (tensor.Inputs[0], tensor.Inputs[1]);
        var left = a.Op is LiteralOp number && b.Op is not LiteralOp ? Number(number.Value, a.DType) : NameOf(a);
        var right = b.Op is LiteralOp other ? Number(other.Value, b.DType) : NameOf(b);
        return $"{left} {infix.Symbol} {right}";
    }

    private string Code(Op op, IReadOnlyList<string> inputs) =>
        CodeOf(op, inputs) ?? throw new NotSupportedException($"{op.Info.Name} cannot be written in {Language}: {Advice}");

    private void RequireSize()
    {
        var numbers = Derivation.Tensors.OfType<Leaf>().Sum(leaf => (long)leaf.Shape.Size);
        if (numbers > MaxNumbers)
            throw new NotSupportedException(
                $"the values are {numbers} numbers, and a program in {Language} holds at most {MaxNumbers}: explain it with smaller data");
    }

    private static IEnumerable<string> Words(string code)
    {
        var word = new StringBuilder();
        foreach (var c in code.Append(' '))
        {
            if (char.IsAsciiLetterOrDigit(c) || c == '_') word.Append(c);
            else if (word.Length > 0)
            {
                yield return word.ToString();
                word.Clear();
            }
        }
    }
}

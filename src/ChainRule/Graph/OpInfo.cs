namespace ChainRule.Graph;

/// <summary>What an op is called, and in one line why its derivative is what it is.</summary>
/// <param name="Name">The op's name, as ONNX and NumPy have it.</param>
/// <param name="Reason">The derivative in words or as a formula, for people.</param>
/// <param name="Onnx">The ONNX operator, if there is one.</param>
/// <param name="Torch">The PyTorch function, if there is one.</param>
public sealed record OpInfo(string Name, string Reason, string? Onnx = null, string? Torch = null);

/// <summary>How an op is written in a formula. A lower precedence needs parentheses inside a higher one.</summary>
public abstract record Notation
{
    private Notation() { }

    /// <summary>Between its two operands: <c>a + b</c>. <paramref name="Tight"/> leaves out the blanks: <c>w*x</c>.</summary>
    public sealed record Infix(string Symbol, int Precedence, bool Tight = false) : Notation;

    /// <summary>Before its operand: <c>-a</c>.</summary>
    public sealed record Prefix(string Symbol, int Precedence) : Notation;

    /// <summary>After its operand: <c>s^2</c>.</summary>
    public sealed record Suffix(string Symbol, int Precedence) : Notation;

    /// <summary>A function's name with its operands, and its attributes as named arguments: <c>sum(x, axis=0)</c>.</summary>
    public sealed record Function(string Name) : Notation;
}

/// <summary>An attribute as a formula names it.</summary>
/// <param name="Key">The argument's name.</param>
/// <param name="Value">Its value, as the parser reads it.</param>
public readonly record struct NamedValue(string Key, string Value);

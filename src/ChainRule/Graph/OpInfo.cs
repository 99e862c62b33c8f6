namespace ChainRule.Graph;

/// <summary>What an op is called, and in one line why its derivative is what it is.</summary>
/// <param name="Name">The op's name, as ONNX and NumPy have it.</param>
/// <param name="Reason">The derivative in words or as a formula, for people.</param>
/// <param name="Onnx">The ONNX operator, if there is one.</param>
/// <param name="Torch">The PyTorch function, if there is one.</param>
/// <param name="CSharp">The function of this library's, if there is one.</param>
public sealed record OpInfo(string Name, string Reason, string? Onnx = null, string? Torch = null, string? CSharp = null)
{
    /// <summary>What diagnoses of gradients say of the op.</summary>
    internal OpHints Hints { get; init; } = OpHints.None;
}

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
    /// <param name="Name">The name that formulas call it by.</param>
    /// <param name="Form">How mathematicians write it.</param>
    /// <param name="Sign">What they write for the name, if something else.</param>
    public sealed record Function(string Name, MathForm Form = MathForm.Call, string? Sign = null) : Notation;
}

/// <summary>How mathematicians write a function.</summary>
public enum MathForm
{
    /// <summary>Its name, and the operands in parentheses.</summary>
    Call,

    /// <summary>√x.</summary>
    Root,

    /// <summary>1/√x.</summary>
    InverseRoot,

    /// <summary>1/x, as a fraction.</summary>
    Inverse,

    /// <summary>e to the power of x.</summary>
    Exponential,

    /// <summary>|x|.</summary>
    Magnitude,

    /// <summary>A brace with a line for each case: the second operand if the first is true, else the third.</summary>
    Cases,

    /// <summary>Its sign with an index for each axis that it goes over, and the elements: Σᵢ xᵢ.</summary>
    OverIndices,

    /// <summary>‖x‖, where it goes over all elements.</summary>
    Norm,

    /// <summary>The operand with the places that are taken: x[0…1].</summary>
    Part,

    /// <summary>The operand itself: repeating elements is not written.</summary>
    Itself,

    /// <summary>The operand itself, as long as only axes of size 1 come and go.</summary>
    ItselfButForOnes,
}

/// <summary>An attribute as a formula names it.</summary>
/// <param name="Key">The argument's name.</param>
/// <param name="Value">Its value, as the parser reads it.</param>
public readonly record struct NamedValue(string Key, string Value);

namespace ChainRule.Explanations;

/// <summary>The library and the style of a training program.</summary>
public enum ProgramStyle
{
    /// <summary>PyTorch with every step written out: <c>loss.backward()</c>, then <c>w -= rate * w.grad</c>.</summary>
    PyTorch,

    /// <summary>
    /// PyTorch with <c>torch.optim.SGD</c>; for a line and its squared error also <c>nn.Linear</c> and <c>nn.MSELoss</c>.
    /// </summary>
    PyTorchModules,

    /// <summary>C# with this library.</summary>
    CSharp,
}

/// <summary>What a line of a training program does.</summary>
public enum ProgramPart
{
    /// <summary>It holds the others together, or is blank.</summary>
    Frame,

    /// <summary>It gives a leaf its value.</summary>
    Leaf,

    /// <summary>It computes a result.</summary>
    Result,

    /// <summary>It computes all gradients.</summary>
    Backward,

    /// <summary>It shows gradients.</summary>
    Gradient,

    /// <summary>It moves parameters against their gradients, or makes the gradients 0 again.</summary>
    Update,
}

/// <summary>A line of a program that trains.</summary>
/// <param name="Text">The line as it stands in the file, without its end.</param>
/// <param name="Part">What it does.</param>
/// <param name="Names">
/// The tensors that it is about, by the names that the explanation gives them; none where it is about all of its kind.
/// </param>
public sealed record ProgramLine(string Text, ProgramPart Part, IReadOnlyList<string> Names);

namespace ChainRule.Explanations;

/// <summary>The subject of a note.</summary>
public enum NoteKind
{
    /// <summary>A leaf holds a number that is not finite.</summary>
    NotFinite,

    /// <summary>A number that is not finite comes out of finite ones.</summary>
    Undefined,

    /// <summary>The output does not depend on a parameter.</summary>
    Unused,

    /// <summary>The output depends on a parameter only through steps that pass no gradient on.</summary>
    NoGradient,

    /// <summary>An op has a kink or a jump at an operand's value, so that its derivative there is a convention.</summary>
    Kink,

    /// <summary>An op is undefined on one side of an operand's value, so that its derivative there is a convention.</summary>
    Border,

    /// <summary>An op chooses between equal numbers, and the output has a kink there.</summary>
    Tie,
}

/// <summary>What readers of an explanation must know besides its numbers.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Tensor">The leaf, the result or the parameter that it is about.</param>
/// <param name="Step">The step that it is about, if it is one: at a kink, or where a gradient is first undefined.</param>
public sealed record Note(NoteKind Kind, Tensor Tensor, DerivationStep? Step = null)
{
    /// <summary>For <see cref="NoteKind.Undefined"/>: the tensor whose value is undefined in the end, if it is a value.</summary>
    public Tensor? Value { get; init; }

    /// <summary>For <see cref="NoteKind.Undefined"/>: the parameter whose gradient is undefined, if it is a gradient.</summary>
    public Tensor? Wrt { get; init; }

    /// <summary>The rule that is applied by convention, at a kink, a border or a tie; else empty.</summary>
    public string Rule { get; init; } = "";
}

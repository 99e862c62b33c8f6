namespace ChainRule.Graph;

/// <summary>
/// What an op declares for diagnoses of gradients and for the fitting of formulas, beside its derivative. Where it declares nothing,
/// defaults for its kind of op hold.
/// </summary>
internal sealed record OpHints
{
    /// <summary>An op that says nothing.</summary>
    public static OpHints None { get; } = new();

    /// <summary>Where the op is flat, so that little or no gradient passes.</summary>
    public FlatRange? Flat { get; init; }

    /// <summary>The remedy where an input gets no gradient by rule.</summary>
    public string? Cut { get; init; }

    /// <summary>
    /// The remedy where finite operands give an infinite number or NaN, as value or as derivative. An elementwise op that declares it has a
    /// pole, or outgrows the range of numbers.
    /// </summary>
    public string? NotFinite { get; init; }

    /// <summary>
    /// What is true of a row of the operand that gives NaN. Declared by ops that map each row along the last axis to a row.
    /// </summary>
    public string? NotFiniteRow { get; init; }

    /// <summary>The remedy where gradients shrink at the op.</summary>
    public string? Shrinks { get; init; }

    /// <summary>The remedy where gradients grow at the op.</summary>
    public string? Grows { get; init; }

    /// <summary>Whether the result is the first operand itself, with something carried along.</summary>
    public bool IsItself { get; init; }

    /// <summary>How each operand enters the result; empty for functions that are not arithmetic.</summary>
    public IReadOnlyList<OperandRole> Roles { get; init; } = [];

    /// <summary>Whether the operand is an angle, or any number of which the function is periodic.</summary>
    public bool IsPeriodic { get; init; }

    /// <summary>How an operand enters the result.</summary>
    public OperandRole RoleOf(int operand) => operand < Roles.Count ? Roles[operand] : OperandRole.Other;

    /// <summary>Whether the result is a sum of all operands, some of them with the sign turned.</summary>
    public bool IsSum => Roles.Count > 0 && Roles.All(role => role is OperandRole.Term or OperandRole.Subtrahend);
}

/// <summary>How an operand enters the result of an op.</summary>
internal enum OperandRole
{
    /// <summary>In a way that has no name here.</summary>
    Other,

    /// <summary>It is added.</summary>
    Term,

    /// <summary>It is taken away.</summary>
    Subtrahend,

    /// <summary>It is multiplied by the other operand, or divided by it.</summary>
    Factor,

    /// <summary>The other operand is divided by it.</summary>
    Divisor,

    /// <summary>It is the result, or another operand is.</summary>
    Choice,
}

/// <summary>Where an op is flat.</summary>
/// <param name="Words">What is true of flat values, as in "are at or below 0".</param>
/// <param name="End">What to say where all are flat.</param>
/// <param name="Remedy">What helps.</param>
internal abstract record FlatRange(string Words, string End, string Remedy)
{
    /// <summary>Whether the op is flat there because the goal is reached, as the square of an error of 0 is.</summary>
    public bool IsGoal { get; init; }

    /// <summary>For ops of one operand that work element by element: Contains tells of an operand x and its result y.</summary>
    public sealed record OfElements(Func<double, double, bool> Contains, string Words, string End, string Remedy)
        : FlatRange(Words, End, Remedy);

    /// <summary>For ops that make rows along the last axis: Contains tells of a row of the result.</summary>
    public sealed record OfRows(Func<IReadOnlyList<double>, bool> Contains, string Words, string End, string Remedy)
        : FlatRange(Words, End, Remedy);
}

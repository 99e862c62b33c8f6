namespace ChainRule.Board;

/// <summary>What a question asks for.</summary>
public enum QuizKind
{
    /// <summary>A result of the forward pass.</summary>
    Value,

    /// <summary>A local derivative.</summary>
    Local,

    /// <summary>Upstream × local: what comes along one edge.</summary>
    Contribution,

    /// <summary>A gradient: all its parts together.</summary>
    Total,
}

/// <summary>A question on one number of a derivation.</summary>
public sealed class QuizQuestion
{
    internal QuizQuestion(int number, QuizCell cell)
    {
        (Number, Cell) = (number, cell);
        var names = cell.Explanation.Derivation.Names;
        Of = names[cell.Edge?.Of ?? (cell.Kind == QuizKind.Value ? cell.Tensor : cell.Explanation.Derivation.Output)];
        Wrt = cell.Kind == QuizKind.Value ? null : names[cell.Tensor];
    }

    /// <summary>Which question it is, from 1.</summary>
    public int Number { get; }

    /// <summary>What it asks for.</summary>
    public QuizKind Kind => Cell.Kind;

    /// <summary>What it asks for in signs, such as ∂L/∂w.</summary>
    public string Prompt => Cell.Prompt;

    /// <summary>What it asks for in words and signs; each question of a quiz has its own: <c>local derivative ∂L/∂s</c>.</summary>
    public string Label => Cell.Label;

    /// <summary>
    /// The name of the result: whose value, or what the derivative is of; for a part the result along which it comes. As <c>Explanation</c>
    /// has it.
    /// </summary>
    public string Of { get; }

    /// <summary>The name that the derivative is by; <see langword="null"/> for a value.</summary>
    public string? Wrt { get; }

    /// <summary>Which of its numbers, row by row from 0, where there are several.</summary>
    public int Element => Cell.Element;

    internal QuizCell Cell { get; }
}

/// <summary>What is to be said of an answer.</summary>
public enum AnswerKind
{
    /// <summary>It is right, to the digits that it has.</summary>
    Right,

    /// <summary>It is near, but has too few digits to tell, or was cut instead of rounded.</summary>
    TooRough,

    /// <summary>It is no number and no expression of numbers.</summary>
    Unreadable,

    /// <summary>The sign is wrong, its own or that of a part.</summary>
    WrongSign,

    /// <summary>A path is missing from the sum.</summary>
    ForgotPath,

    /// <summary>Only the last part is there: <c>=</c> instead of <c>+=</c>.</summary>
    AssignedInsteadOfAdded,

    /// <summary>It is the local derivative alone.</summary>
    ForgotUpstream,

    /// <summary>It is the upstream gradient alone.</summary>
    ForgotLocal,

    /// <summary>Upstream and local were added, not multiplied.</summary>
    AddedInsteadOfMultiplied,

    /// <summary>It is a value of the forward pass, not a derivative; or an operand instead of the result.</summary>
    UsedForwardValue,

    /// <summary>A factor of the local rule is missing, as the 2 of a square.</summary>
    ForgotFactor,

    /// <summary>It is one over the answer.</summary>
    UpsideDown,

    /// <summary>It is another operation on the same operands.</summary>
    WrongOperation,

    /// <summary>None of these.</summary>
    NotThis,
}

/// <summary>What there is to say of an answer.</summary>
/// <param name="Kind">Right, or the kind of mistake.</param>
/// <param name="Message">The same in a sentence that does not give the answer away.</param>
public sealed record QuizAnswer(AnswerKind Kind, string Message)
{
    /// <summary>Whether it is right.</summary>
    public bool IsRight => Kind == AnswerKind.Right;
}

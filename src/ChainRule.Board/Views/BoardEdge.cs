namespace ChainRule.Board;

/// <summary>An edge of the graph: an operand's way into a result, and the gradient's way back.</summary>
public sealed record BoardEdge
{
    /// <summary>What tells it from others; the same at every step and for all values.</summary>
    public required string Id { get; init; }

    /// <summary>The id of the operand.</summary>
    public required string From { get; init; }

    /// <summary>The id of the result.</summary>
    public required string To { get; init; }

    /// <summary>The operand's value, or "—" until there is one.</summary>
    public required string Forward { get; init; }

    /// <summary>
    /// The local derivative's name: <c>∂ŷ/∂w</c>; empty where no gradient goes along, or more than one number would be needed. Where the op
    /// brings elements together no one number is the local derivative; then it is the name of the whole product: <c>∂L/∂W</c>.
    /// </summary>
    public string LocalName { get; init; } = "";

    /// <summary>Whether the whole product stands for the local derivative.</summary>
    public bool IsProduct { get; init; }

    /// <summary>What stands between the name and the formula: <c>=</c>, or <c>+=</c> for a product that is added to others.</summary>
    public string Relation { get; init; } = "=";

    /// <summary>The local derivative, first as a formula and then as a number, or empty until it is found.</summary>
    public string Local { get; init; } = "";

    /// <summary>What comes back along the edge, or empty until it does.</summary>
    public string Chain { get; init; } = "";

    /// <summary>Whether a gradient goes along it at all.</summary>
    public bool HasGradient { get; init; }

    /// <summary>Whether the gradient has gone along it.</summary>
    public bool IsReached { get; init; }

    /// <summary>Whether the step is about it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>The ids of the edges that it stands for besides itself: all from one operand into a folded block.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>The local derivative as a number, where it is one and is shown by now.</summary>
    internal double? Factor { get; init; }

    /// <summary>What comes back along the edge, where it is shown by now.</summary>
    internal TensorData? Part { get; init; }
}

namespace ChainRule.Board;

/// <summary>The board at one step, as data: whatever draws it needs nothing else.</summary>
public sealed record BoardView
{
    /// <summary>The step.</summary>
    public required LessonStep Step { get; init; }

    /// <summary>How many steps there are.</summary>
    public required int Steps { get; init; }

    /// <summary>The formula.</summary>
    public required string Formula { get; init; }

    /// <summary>The nodes, operands before results.</summary>
    public required IReadOnlyList<BoardNode> Nodes { get; init; }

    /// <summary>The edges, by the result that they go into.</summary>
    public required IReadOnlyList<BoardEdge> Edges { get; init; }

    /// <summary>The products of matrices.</summary>
    public required IReadOnlyList<BoardProduct> Products { get; init; }

    /// <summary>The ledger: a row per result, in the order in which they are computed.</summary>
    public required IReadOnlyList<LedgerRow> Ledger { get; init; }

    /// <summary>What needs a word: undefined numbers, kinks, parameters that nothing leads from.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}

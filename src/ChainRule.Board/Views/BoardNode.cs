namespace ChainRule.Board;

/// <summary>What a node of the board stands for.</summary>
public enum NodeKind
{
    /// <summary>A leaf that the output is differentiated by.</summary>
    Parameter,

    /// <summary>A leaf that stays as it is.</summary>
    Data,

    /// <summary>An array written in the formula.</summary>
    Constant,

    /// <summary>A result.</summary>
    Result,

    /// <summary>The result that is differentiated.</summary>
    Output,
}

/// <summary>How a node stands for a block of the picture.</summary>
public enum BlockState
{
    /// <summary>It is no block's.</summary>
    None,

    /// <summary>It ends a block that is open: all its nodes are there.</summary>
    Open,

    /// <summary>It stands for a whole block.</summary>
    Folded,
}

/// <summary>A node of the graph, as it stands on the board at some step.</summary>
public sealed record BoardNode
{
    /// <summary>What tells it from others; the same at every step and for all values.</summary>
    public required string Id { get; init; }

    /// <summary>Its name as on a whiteboard: <c>ŷ</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it stands for.</summary>
    public required NodeKind Kind { get; init; }

    /// <summary>The op that computes it: <c>Mul</c>; empty for a leaf.</summary>
    public string Op { get; init; } = "";

    /// <summary>The formula that computes it: <c>w·x</c>; empty for a leaf.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Its shape: <c>[2, 3]</c>; empty for a number.</summary>
    public string Shape { get; init; } = "";

    /// <summary>The rows of its table; 0 for a number, which has none.</summary>
    public int Rows { get; init; }

    /// <summary>The columns of its table.</summary>
    public int Columns { get; init; }

    /// <summary>Its value, or "—" until there is one.</summary>
    public required string Value { get; init; }

    /// <summary>The gradient's name: <c>∂L/∂ŷ</c>.</summary>
    public required string GradientName { get; init; }

    /// <summary>∂output/∂node as far as it has come together, or "—" before; empty where none ever arrives.</summary>
    public required string Gradient { get; init; }

    /// <summary>Its value after the update, once that is made.</summary>
    public string? After { get; init; }

    /// <summary>The value as a table, for vectors and matrices that have one.</summary>
    public BoardGrid? ValueGrid { get; init; }

    /// <summary>The gradient as a table.</summary>
    public BoardGrid? GradientGrid { get; init; }

    /// <summary>Whether the step is about it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Whether it stands for a block, or ends one.</summary>
    public BlockState Block { get; init; }

    /// <summary>The ids of the nodes that are folded into it.</summary>
    public IReadOnlyList<string> Inside { get; init; } = [];

    /// <summary>The ids of the edges that are folded into it.</summary>
    public IReadOnlyList<string> InsideEdges { get; init; } = [];
}

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

/// <summary>A table of numbers: a matrix, or a vector as one row.</summary>
/// <param name="Rows">How many rows.</param>
/// <param name="Columns">How many columns.</param>
/// <param name="Numbers">The numbers, row by row.</param>
/// <param name="Texts">The numbers as they are written; none where there are too many, so that colours must do.</param>
public sealed record BoardGrid(int Rows, int Columns, IReadOnlyList<double> Numbers, IReadOnlyList<string> Texts)
{
    /// <summary>A table with more rows or columns than this is drawn as a heat map.</summary>
    public const int MaxWritten = 6;

    /// <summary>Whether a table of so many rows and columns is drawn as a heat map around zero.</summary>
    public static bool IsLarge(int rows, int columns) => rows > MaxWritten || columns > MaxWritten;

    /// <summary>Whether it is drawn as a heat map around zero.</summary>
    public bool IsHeatMap => Texts.Count == 0;

    /// <summary>The least number.</summary>
    public double Min => Numbers.Min();

    /// <summary>The greatest number.</summary>
    public double Max => Numbers.Max();
}

/// <summary>A product of matrices as it is drawn: the left factor left, the right one above, the product where they cross.</summary>
/// <param name="Node">The id of the product.</param>
/// <param name="Left">The id of the left factor.</param>
/// <param name="Above">The id of the right factor.</param>
public sealed record BoardProduct(string Node, string Left, string Above);

/// <summary>A cell of the ledger.</summary>
/// <param name="Text">What it says; nothing until it is visible.</param>
/// <param name="From">The first step at which it is visible.</param>
/// <param name="IsVisible">Whether it is visible at this step.</param>
/// <param name="MathMl">The same as MathML, if there is any.</param>
public sealed record LedgerCell(string Text, int From, bool IsVisible, string? MathMl = null);

/// <summary>What the ledger says of one edge.</summary>
/// <param name="Edge">The edge's id.</param>
/// <param name="Formula">The local derivative: <c>∂L/∂s = 2s</c>.</param>
/// <param name="Numbers">Its numbers, and what is constant: <c>= 2(−1) = −2</c>; may be empty.</param>
/// <param name="Product">Upstream × local: <c>∂L/∂s = 1·(−2) = −2</c>.</param>
/// <param name="IsCurrent">Whether the step is about it.</param>
public sealed record LedgerLocal(string Edge, LedgerCell Formula, LedgerCell Numbers, LedgerCell Product, bool IsCurrent);

/// <summary>What the ledger says of one result.</summary>
/// <param name="Node">The node's id.</param>
/// <param name="Formula">What it is: <c>ŷ = w·x</c>.</param>
/// <param name="Numbers">The numbers put in: <c>= 1·1</c>; may be empty.</param>
/// <param name="Value">The value: <c>= 1</c>.</param>
/// <param name="Locals">The edges into it that a gradient goes along.</param>
/// <param name="IsCurrent">Whether the step is about it.</param>
public sealed record LedgerRow(string Node, LedgerCell Formula, LedgerCell Numbers, LedgerCell Value, IReadOnlyList<LedgerLocal> Locals,
    bool IsCurrent);

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

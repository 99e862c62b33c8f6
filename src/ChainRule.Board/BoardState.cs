using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>What the board does with the formula.</summary>
public enum BoardMode
{
    /// <summary>It steps through forward and backward pass.</summary>
    Step,

    /// <summary>It trains.</summary>
    Train,

    /// <summary>It shows the paths from a parameter to the output.</summary>
    Paths,

    /// <summary>It asks.</summary>
    Quiz,

    /// <summary>It makes the usual mistakes, and shows what comes of them.</summary>
    Mistakes,

    /// <summary>It shows the data.</summary>
    Data,
}

/// <summary>Parts of the board that can be hidden, to be found out by whoever looks at it.</summary>
[Flags]
public enum BoardParts
{
    /// <summary>Nothing is hidden.</summary>
    None = 0,

    /// <summary>The values of the forward pass.</summary>
    Values = 1,

    /// <summary>The formulas of the forward pass.</summary>
    Formulas = 2,

    /// <summary>The local derivatives.</summary>
    Local = 4,

    /// <summary>The gradients, and what is added to them.</summary>
    Chain = 8,

    /// <summary>What the sign means, and where a step leads.</summary>
    Meaning = 16,
}

/// <summary>Everything that a link to the board holds: what is shown is a function of this alone.</summary>
public sealed record BoardState
{
    /// <summary>The lecture's: one weight, one example.</summary>
    public static readonly BoardState Default = new()
    {
        Formula = "yhat = w*x; s = yhat - y; loss = s^2",
        Values = new Dictionary<string, ArrayValue> { ["w"] = new([], [1]), ["x"] = new([], [1]), ["y"] = new([], [2]) },
    };

    /// <summary>The formula, as it was typed.</summary>
    public required string Formula { get; init; }

    /// <summary>The values by name. Names that the formula does not use are of no account.</summary>
    public IReadOnlyDictionary<string, ArrayValue> Values { get; init; } = new Dictionary<string, ArrayValue>();

    /// <summary>The names to differentiate by; where empty, all but those that begin with x, y, X or Y.</summary>
    public IReadOnlyList<string> Wrt { get; init; } = [];

    /// <summary>How far an update goes: w ← w − rate·∂L/∂w.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>The step that is shown, from 0.</summary>
    public int Step { get; init; }

    /// <summary>
    /// Whether the lesson has begun. Before that a page asks only the lesson's question. A link that names a step, or anything else that
    /// belongs to a lesson under way, has begun it.
    /// </summary>
    public bool IsBegun { get; init; }

    /// <summary>What is hidden.</summary>
    public BoardParts Hidden { get; init; }

    /// <summary>What the board does.</summary>
    public BoardMode Mode { get; init; }

    /// <summary>
    /// The statements whose results all stand in the picture, others being folded into a box each; <see langword="null"/> lets the size of
    /// the graph say.
    /// </summary>
    public IReadOnlyList<string>? Open { get; init; }

    /// <summary>The training program that stands beside the steps, in place of the table of derivatives; none by default.</summary>
    public ProgramStyle? Program { get; init; }

    /// <summary>Whether it stands within another page: without header and fields.</summary>
    public bool IsEmbedded { get; init; }

    /// <summary>A table of data that was pasted, if there is one.</summary>
    public string? Table { get; init; }

    /// <summary>
    /// Another formula. Names that both share keep their values, but for single numbers where the new formula asks for a vector or a
    /// matrix: for those others are proposed.
    /// </summary>
    public BoardState WithFormula(string formula)
    {
        var factors = ProposedShapes.FactorsOf(formula);
        return this with
        {
            Formula = formula,
            Values = Values.Where(value => value.Value.Shape.Length > 0 || !factors.Contains(value.Key)).ToDictionary(),
        };
    }

    /// <summary>The formula with its values. A name without one gets 1, or an array that fits.</summary>
    /// <exception cref="BoardException">There is too much of something, or a value is missing and none can be proposed.</exception>
    /// <exception cref="FormulaException">The formula cannot be read, or shapes do not fit.</exception>
    public Problem Bind() => Binding.Of(this);
}

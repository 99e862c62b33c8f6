using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Planning;

/// <summary>
/// Where a pass reads or writes the values of one tile: a register of the pass, or a tile of a dense buffer. A row place holds one number
/// for each row of the tile.
/// </summary>
internal readonly record struct Place(bool IsRegister, int Index, bool OfRows = false);

/// <summary>A step of a pass on one tile.</summary>
internal abstract record TileStep
{
    /// <summary>The places that the step reads.</summary>
    public abstract Place[] Reads { get; }

    /// <summary>The place that the step writes; <see langword="null"/> if it writes to a buffer.</summary>
    public virtual Place? Writes => null;
}

/// <summary>Loads a buffer's elements into a register, following strides; once per chunk if all tiles have the same.</summary>
/// <param name="From">The buffer; <see langword="null"/> for a literal.</param>
/// <param name="Number">A literal's slot; −1 for a buffer.</param>
/// <param name="Sizes">The index space, or that of rows, neighbouring axes merged where the strides allow it.</param>
/// <param name="Strides">One for each size.</param>
/// <param name="Register">The register to load into.</param>
/// <param name="OfRows">Whether it is a row register.</param>
internal sealed record Load(Operand? From, int Number, int[] Sizes, int[] Strides, int Register, bool OfRows) : TileStep
{
    /// <summary>Whether all elements are the same element.</summary>
    public bool IsSplat => From is null || Array.TrueForAll(Strides, stride => stride == 0);

    /// <summary>The register as a place.</summary>
    public Place To => new(true, Register, OfRows);

    public override Place[] Reads => [];

    public override Place? Writes => To;
}

/// <summary>Applies an elementwise op to a tile, or to its row values.</summary>
internal sealed record Instruction(ElementwiseOp Op, Place[] Inputs, Place Output) : TileStep
{
    public override Place[] Reads => Inputs;

    public override Place? Writes => Output;
}

/// <summary>Stores a register of zeros and ones as a mask.</summary>
internal sealed record StoreMask(Place From, Operand To) : TileStep
{
    public override Place[] Reads => [From];
}

/// <summary>Reduces the elements of a tile into an output that has stride 0 along the reduced axes.</summary>
internal sealed record Accumulate(Combine Combine, Place From, Operand To, int[] Sizes, int[] Strides) : TileStep
{
    /// <summary>A buffer with partial results of each chunk, if chunks share results; else −1.</summary>
    public int Partials { get; init; } = -1;

    public override Place[] Reads => [From];
}

/// <summary>Reduces each row of a tile to a row value.</summary>
internal sealed record ReduceRows(Combine Combine, Place From, Place To) : TileStep
{
    public override Place[] Reads => [From];

    public override Place? Writes => To;
}

/// <summary>Fills each row of a tile with its row value.</summary>
internal sealed record BroadcastRow(Place From, Place To) : TileStep
{
    public override Place[] Reads => [From];

    public override Place? Writes => To;
}

/// <summary>Applies a row op to the rows of a tile or to their row values. An op with indices reads one per row.</summary>
internal sealed record RowInstruction(IRowOp Op, Place From, Operand? Index, Place To) : TileStep
{
    public override Place[] Reads => [From];

    public override Place? Writes => To;
}

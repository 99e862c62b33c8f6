using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Planning;

/// <summary>
/// A place where a pass finds or puts the values of one tile: a register of the pass, or a tile of a dense buffer. A place of rows
/// holds one number for each row of the tile.
/// </summary>
internal readonly record struct Place(bool IsRegister, int Index, bool OfRows = false);

/// <summary>What a pass does with each tile, in order.</summary>
internal abstract record TileStep
{
    /// <summary>The places that it reads.</summary>
    public abstract Place[] Reads { get; }

    /// <summary>The place that it writes, if it is not a buffer of its own.</summary>
    public virtual Place? Writes => null;
}

/// <summary>Brings a buffer's elements into a register, following strides; what is the same in all tiles comes once a chunk.</summary>
/// <param name="From">The buffer; <see langword="null"/> for a literal.</param>
/// <param name="Number">A literal's slot; −1 for a buffer.</param>
/// <param name="Sizes">The index space, or that of rows, neighbouring axes merged where the strides allow it.</param>
/// <param name="Strides">One for each size.</param>
/// <param name="Register">Where to.</param>
/// <param name="OfRows">Whether the register is one of rows.</param>
internal sealed record Load(Operand? From, int Number, int[] Sizes, int[] Strides, int Register, bool OfRows) : TileStep
{
    /// <summary>Whether all elements are the same one.</summary>
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

/// <summary>Writes a register of zeros and ones to a mask.</summary>
internal sealed record StoreMask(Place From, Operand To) : TileStep
{
    public override Place[] Reads => [From];
}

/// <summary>Brings the elements of a tile together into an output that has stride 0 along the reduced axes.</summary>
internal sealed record Accumulate(Combine Combine, Place From, Operand To, int[] Sizes, int[] Strides) : TileStep
{
    /// <summary>A buffer with a row for each chunk, where chunks share results; else −1.</summary>
    public int Partials { get; init; } = -1;

    public override Place[] Reads => [From];
}

/// <summary>Brings each row of a tile together into a row value.</summary>
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

/// <summary>Applies a row op to the rows of a tile, or to their row values; an op with indices reads one for each row.</summary>
internal sealed record RowInstruction(IRowOp Op, Place From, Operand? Index, Place To) : TileStep
{
    public override Place[] Reads => [From];

    public override Place? Writes => To;
}

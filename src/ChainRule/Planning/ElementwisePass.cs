using ChainRule.Graph;

namespace ChainRule.Planning;

/// <summary>
/// Elementwise ops over one index space, with the reductions that end them, in one pass over tiles that stay in the L1 cache. A tile of a
/// pass with row steps consists of whole rows.
/// </summary>
/// <param name="Compute">The float type of the registers.</param>
/// <param name="Sizes">The index space, neighbouring axes merged where all strides allow it.</param>
/// <param name="Direct">The dense buffers that instructions read and write in place.</param>
/// <param name="Loads">Loads that are the same for all tiles, done once per chunk.</param>
/// <param name="Steps">The steps on each tile, in order.</param>
/// <param name="Registers">The number of tiles of scratch memory that a worker needs.</param>
/// <param name="RowRegisters">The number of registers with one number per row that it needs in addition.</param>
/// <param name="Row">The length of a row; 1 for a pass without row steps.</param>
/// <param name="Chunk">
/// The number of elements that a worker takes at a time. It depends on sizes alone, so results do not depend on threads.
/// </param>
internal sealed record ElementwisePass(DType Compute, int[] Sizes, Operand[] Direct, Load[] Loads, TileStep[] Steps, int Registers,
    int RowRegisters, int Row, int Chunk)
    : PlanStep
{
    /// <summary>The number of elements that the pass goes over.</summary>
    public int Size { get; } = Sizes.Aggregate(1, (product, size) => product * size);

    /// <summary>The number of chunks.</summary>
    public int Chunks => Math.Max(1, (int)(((long)Size + Chunk - 1) / Chunk));

    /// <summary>Those of <see cref="Direct"/> that are written.</summary>
    public required Operand[] Stored { get; init; }

    public IEnumerable<Accumulate> Reductions => Steps.OfType<Accumulate>();

    public override IEnumerable<Operand> Reads
    {
        get
        {
            var written = new HashSet<int>();
            foreach (var operand in Stored) written.Add(operand.Buffer);
            foreach (var operand in Direct)
                if (!written.Contains(operand.Buffer)) yield return operand;
            foreach (var load in Loads)
                if (ReadBy(load) is { } from) yield return from;
            foreach (var step in Steps)
                if (ReadBy(step) is { } from) yield return from;
        }
    }

    public override IEnumerable<Operand> Writes
    {
        get
        {
            foreach (var operand in Stored) yield return operand;
            foreach (var step in Steps)
            {
                if (step is StoreMask mask) yield return mask.To;
                if (step is Accumulate reduction) yield return reduction.To;
            }
        }
    }

    /// <summary>The buffers that hold the chunks' partial results.</summary>
    public IEnumerable<int> Partials => Reductions.Where(r => r.Partials >= 0).Select(r => r.Partials);

    public override string ToString() =>
        $"pass over [{string.Join(", ", Sizes.Select(size => $"{size}"))}]: {string.Join(" ", Steps.Select(Word).OfType<string>())}";

    private static Operand? ReadBy(TileStep step) => step switch
    {
        Load load => load.From,
        RowInstruction instruction => instruction.Index,
        _ => null,
    };

    private static string? Word(TileStep step) => step switch
    {
        Instruction i => i.Op.Info.Name,
        Accumulate a => $"→{a.Combine}",
        StoreMask => "→mask",
        ReduceRows r => $"Row{r.Combine}",
        RowInstruction i => i.Op.Info.Name,
        _ => null,
    };
}

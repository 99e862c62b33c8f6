using ChainRule.Kernels;

namespace ChainRule.Planning;

/// <summary>Chooses how a pass is cut into chunks that may run in parallel, from sizes alone, not from the number of threads.</summary>
internal static class ChunkSize
{
    /// <summary>Usual number of elements of a chunk: small enough for precise partial sums and for balanced threads.</summary>
    private const int Ordinary = 16 * 1024;

    /// <summary>Maximum number of chunks of a small pass.</summary>
    private const int FewPieces = 4;

    /// <summary>A chunk is a multiple of this many elements.</summary>
    private const int Line = Machine.CacheLine / sizeof(float);

    /// <summary>The number of elements of a chunk.</summary>
    /// <param name="size">The number of elements of the pass.</param>
    /// <param name="row">The length of a row, which is never cut; 1 for a pass without rows.</param>
    /// <param name="steps">The number of steps on each element.</param>
    /// <param name="reductions">The reductions that end in the pass.</param>
    public static int Of(int size, int row, int steps, IEnumerable<Accumulate> reductions)
    {
        var chunk = Piece(size, steps);
        foreach (var reduction in reductions)
        {
            var inner = Trailing(reduction) * Step(reduction, row);
            if (inner > 0) chunk = inner <= 64 * Ordinary ? (chunk + inner - 1) / inner * inner : chunk;
            else chunk = Math.Max(chunk, Math.Min(int.MaxValue / 8, 4 * reduction.To.View.Shape.Size));
        }
        return Math.Min((chunk + row - 1) / row * row, Math.Max(1, size));
    }

    /// <summary>The usual size, or less for a small pass with many steps per element; all chunks are about equal.</summary>
    private static int Piece(int size, int steps)
    {
        if (size > FewPieces * Ordinary) return Ordinary;
        var least = Math.Clamp(Machine.MinElementSteps / Math.Max(1, steps), Line, Ordinary);
        var pieces = Math.Clamp(size / least, 1, FewPieces);
        var piece = (size + pieces - 1) / pieces;
        return Math.Max(1, (piece + Line - 1) / Line) * Line;
    }

    /// <summary>Whether two chunks of the pass add to the same result.</summary>
    public static bool Shares(Accumulate reduction, ElementwisePass pass)
    {
        var inner = Trailing(reduction) * Step(reduction, pass.Row);
        return inner == 0 || pass.Chunk % inner != 0;
    }

    /// <summary>The number of elements of the pass that one reduced value stands for.</summary>
    private static int Step(Accumulate reduction, int row) => reduction.From.OfRows ? row : 1;

    /// <summary>The number of neighbours that are reduced together if exactly the trailing axes are reduced, else 0.</summary>
    private static int Trailing(Accumulate reduction)
    {
        var inner = 1;
        var axis = reduction.Sizes.Length - 1;
        for (; axis >= 0 && reduction.Strides[axis] == 0; axis--) inner *= reduction.Sizes[axis];
        var onlyTrailing = axis >= 0 && Array.TrueForAll(reduction.Strides[..(axis + 1)], stride => stride != 0);
        return onlyTrailing ? inner : 0;
    }
}

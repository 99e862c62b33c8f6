using ChainRule.Kernels;

namespace ChainRule.Planning;

/// <summary>How a pass is cut into pieces that may run side by side. It looks at sizes alone, never at the number of threads.</summary>
internal static class ChunkSize
{
    /// <summary>Few enough elements that sums keep their precision, and that threads have about the same to do.</summary>
    private const int Ordinary = 16 * 1024;

    /// <summary>Small passes are cut into no more pieces than this.</summary>
    private const int FewPieces = 4;

    /// <summary>Pieces are multiples of this many elements.</summary>
    private const int Line = Machine.CacheLine / sizeof(float);

    /// <summary>How many elements a piece of a pass has.</summary>
    /// <param name="size">The elements of the pass.</param>
    /// <param name="row">The length of a row, which is never cut; 1 where there are none.</param>
    /// <param name="steps">How many steps are done on an element.</param>
    /// <param name="reductions">What the pass adds up.</param>
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

    /// <summary>The ordinary size, or less where a small pass does much to each element; pieces are about alike.</summary>
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

    /// <summary>How many elements of the pass one element of what is reduced stands for.</summary>
    private static int Step(Accumulate reduction, int row) => reduction.From.OfRows ? row : 1;

    /// <summary>How many neighbours come together, where only trailing axes are reduced and something is left; else 0.</summary>
    private static int Trailing(Accumulate reduction)
    {
        var inner = 1;
        var axis = reduction.Sizes.Length - 1;
        for (; axis >= 0 && reduction.Strides[axis] == 0; axis--) inner *= reduction.Sizes[axis];
        var onlyTrailing = axis >= 0 && Array.TrueForAll(reduction.Strides[..(axis + 1)], stride => stride != 0);
        return onlyTrailing ? inner : 0;
    }
}

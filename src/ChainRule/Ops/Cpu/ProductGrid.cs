using ChainRule.Kernels;

namespace ChainRule.Ops;

/// <summary>
/// How a product of two matrices is cut into parts: at rows that suit the register blocks, and between panels. A thread takes parts side by
/// side, so the parts that differ in the outer cut belong to different threads.
/// </summary>
internal readonly record struct ProductGrid(int Rows, int Columns, int Width, int RowParts, int ColumnParts, bool IsColumnsFirst)
{
    private const int MaxParts = 32;
    private const int EnoughParts = 16; // then the other side stays whole, since a part may pack its rows of A
    private const int MinRows = 4 * RegisterBlocks.HeightUnit;

    public int Count => RowParts * ColumnParts;

    /// <summary>
    /// The grid for [m, k] by [k, n], the columns in panels of some width. The outer cut is the one for which less goes from core to core:
    /// between rows, every thread reads all of B; between columns, all of A, unless it lies everywhere, and what reads C next has its rows
    /// from all threads.
    /// </summary>
    public static ProductGrid Of(int m, int n, int k, int width, bool isLeftShared)
    {
        var parts = (int)Math.Clamp((long)m * n * k / Machine.MinPackedMultiplications, 1, MaxParts);
        var (mostRows, mostColumns) = (Math.Max(1, m / MinRows), (n + width - 1) / width);
        if ((long)m * (isLeftShared ? n : k + n) <= (long)k * n)
        {
            var (columnParts, rowParts) = Cuts(parts, mostColumns, mostRows);
            return new(m, n, width, rowParts, columnParts, true);
        }
        else
        {
            var (rowParts, columnParts) = Cuts(parts, mostRows, mostColumns);
            return new(m, n, width, rowParts, columnParts, false);
        }
    }

    /// <summary>The rows and the columns of a part.</summary>
    public ((int From, int To) Rows, (int From, int To) Columns) Part(int part)
    {
        var (outer, inner) = Math.DivRem(part, IsColumnsFirst ? RowParts : ColumnParts);
        var (row, column) = IsColumnsFirst ? (inner, outer) : (outer, inner);
        return (Cut(Rows, RegisterBlocks.HeightUnit, row, RowParts), Cut(Columns, Width, column, ColumnParts));
    }

    /// <summary>Into how many parts the outer side is cut and, where these are too few, the inner.</summary>
    private static (int Outer, int Inner) Cuts(int parts, int mostOuter, int mostInner)
    {
        var outer = Math.Min(parts, mostOuter);
        return (outer, outer >= EnoughParts ? 1 : Math.Clamp((parts + outer - 1) / outer, 1, mostInner));
    }

    private static (int From, int To) Cut(int count, int unit, int part, int parts)
    {
        var (from, to) = WorkPartition.Of((count + unit - 1) / unit, part, parts);
        return (Math.Min(count, from * unit), Math.Min(count, to * unit));
    }
}

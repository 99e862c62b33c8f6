using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ChainRule.Kernels;

/// <summary>Some rows of A as the inner kernels read them: where they lie, or packed, each block of rows by itself.</summary>
internal readonly ref struct LeftBlock<T>
    where T : unmanaged
{
    /// <summary>From so many columns of B on, packing is paid back.</summary>
    private const int WorthPacking = 96;

    /// <summary>Rows that a first-level cache surely keeps at the same place, with some of B beside them.</summary>
    private const int FewRows = 6;

    private readonly Matrix<T> matrix;
    private readonly ref T packed;

    private LeftBlock(Matrix<T> matrix, ref T packed)
    {
        this.matrix = matrix;
        this.packed = ref packed;
    }

    public int Rows => matrix.Rows;

    /// <summary>How many terms each sum has.</summary>
    public int Terms => matrix.Columns;

    /// <summary>Rows that can be read where they are stay there, as do those that are read only a few times.</summary>
    public static LeftBlock<T> Of(Matrix<T> matrix, int columns, Span<T> workspace)
    {
        if (columns < WorthPacking || (matrix.ColumnStride == 1 && !Collide(matrix))) { return new(matrix, ref Unsafe.NullRef<T>()); }
        for (int row = 0, rows; row < matrix.Rows; row += rows)
        {
            var height = RegisterBlocks.NextHeight(matrix.Rows - row);
            rows = height;
            while (matrix.RowStride == 1
                && matrix.Rows - row - rows >= height
                && RegisterBlocks.NextHeight(matrix.Rows - row - rows) == height) { rows += height; }
            var block = matrix.Block(row, 0, rows, matrix.Columns);
            var panels = workspace[(row * matrix.Columns)..];
            if (matrix.RowStride == 1) { Panels.Cut(block.Transpose(), height, panels); }
            else { Panels.Pack(block, height, panels); }
        }
        return new(matrix, ref MemoryMarshal.GetReference(workspace));
    }

    /// <summary>Whether the rows of a register block drive each other out of the first-level cache.</summary>
    private static bool Collide(Matrix<T> matrix) =>
        Machine.Collide<T>(matrix.RowStride) && RegisterBlocks.NextHeight(matrix.Rows) > FewRows;

    /// <summary>Where the block of rows from <paramref name="row"/> on begins, and how far apart its rows and columns are.</summary>
    public ref T At(int row, int height, out nint rowStride, out nint columnStride)
    {
        if (Unsafe.IsNullRef(ref packed))
        {
            (rowStride, columnStride) = (matrix.RowStride, matrix.ColumnStride);
            return ref Unsafe.Add(ref matrix.Origin, row * matrix.RowStride);
        }
        (rowStride, columnStride) = (1, height);
        return ref Unsafe.Add(ref packed, row * matrix.Columns);
    }
}

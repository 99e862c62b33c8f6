using System.Numerics;
using System.Runtime.CompilerServices;

namespace ChainRule.Kernels;

/// <summary>
/// C = A·B or C += A·B. Blocks of C stay in registers; of large matrices blocks are packed into panels that are read in order (Goto and
/// van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
/// </summary>
/// <remarks>
/// A block of A (<see cref="RowBlock"/> × <see cref="DepthBlock"/>) stays in the second-level cache while the panels of B pass by, each
/// of which stays there too for the height of the block.
/// </remarks>
internal static class MatMul
{
    /// <summary>
    /// The most of the k terms that one pass adds up. Each pass more reads and writes C once more, and that costs; that a deep panel of B
    /// no longer fits the first-level cache does not, since a register block multiplies with each row of it for longer than the
    /// second-level cache takes to give it.
    /// </summary>
    private const int DeepestBlock = 1024;

    /// <summary>Bytes of a block of A.</summary>
    private const int LeftBytes = Machine.SmallSecondLevelCache / 2;

    /// <summary>Elements of B packed at a time; bounds the workspace.</summary>
    private const int RightElements = 320 << 10;

    /// <summary>Up to this many multiplications a simple loop is best.</summary>
    private const int SmallProduct = 2048;

    /// <summary>How many elements of workspace a product needs.</summary>
    public static int WorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A matrix-vector product may gather its vector and its result.
        if (m == 1 || n == 1) { return k + Math.Max(m, n); }
        if (IsSmall(m, n, k)) { return 0; }
        var depth = DepthBlock(k);
        return depth * (Math.Min(m, RowBlock<T>(depth)) + RightPanels<T>.RoundUp(Math.Min(n, ColumnBlock<T>(depth))));
    }

    /// <summary>How many elements of workspace <see cref="MultiplyPacked"/> needs.</summary>
    public static int PackedWorkspaceLength<T>(int m, int k)
        where T : unmanaged
    {
        var depth = DepthBlock(k);
        return depth * Math.Min(m, RowBlock<T>(depth));
    }

    /// <summary>
    /// C[m, n] = A[m, k]·B[k, n], added to C if <paramref name="accumulate"/>. Element (i, j) of A is at i * aRow + j * aCol, and
    /// so of B, so that a transpose is a swap of strides; C has unit column stride. Parts of C may be computed by several threads.
    /// </summary>
    public static void Multiply<T>(
        int m, int n, int k,
        ReadOnlySpan<T> a, int aRow, int aCol,
        ReadOnlySpan<T> b, int bRow, int bCol,
        Span<T> c, int cRow, bool accumulate, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (m == 0 || n == 0) { return; }
        var left = new Matrix<T>(a, m, k, aRow, aCol);
        var right = new Matrix<T>(b, k, n, bRow, bCol);
        CheckResult(c, m, n, cRow);
        if (workspace.Length < WorkspaceLength<T>(m, n, k)) { throw new ArgumentException("The workspace is too short."); }
        if (!accumulate && (k == 0 || m == 1 || n == 1 || IsSmall(m, n, k))) { Clear(m, n, c, cRow); }
        if (k == 0) { return; }

        if (n == 1) { MatrixVector.Multiply(left, right.Column(0), c, cRow, workspace); }
        else if (m == 1) { MatrixVector.Multiply(right.Transpose(), left.Row(0), c, 1, workspace); }
        else if (IsSmall(m, n, k)) { SmallMatMul.Multiply(left, right, c, cRow); }
        else { Blocked(left, right, c, cRow, accumulate, workspace); }
    }

    /// <summary>The same for a B that was packed before, of which only the columns from..to are used.</summary>
    /// <param name="a">A, of as many rows as C.</param>
    /// <param name="b">All of B, packed by <see cref="RightPanels{T}.PackWhole"/>.</param>
    /// <param name="k">The terms of each sum.</param>
    /// <param name="from">The first column, at the beginning of a panel.</param>
    /// <param name="to">The end of the columns.</param>
    /// <param name="c">The first row of C, all of its columns.</param>
    /// <param name="cRow">How far apart the rows of C are.</param>
    /// <param name="workspace">As long as <see cref="PackedWorkspaceLength{T}"/> says.</param>
    public static void MultiplyPacked<T>(Matrix<T> a, ReadOnlySpan<T> b, int k, int from, int to, Span<T> c, int cRow, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckResult(c, a.Rows, to, cRow);
        var depth = DepthBlock(k);
        var height = RowBlock<T>(depth);
        for (var p = 0; p < k; p += depth)
        {
            var terms = Math.Min(depth, k - p);
            var panels = RightPanels<T>.OfWhole(b, k, p, from, to);
            for (var i = 0; i < a.Rows; i += height)
            {
                var left = LeftBlock<T>.Of(a.Block(i, p, Math.Min(height, a.Rows - i), terms), to - from, workspace);
                Multiply(left, panels, c[((i * cRow) + from)..], cRow, p > 0);
            }
        }
    }

    /// <summary>
    /// How many terms a pass adds up: all passes about the same, since one of a few terms would read and write C for nearly nothing.
    /// </summary>
    private static int DepthBlock(int k)
    {
        var passes = Math.Max(1, (k + DeepestBlock - 1) / DeepestBlock);
        return (k + passes - 1) / passes;
    }

    /// <summary>Rows of A that are gone through for each panel of B.</summary>
    private static int RowBlock<T>(int depth)
        where T : unmanaged => Math.Max(1, LeftBytes / Unsafe.SizeOf<T>() / depth / RegisterBlocks.HeightUnit) * RegisterBlocks.HeightUnit;

    /// <summary>Columns of B that are packed at a time.</summary>
    private static int ColumnBlock<T>(int depth)
        where T : unmanaged, IFloatingPointIeee754<T> => Math.Max(1, RightElements / depth / RightPanels<T>.Width) * RightPanels<T>.Width;

    private static bool IsSmall(int m, int n, int k) => (long)m * n * k <= SmallProduct;

    private static void Blocked<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow, bool accumulate, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, n, k) = (a.Rows, b.Columns, a.Columns);
        var depth = DepthBlock(k);
        var (height, width) = (RowBlock<T>(depth), ColumnBlock<T>(depth));
        var forLeft = workspace[..(depth * Math.Min(m, height))];
        for (var j = 0; j < n; j += width)
        {
            var columns = Math.Min(width, n - j);
            for (var p = 0; p < k; p += depth)
            {
                var terms = Math.Min(depth, k - p);
                var panels = RightPanels<T>.Of(b.Block(p, j, terms, columns), m, workspace[forLeft.Length..]);
                for (var i = 0; i < m; i += height)
                {
                    var left = LeftBlock<T>.Of(a.Block(i, p, Math.Min(height, m - i), terms), columns, forLeft);
                    Multiply(left, panels, c[((i * cRow) + j)..], cRow, accumulate || p > 0);
                }
            }
        }
    }

    /// <summary>Every panel of B with every block of rows of A.</summary>
    private static void Multiply<T>(LeftBlock<T> a, RightPanels<T> b, Span<T> c, int cRow, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var terms = new Terms(a.Terms);
        for (var j = 0; j < b.Columns; j += RightPanels<T>.Width)
        {
            ref var panel = ref b.Panel(j, out var bRow);
            var columns = Math.Min(RightPanels<T>.Width, b.Columns - j);
            for (int i = 0, height; i < a.Rows; i += height)
            {
                height = RegisterBlocks.NextHeight(a.Rows - i);
                ref var rows = ref a.At(i, height, out var aRow, out var aColumn);
                Block(height, columns, terms, ref rows, aRow, aColumn, ref panel, bRow, c[((i * cRow) + j)..], cRow, adds);
            }
        }
    }

    /// <summary>A register block of C, of as many columns as it has there; whole registers of B are read.</summary>
    public static void Block<T>(int height, int columns, Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, Span<T> c,
        int cRow, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (columns == RightPanels<T>.Width
            || columns == RegisterBlocks.Lanes<T>())
        {
            RegisterBlocks.Multiply(height, columns == RightPanels<T>.Width, terms, ref a, aRow,
                aColumn, ref b, bRow, ref c[0], cRow, adds);
        }
        else { Edge(height, columns, terms, ref a, aRow, aColumn, ref b, bRow, c, cRow, adds); }
    }

    /// <summary>A block that C cuts off: computed whole beside it, then the part inside is taken.</summary>
    private static void Edge<T>(int height, int columns, Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, Span<T> c,
        int cRow, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var two = columns > RegisterBlocks.Lanes<T>();
        var width = two ? RightPanels<T>.Width : RegisterBlocks.Lanes<T>();
        Span<T> whole = stackalloc T[height * width];
        RegisterBlocks.Multiply(height, two, terms, ref a, aRow, aColumn, ref b, bRow, ref whole[0], width, false);
        for (var i = 0; i < height; i++)
        {
            var target = c.Slice(i * cRow, columns);
            var row = whole.Slice(i * width, columns);
            if (adds) { Elementary.Add(target, row, target); }
            else { row.CopyTo(target); }
        }
    }

    private static void Clear<T>(int m, int n, Span<T> c, int cRow)
    {
        for (var i = 0; i < m; i++) { c.Slice(i * cRow, n).Clear(); }
    }

    private static void CheckResult<T>(Span<T> c, int m, int n, int cRow)
    {
        if (cRow < n && m > 1) { throw new ArgumentException($"Rows of {n} elements overlap at a stride of {cRow}."); }
        if (c.Length < ((long)(m - 1) * cRow) + n) { throw new ArgumentException("The result is too short."); }
    }
}

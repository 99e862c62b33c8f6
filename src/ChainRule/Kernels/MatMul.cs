using System.Numerics;

namespace ChainRule.Kernels;

/// <summary>
/// C = A·B or C += A·B. Large products are packed: blocks of A and B are copied into panels that a register-blocked inner
/// kernel reads in order (Goto and van de Geijn 2008, "Anatomy of high-performance matrix multiplication").
/// </summary>
/// <remarks>
/// A block of A (<see cref="Panels.RowBlock"/> × <see cref="DepthBlock"/>) stays in the second-level cache while the panels of
/// B pass by, each of which stays in the first-level cache for the height of the block.
/// </remarks>
internal static class MatMul
{
    /// <summary>How many of the k terms one pass adds up: a panel of B then fills half of the first-level cache.</summary>
    private const int DepthBlock = 256;

    /// <summary>Columns packed at a time; bounds the workspace and keeps B's panels in the last-level cache.</summary>
    private const int ColumnBlock = 3072;

    /// <summary>Up to this many multiplications packing costs more than it gains.</summary>
    private const int SmallProduct = 4096;

    /// <summary>How many elements of workspace a product needs.</summary>
    public static int WorkspaceLength<T>(int m, int n, int k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A matrix-vector product may gather its vector and its result.
        if (IsDirect(m, n, k)) { return m == 1 || n == 1 ? k + Math.Max(m, n) : 0; }
        var depth = Math.Min(k, DepthBlock);
        var rows = RoundUp(Math.Min(m, Panels.RowBlock), Panels.Height);
        var columns = RoundUp(Math.Min(n, ColumnBlock), Panels.Width<T>());
        return depth * (rows + columns);
    }

    /// <summary>
    /// C[m, n] = A[m, k]·B[k, n], added to C if <paramref name="accumulate"/>. Element (i, j) of A is at i * aRow + j * aCol, and
    /// so of B, so that a transpose is a swap of strides; C has unit column stride. Rows of C may be split over threads.
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
        if (!accumulate) { Clear(m, n, c, cRow); }
        if (k == 0) { return; }
        if (workspace.Length < WorkspaceLength<T>(m, n, k)) { throw new ArgumentException("The workspace is too short."); }

        if (n == 1) { MatrixVector.Multiply(left, right.Column(0), c, cRow, workspace); }
        else if (m == 1) { MatrixVector.Multiply(right.Transpose(), left.Row(0), c, 1, workspace); }
        else if (IsDirect(m, n, k)) { SmallMatMul.Multiply(left, right, c, cRow); }
        else { Packed(left, right, c, cRow, workspace); }
    }

    private static bool IsDirect(int m, int n, int k) => m == 1 || n == 1 || (long)m * n * k <= SmallProduct;

    private static void Packed<T>(Matrix<T> a, Matrix<T> b, Span<T> c, int cRow, Span<T> workspace)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (m, n, k) = (a.Rows, b.Columns, a.Columns);
        var depth = Math.Min(k, DepthBlock);
        var aPanels = workspace[..(depth * RoundUp(Math.Min(m, Panels.RowBlock), Panels.Height))];
        var bPanels = workspace[aPanels.Length..];
        for (var j = 0; j < n; j += ColumnBlock)
        {
            var columns = Math.Min(ColumnBlock, n - j);
            for (var p = 0; p < k; p += depth)
            {
                var terms = Math.Min(depth, k - p);
                Panels.Pack(b.Block(p, j, terms, columns).Transpose(), Panels.Width<T>(), bPanels);
                for (var i = 0; i < m; i += Panels.RowBlock)
                {
                    var rows = Math.Min(Panels.RowBlock, m - i);
                    Panels.Pack(a.Block(i, p, rows, terms), Panels.Height, aPanels);
                    Panels.MultiplyBlock(rows, columns, terms, aPanels, bPanels, c[((i * cRow) + j)..], cRow);
                }
            }
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

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}

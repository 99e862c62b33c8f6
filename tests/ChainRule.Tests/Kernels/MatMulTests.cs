using System.Numerics;
using System.Runtime.Intrinsics;
using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class MatMulTests
{
    [Fact]
    public void Every_small_shape_in_every_layout()
    {
        foreach (var (m, n, k) in from m in Sizes(13) from n in Sizes(35) from k in Sizes(9) select (m, n, k))
        {
            for (var layout = 0; layout < 16; layout++)
            {
                Check<float>(m, n, k, layout);
                Check<double>(m, n, k, layout);
            }
        }

        static IEnumerable<int> Sizes(int last) => [0, 1, 3, 8, last];
    }

    [Fact]
    public void Random_shapes_across_the_block_sizes() =>
        Gen.Select(Gen.Int[1, 310], Gen.Int[1, 150], Gen.Int[1, 670], Gen.Int[0, 15]).Sample(
            (m, n, k, layout) =>
            {
                Check<float>(m, n, k, layout);
                Check<double>(m, n, k, layout);
            },
            iter: 15);

    [Theory]
    [InlineData(3, 3100, 5)]
    [InlineData(13, 3073, 321)]
    [InlineData(13, 700, 1025)]
    [InlineData(100, 33, 2051)]
    [InlineData(23, 100, 1024)] // rows that have the same place in a cache
    [InlineData(1, 3073, 300)]
    [InlineData(3073, 1, 300)]
    public void Shapes_past_a_block_boundary(int m, int n, int k)
    {
        for (var layout = 0; layout < 16; layout++) { Check<float>(m, n, k, layout); }
    }

    [Fact]
    public void No_terms_give_zeros_or_leave_what_was_there()
    {
        double[] c = [1, 2, 3, 4];
        MatMul.Multiply(2, 2, 0, [], 0, 1, [], 2, 1, c, 2, accumulate: true, []);
        Assert.Equal([1, 2, 3, 4], c);
        MatMul.Multiply(2, 2, 0, [], 0, 1, [], 2, 1, c, 2, accumulate: false, []);
        Assert.Equal([0, 0, 0, 0], c);
    }

    [Fact]
    public void Rows_may_be_computed_in_parts()
    {
        const int m = 50, n = 40, k = 30;
        var (a, b) = (Numbers<double>(m * k, 1), Numbers<double>(k * n, 2));
        var (whole, parts) = (new double[m * n], new double[m * n]);
        var workspace = new double[MatMul.WorkspaceLength<double>(m, n, k)];
        MatMul.Multiply(m, n, k, a, k, 1, b, n, 1, whole, n, false, workspace);
        foreach (var (from, count) in ((int, int)[])[(0, 17), (17, 1), (18, 32)])
        {
            MatMul.Multiply(count, n, k, a.AsSpan(from * k), k, 1, b, n, 1, parts.AsSpan(from * n), n, false, workspace);
        }
        for (var i = 0; i < whole.Length; i++) { Assert.Equal(whole[i], parts[i], 1e-13); }
    }

    [Fact]
    public void NaN_and_infinity_reach_only_their_row_and_column()
    {
        const int m = 20, n = 40, k = 30;
        var (a, b) = (Numbers<float>(m * k, 1), Numbers<float>(k * n, 2));
        a[(3 * k) + 4] = float.NaN;
        b[(5 * n) + 6] = float.PositiveInfinity;
        var c = new float[m * n];
        MatMul.Multiply(m, n, k, a, k, 1, b, n, 1, c, n, false, new float[MatMul.WorkspaceLength<float>(m, n, k)]);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++) { Assert.Equal(i != 3 && j != 6, float.IsFinite(c[(i * n) + j])); }
        }
    }

    /// <summary>The blocks that this machine does not choose run here too, in emulated registers if need be.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    public void Every_register_block_multiplies_its_panels(int terms)
    {
        CheckBlocks(new Terms(terms));
    }

    [Fact]
    public void Every_register_block_follows_runs_of_terms() => CheckBlocks(new Terms(3, 5, 7));

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(13, 70, 2051)]
    [InlineData(150, 33, 1025)]
    [InlineData(23, 100, 1024)]
    public void A_packed_right_side_gives_the_same(int m, int n, int k)
    {
        foreach (var isTransposed in (bool[])[true, false])
        {
            CheckPacked<float>(m, n, k, isTransposed);
            CheckPacked<double>(m, n, k, isTransposed);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var (one, two) = (new float[1], new float[2]);
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(2, 1, 1, one, 1, 1, one, 1, 1, two, 1, false, new float[9]));
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(1, 2, 1, one, 1, 1, two, 2, 1, one, 2, false, new float[9]));
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(2, 1, 1, two, 1, 1, one, 1, 1, two, 1, false, one));
    }

    private delegate void Block<T>(Terms terms, ref T a, nint aRow, nint aColumn, ref T b, nint bRow, ref T c, nint cRow, bool adds);

    private static void CheckBlocks(Terms terms)
    {
        CheckBlocks<WideLanes<float>, float>(terms);
        CheckBlocks<WideLanes<double>, double>(terms);
        CheckBlocks<NativeLanes<float>, float>(terms);
        CheckBlocks<NativeLanes<double>, double>(terms);
    }

    private static void CheckBlocks<V, T>(Terms terms)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckHeight<V, T, TwelveRows>(terms);
        CheckHeight<V, T, EightRows>(terms);
        CheckHeight<V, T, SixRows>(terms);
        CheckHeight<V, T, FourRows>(terms);
        CheckHeight<V, T, OneRow>(terms);
    }

    private static void CheckHeight<V, T, H>(Terms terms)
        where V : struct, ILanes<V, T>
        where T : unmanaged, IFloatingPointIeee754<T>
        where H : struct, IBlockHeight
    {
        CheckBlock<T>(H.Rows, 2 * V.Count, terms, RegisterBlock.Multiply<V, T, WideBlock<H>>);
        CheckBlock<T>(H.Rows, V.Count, terms, RegisterBlock.Multiply<V, T, SlimBlock<H>>);
    }

    private static void CheckBlock<T>(int height, int width, Terms terms, Block<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckBlock(height, width, terms, block, rows: true, adds: false);
        CheckBlock(height, width, terms, block, rows: false, adds: true);
    }

    /// <summary>With A by rows or by columns, C replaced or added to.</summary>
    private static void CheckBlock<T>(int height, int width, Terms terms, Block<T> block, bool rows, bool adds)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var count = terms.Runs * terms.Length;
        var (aRow, aColumn) = rows ? (count, 1) : (1, height);
        var (bRow, cRow) = (width + 1, width + 3);
        var (a, b, c) = (Numbers<T>((count * height) + 1, 1), Numbers<T>((count * bRow) + (terms.Runs * (int)terms.Jump) + 1, 2),
            Numbers<T>(height * cRow, 3));
        var before = (T[])c.Clone();
        block(terms, ref a[0], aRow, aColumn, ref b[0], bRow, ref c[0], cRow, adds);
        for (var at = 0; at < c.Length; at++)
        {
            var (i, j) = (at / cRow, at % cRow);
            var expected = adds || j >= width ? before[at] : T.Zero;
            for (var p = 0; p < count
                && j < width; p++) { expected += a[(i * aRow) + (p * aColumn)] * b[(p * bRow) + (p / terms.Length * (int)terms.Jump) + j]; }
            Assert.Equal(double.CreateChecked(expected), double.CreateChecked(c[at]), 1e-5);
        }
    }

    private static void CheckPacked<T>(int m, int n, int k, bool isTransposed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (a, b, c) = (Numbers<T>(m * k, 1), Numbers<T>(k * n, 2), Numbers<T>(m * n, 3));
        var panels = Numbers<T>(RightPanels<T>.RoundUp(n) * k, 4);
        var count = RightPanels<T>.RoundUp(n) / RightPanels<T>.Width;
        // Packed and used in two parts.
        var (down, across) = isTransposed ? (1, k) : (n, 1);
        var right = new Matrix<T>(b, k, n, down, across);
        RightPanels<T>.PackWhole(right, 0, count / 2, panels);
        RightPanels<T>.PackWhole(right, count / 2, count, panels);
        var workspace = Numbers<T>(MatMul.WorkspaceLength<T>(Math.Max(m, 2), Math.Max(n, 2), k) + k * m, 5);
        var middle = Math.Min(n, count / 2 * RightPanels<T>.Width);
        foreach (var (from, to) in ((int, int)[])[(0, middle), (middle, n)])
            if (from < to) { MatMul.MultiplyPacked(new Matrix<T>(a, m, k, k, 1), panels, k, from, to, c, n, workspace); }
        for (var at = 0; at < c.Length; at++)
        {
            var expected = 0.0;
            for (var p = 0; p < k; p++) { expected += double.CreateChecked(a[(at / n * k) + p] * b[(p * down) + (at % n * across)]); }
            Assert.Equal(expected, double.CreateChecked(c[at]), 1e-4);
        }
    }

    /// <summary>Bits of layout: A transposed, B transposed, accumulate, strides with gaps.</summary>
    private static void Check<T>(int m, int n, int k, int layout)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Terms are below 1 in size. Their k roundings could add up to k² / 2 units in the worst case, and stay far below k.
        var tolerance = double.CreateTruncating(T.BitIncrement(T.One) - T.One) * (k + 4);
        var gap = (layout & 8) != 0 ? 2 : 1;
        var (aRow, aCol) = (layout & 1) == 0 ? (k * gap, gap) : (gap, m * gap);
        var (bRow, bCol) = (layout & 2) == 0 ? (n * gap, gap) : (gap, k * gap);
        var accumulate = (layout & 4) != 0;
        var cRow = n + gap;
        var (a, b, c) = (Numbers<T>(m * k * gap, 1), Numbers<T>(k * n * gap, 2), Numbers<T>((m * cRow) + 1, 3));
        var before = (T[])c.Clone();
        var workspace = Numbers<T>(MatMul.WorkspaceLength<T>(m, n, k), 4);
        MatMul.Multiply(m, n, k, a, aRow, aCol, b, bRow, bCol, c, cRow, accumulate, workspace);
        for (var at = 0; at < c.Length; at++)
        {
            var (i, j) = (at / cRow, at % cRow);
            var expected = double.CreateChecked(before[at]);
            if (i < m && j < n)
            {
                expected = accumulate ? expected : 0;
                for (var p = 0; p < k; p++)
                {
                    expected += double.CreateTruncating(a[(i * aRow) + (p * aCol)]) * double.CreateTruncating(b[(p * bRow) + (j * bCol)]);
                }
            }
            var actual = double.CreateChecked(c[at]);
            if (!(Math.Abs(actual - expected) <= tolerance))
            {
                Assert.Fail($"{m}x{n}x{k}, layout {layout}, ({i}, {j}): {actual} instead of {expected}");
            }
        }
    }

    private static T[] Numbers<T>(int count, int seed)
        where T : INumberBase<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((random.NextDouble() * 2) - 1))];
    }
}

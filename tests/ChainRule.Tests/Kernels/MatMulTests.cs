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
        Gen.Select(Gen.Int[1, 310], Gen.Int[1, 150], Gen.Int[1, 530], Gen.Int[0, 15]).Sample(
            (m, n, k, layout) =>
            {
                Check<float>(m, n, k, layout);
                Check<double>(m, n, k, layout);
            },
            iter: 15);

    [Theory]
    [InlineData(3, 3100, 5)]
    [InlineData(13, 3073, 257)]
    [InlineData(145, 33, 513)]
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

    /// <summary>The one of the two blocks that this machine does not choose runs here too, in emulated registers if need be.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(37)]
    public void Both_register_blocks_add_the_product_of_their_panels(int terms)
    {
        CheckBlock<float>(6, 2 * Vector<float>.Count, terms, RegisterBlock6.MultiplyAdd);
        CheckBlock<double>(6, 2 * Vector<double>.Count, terms, RegisterBlock6.MultiplyAdd);
        CheckBlock<float>(12, 2 * Vector512<float>.Count, terms, RegisterBlock12.MultiplyAdd);
        CheckBlock<double>(12, 2 * Vector512<double>.Count, terms, RegisterBlock12.MultiplyAdd);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var (one, two) = (new float[1], new float[2]);
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(2, 1, 1, one, 1, 1, one, 1, 1, two, 1, false, new float[9]));
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(1, 2, 1, one, 1, 1, two, 2, 1, one, 2, false, new float[9]));
        Assert.Throws<ArgumentException>(() => MatMul.Multiply(2, 1, 1, two, 1, 1, one, 1, 1, two, 1, false, one));
    }

    private delegate void RegisterBlock<T>(int terms, ref T a, ref T b, ref T c, int cRow);

    private static void CheckBlock<T>(int height, int width, int terms, RegisterBlock<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var cRow = width + 3;
        var (a, b, c) = (Numbers<T>((terms * height) + 1, 1), Numbers<T>((terms * width) + 1, 2), Numbers<T>(height * cRow, 3));
        var before = (T[])c.Clone();
        block(terms, ref a[0], ref b[0], ref c[0], cRow);
        for (var at = 0; at < c.Length; at++)
        {
            var (i, j) = (at / cRow, at % cRow);
            var expected = before[at];
            for (var p = 0; p < terms && j < width; p++) { expected += a[(p * height) + i] * b[(p * width) + j]; }
            Assert.Equal(double.CreateChecked(expected), double.CreateChecked(c[at]), 1e-5);
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

using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class SortingTests
{
    // Few distinct values, so that ties, both zeros and NaN are common.
    private static readonly double[] Few = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0, 1, -1, 2, 3.5];
    private static readonly Gen<double> Values = Gen.Int[0, 8].Select(i => Few[i]);

    [Fact]
    public void ArgSort_is_a_stable_sort_with_NaN_last() => Values.Array[0, 300].Sample(
        x =>
        {
            var up = Enumerable.Range(0, x.Length).OrderBy(i => double.IsNaN(x[i])).ThenBy(i => x[i]);
            Assert.Equal(up.Select(i => (long)i), Sort(1, x, descending: false));
            var down = Enumerable.Range(0, x.Length).OrderByDescending(i => double.IsNaN(x[i])).ThenByDescending(i => x[i]);
            Assert.Equal(down.Select(i => (long)i), Sort(1, x, descending: true));
        },
        iter: 500);

    [Fact]
    public void ArgSort_of_distinct_numbers_of_every_length()
    {
        for (var n = 0; n <= 70; n++)
        {
            var x = Gen.Double.Array[n].Single();
            long[] expected = [.. Enumerable.Range(0, n).OrderBy(i => x[i]).Select(i => (long)i)];
            Assert.Equal(expected, Sort(1, x, descending: false));
        }
    }

    [Fact]
    public void Rows_are_sorted_apart() =>
        Assert.Equal([1, 2, 0, 0, 2, 1], Sort(2, [3, 1, 2, 4, 6, 5], descending: false));

    [Fact]
    public void Extremes_are_the_first_and_NaN_wins()
    {
        double[] x = [1, 3, 3, 0, 0, 2, /**/ 1, double.NaN, 5, double.NaN, 0, 0, /**/ -0.0, 0, -0.0, 0, 0, 0];
        var indices = new long[3];
        Sorting.ArgMax<double>(3, 6, x, indices);
        Assert.Equal([1, 1, 0], indices);
        Sorting.ArgMin<double>(3, 6, x, indices);
        Assert.Equal([3, 1, 0], indices);
    }

    [Fact]
    public void Scans_along_each_axis() => Gen.Select(Gen.Int[1, 4], Gen.Int[0, 9], Gen.Int[1, 20]).Sample(
        (outer, n, inner) =>
        {
            double[] x = [.. Enumerable.Range(0, outer * n * inner).Select(i => 1 + (Math.Sin(i) / 2))];
            var (sums, products) = (new double[x.Length], new double[x.Length]);
            Scan.CumSum<double>(outer, n, inner, x, sums);
            Scan.CumProd<double>(outer, n, inner, x, products);
            for (var at = 0; at < x.Length; at++)
            {
                var first = at / inner % n == 0;
                Assert.Equal(first ? x[at] : sums[at - inner] + x[at], sums[at]);
                Assert.Equal(first ? x[at] : products[at - inner] * x[at], products[at]);
            }
            Scan.CumSum<double>(outer, n, inner, x, x);
            Assert.Equal(sums, x);
        });

    private static long[] Sort(int rows, double[] x, bool descending)
    {
        var indices = new long[x.Length];
        var n = x.Length / rows;
        Sorting.ArgSort<double>(rows, n, x, indices, descending, new long[n]);
        return indices;
    }
}

using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class IndexingTests
{
    private static readonly Gen<(int Outer, int N, int M, int Inner, int Seed)> Cases =
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[0, 7], Gen.Int[1, 20], Gen.Int[0, 9999]);

    [Fact]
    public void Gather_copies_and_its_transpose_adds() => Cases.Sample(
        c =>
        {
            var random = new Random(c.Seed);
            var x = Numbers(random, c.Outer * c.N * c.Inner);
            var indices = Indices(random, c.M, c.N);
            var y = new double[c.Outer * c.M * c.Inner];
            var slices = random.Next((c.Outer * c.M) + 1);
            Indexing.Gather<double>(slices, c.Outer * c.M, c.N, c.Inner, x, indices, y);
            Indexing.Gather<double>(0, slices, c.N, c.Inner, x, indices, y);
            var gy = Numbers(random, y.Length);
            var expected = new double[x.Length];
            for (var at = 0; at < y.Length; at++)
            {
                var (o, j, i) = (at / c.Inner / c.M, at / c.Inner % c.M, at % c.Inner);
                var source = (((o * c.N) + (int)((indices[j] + c.N) % c.N)) * c.Inner) + i;
                Assert.Equal(x[source], y[at]);
                expected[source] += gy[at];
            }
            var gx = Numbers(random, x.Length); // what was there does not count
            var columns = random.Next(c.Inner + 1);
            Indexing.ScatterAddRows<double>(c.Outer, c.N, c.Inner, 0, columns, gy, indices, gx, new int[c.N + c.M]);
            Indexing.ScatterAddRows<double>(c.Outer, c.N, c.Inner, columns, c.Inner, gy, indices, gx, new int[c.N + c.M]);
            Assert.Equal(expected, gx);
        });

    [Fact]
    public void TakeAlongAxis_copies_and_its_transpose_adds() => Cases.Sample(
        c =>
        {
            var random = new Random(c.Seed);
            var x = Numbers(random, c.Outer * c.N * c.Inner);
            var indices = Indices(random, c.Outer * c.M * c.Inner, c.N);
            var y = new double[indices.Length];
            Indexing.TakeAlongAxis<double>(c.Outer, c.N, c.M, c.Inner, x, indices, y);
            var gy = Numbers(random, y.Length);
            var gx = Numbers(random, x.Length); // what was there does not count
            var expected = new double[x.Length];
            for (var at = 0; at < y.Length; at++)
            {
                var (o, i) = (at / (c.Inner * c.M), at % c.Inner);
                var source = (((o * c.N) + (int)((indices[at] + c.N) % c.N)) * c.Inner) + i;
                Assert.Equal(x[source], y[at]);
                expected[source] += gy[at];
            }
            Indexing.ScatterAddAlongAxis<double>(c.Outer, c.N, c.M, c.Inner, gy, indices, gx,
                new double[Indexing.SumsAlongAxis(c.N, c.Inner)]);
            Assert.Equal(expected, gx);
        });

    [Theory]
    [InlineData(3)]
    [InlineData(-4)]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void An_index_off_the_axis_is_named(long index)
    {
        var e = Assert.Throws<IndexOutOfRangeException>(() => Indexing.Gather<float>(0, 1, 3, 1, new float[3], [index], new float[1]));
        Assert.Equal($"Index {index} is out of range for an axis of size 3.", e.Message);
        Assert.Throws<IndexOutOfRangeException>(
            () => Indexing.ScatterAddRows<float>(1, 3, 1, 0, 1, new float[1], [index], new float[3], new int[4]));
        Assert.Throws<IndexOutOfRangeException>(
            () => Indexing.TakeAlongAxis<float>(1, 3, 1, 1, new float[3], [index], new float[1]));
        Assert.Throws<IndexOutOfRangeException>(
            () => Indexing.ScatterAddAlongAxis<float>(1, 3, 1, 1, new float[1], [index], new float[3], new double[3]));
    }

    private static double[] Numbers(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextDouble())];

    private static long[] Indices(Random random, int count, int n) =>
        [.. Enumerable.Range(0, count).Select(_ => (long)random.Next(-n, n))];
}

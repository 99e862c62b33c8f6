using ChainRule.Kernels;
using CsCheck;

namespace ChainRule.Tests.Kernels;

public class RowsTests
{
    private static readonly Gen<(int Rows, int Count, int Step, int Gap)> Sizes = Gen.Select(Gen.Int[0, 4], Gen.Int[0, 40], Gen.Int[1, 3],
        Gen.Int[0, 3]);

    [Fact]
    public void Rows_are_copied_and_what_lies_between_is_left() => Sizes.Sample(size =>
    {
        var (rows, count, _, gap) = size;
        var from = Numbered(rows * (count + 1));
        var to = new double[rows * (count + gap)];
        var expected = new double[to.Length];
        for (var i = 0; i < rows
            * count; i++) { expected[(i / count * (count + gap)) + (i % count)] = from[(i / count * (count + 1)) + (i % count)]; }
        Rows.Copy<double>(rows, count, from, count + 1, to, count + gap);
        Assert.Equal(expected, to);
    });

    [Fact]
    public void Thinning_takes_every_few_and_spreading_puts_them_back() => Sizes.Sample(size =>
    {
        var (rows, count, step, gap) = size;
        var row = (count * step) + gap;
        var from = Numbered(rows * row);
        var thin = new double[rows * count];
        Rows.Thin<double>(rows, count, from, row, step, thin, count);
        Assert.Equal(Enumerable.Range(0, rows * count).Select(i => from[(i / count * row) + (i % count * step)]), thin);
        var back = new double[rows * row];
        Rows.Broadcast<double>(rows, count, thin, count, back, row, step);
        Assert.Equal(from.Select((value, i) => i % row % step == 0 && i % row / step < count ? value : 0), back);
    });

    [Fact]
    public void Rows_that_reach_beyond_a_span_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Rows.Copy<double>(2, 3, new double[5], 3, new double[6], 3));
        Assert.Throws<ArgumentException>(() => Rows.Thin<double>(1, 3, new double[4], 4, 2, new double[3], 3));
        Assert.Throws<ArgumentException>(() => Rows.Broadcast<double>(1, 3, new double[3], 3, new double[4], 4, 2));
    }

    private static double[] Numbered(int count) => [.. Enumerable.Range(1, count).Select(i => (double)i)];
}

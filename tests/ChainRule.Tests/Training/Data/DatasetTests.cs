using ChainRule.Training;
using CsCheck;

namespace ChainRule.Tests.Training.Data;

/// <summary>Examples in memory, parts of them, and how they are split.</summary>
public class DatasetTests
{
    private static readonly TensorDataset Rows = new(
        TensorData.Wrap([1f, 2, 3, 4, 5, 6], [3, 2]), TensorData.Wrap([7L, 8, 9], [3]), TensorData.Wrap([true, false, true], [3]));

    [Fact]
    public void Examples_are_copied_in_the_order_asked_for()
    {
        var batch = Rows.Allocate(4);
        Rows.Read([2, 0, 2, 1], batch);
        Assert.Equal([5f, 6, 1, 2, 5, 6, 3, 4], batch[0].ToArray<float>());
        Assert.Equal([9L, 7, 9, 8], batch[1].ToArray<long>());
        Assert.Equal([true, true, true, false], batch[2].ToArray<bool>());
    }

    [Fact]
    public void A_range_and_a_choice_are_datasets()
    {
        Assert.Equal([8L, 9], Rows[1..].ToMemory().Arrays[1].ToArray<long>());
        Assert.Equal([9L, 7], new Subset(Rows, [2, 0]).ToMemory().Arrays[1].ToArray<long>());
        Assert.Equal([7L], new Subset(Rows, [2, 0])[1..].ToMemory().Arrays[1].ToArray<long>());
        Assert.Equal("there are the examples 0 to 2 (Parameter 'examples')\nActual value was 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Subset(Rows, [3])).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.StartsWith("the first axes count the same examples, but the shapes are [2], [3]",
            Assert.Throws<ShapeException>(
                () => new TensorDataset(TensorData.Zeros([2], DType.Float32), TensorData.Zeros([3], DType.Float32))).Message,
                StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => new TensorDataset(TensorData.Zeros([], DType.Float32)));
        Assert.Throws<ShapeException>(() => new TensorDataset());
        Assert.Throws<ShapeException>(() => Rows.Read([0], Rows.Allocate(2)));
        Assert.Throws<ShapeException>(() => Rows.Read([0], [Rows.Allocate(1)[0]]));
        Assert.Throws<ShapeException>(() => Rows.Read([0], [TensorData.Zeros([1, 2], DType.Float64), .. Rows.Allocate(1)[1..]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Read([3], Rows.Allocate(1)));
    }

    [Fact]
    public void A_split_shares_out_all_examples() => Gen.Select(Gen.Int[1, 300], Gen.Double[0, 1], Gen.Long).Sample((count, share, seed) =>
    {
        var (first, second) = Numbered(count).Split(share, seed);
        Assert.Equal((int)Math.Round(count * share), first.Count);
        Assert.Equal(Enumerable.Range(0, count), first.Examples.Concat(second.Examples).Order());
    });

    [Fact]
    public void A_split_is_by_chance_and_the_seed_decides()
    {
        var data = Numbered(1000);
        Assert.Equal(data.Split(0.5, 1).First.Examples, data.Split(0.5, 1).First.Examples);
        Assert.NotEqual(data.Split(0.5, 1).First.Examples, data.Split(0.5, 2).First.Examples);
        Assert.InRange(data.Split(0.5, 1).First.Examples.Average(), 450, 550);
    }

    [Fact]
    public void A_split_by_class_takes_as_much_of_each()
    {
        // 60 of class 0, 30 of class 1, 11 of class 2
        var classes = Enumerable.Range(0, 101).Select(i => i < 60 ? 0L : i < 90 ? 1L : 2L).ToArray();
        var (first, second) = new TensorDataset(TensorData.Wrap(classes, [101])).Split(0.8, 7, classColumn: 0);
        Assert.Equal((81, 20), (first.Count, second.Count));
        Assert.Equal([48, 24, 9], first.Examples.GroupBy(i => classes[i]).OrderBy(g => g.Key).Select(g => g.Count()));
        Assert.Equal(Enumerable.Range(0, 101), first.Examples.Concat(second.Examples).Order());
    }

    [Fact]
    public void A_split_says_what_it_needs()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Split(1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Split(double.NaN));
        Assert.StartsWith("column 0 does not hold a class, Int64 []; the columns are Float32 [2], Int64 [], Bool []",
            Assert.Throws<ArgumentException>(() => Rows.Split(0.5, classColumn: 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Rows.Split(0.5, classColumn: 3));
    }

    private static TensorDataset Numbered(int count) => new(TensorData.Wrap([.. Enumerable.Range(0, count).Select(i => (long)i)], [count]));
}

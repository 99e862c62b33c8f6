using ChainRule.Graph;
using ChainRule.Tests.Execution;
using ChainRule.Training;

namespace ChainRule.Tests.Training.Data;

/// <summary>Batches: what is in them, in which order, and what becomes of the thread that makes them.</summary>
[Collection(nameof(Alone))]
public class LoaderTests
{
    private static readonly TensorDataset Numbers = new(TensorData.Wrap([.. Enumerable.Range(0, 103).Select(i => (long)i)], [103]));

    private static List<long> Order(Loader loader, int pass, int from = 0) =>
        [.. loader.Pass(pass, from).SelectMany(batch => batch[0].ToArray<long>())];

    [Fact]
    public void Every_example_comes_once_a_pass_in_another_order_each_pass()
    {
        var loader = new Loader(Numbers, 10) { Seed = 3 };
        Assert.Equal((11, 103), (loader.Batches, loader.Count));
        var (first, second) = (Order(loader, 0), Order(loader, 1));
        Assert.Equal(Numbers.Arrays[0].ToArray<long>(), first.Order());
        Assert.Equal(first.Order(), second.Order());
        Assert.NotEqual(first, second);
        Assert.NotEqual(first, first.Order());
    }

    [Fact]
    public void Seed_and_pass_decide_the_order()
    {
        Assert.Equal(Order(new(Numbers, 10) { Seed = 3 }, 5), Order(new(Numbers, 7) { Seed = 3 }, 5));
        Assert.NotEqual(Order(new(Numbers, 10) { Seed = 3 }, 5), Order(new(Numbers, 10) { Seed = 4 }, 5));
        Assert.Equal(Numbers.Arrays[0].ToArray<long>(), Order(new(Numbers, 10) { Shuffle = false }, 5));
    }

    [Fact]
    public void All_orders_are_as_likely()
    {
        var data = new TensorDataset(TensorData.Wrap(new long[] { 0, 1, 2 }, [3]));
        var loader = new Loader(data, 3);
        var counts = Enumerable
            .Range(0, 6000)
            .GroupBy(pass => string.Join(' ', Order(loader, pass)))
            .Select(group => group.Count())
            .ToList();
        Assert.Equal(6, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 1000 - 5 * 29, 1000 + 5 * 29)); // five standard deviations, √(6000·1/6·5/6)
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(11)]
    public void A_pass_goes_on_from_its_middle(int from)
    {
        var loader = new Loader(Numbers, 10) { Seed = 3 };
        Assert.Equal(Order(loader, 2).Skip(10 * from), Order(loader, 2, from));
    }

    [Fact]
    public void The_last_batch_is_smaller_or_left_out()
    {
        Assert.Equal([50, 50, 3], new Loader(Numbers, 50).Pass(0).Select(batch => batch[0].Shape[0]));
        var loader = new Loader(Numbers, 50) { DropLast = true };
        Assert.Equal((2, 100), (loader.Batches, loader.Count));
        Assert.Equal([50, 50], loader.Pass(0).Select(batch => batch[0].Shape[0]));
        Assert.Equal([103], new Loader(Numbers, 1000) { DropLast = true }.Pass(0).Select(batch => batch[0].Shape[0]));
    }

    [Fact]
    public void A_batch_holds_until_the_next_is_asked_for()
    {
        long[]? held = null;
        foreach (var batch in new Loader(Numbers, 2).Pass(0))
        {
            held = batch[0].ToArray<long>();
            Thread.Sleep(1); // the next one is prepared meanwhile
            Assert.Equal(held, batch[0].ToArray<long>());
        }
        Assert.NotNull(held);
    }

    [Fact]
    public void Batches_allocate_nothing()
    {
        var loader = new Loader(
            new TensorDataset(TensorData.Zeros([100_000, 3], DType.Float32), TensorData.Zeros([100_000], DType.Int64))[..90_000], 16);
        foreach (var _ in loader.Pass(0)) { }
        Assert.Equal(0, FewestBytesOf500(loader));
    }

    private static long FewestBytesOf500(Loader loader)
    {
        var (fewest, before, batches) = (long.MaxValue, GC.GetTotalAllocatedBytes(precise: true), 0);
        foreach (var _ in loader.Pass(1))
        {
            if (++batches % 500 != 0) continue;
            // the first ones include the start of the pass
            if (batches > 500) fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
            before = GC.GetTotalAllocatedBytes(precise: true);
        }
        return fewest;
    }

    [Fact]
    public void What_goes_wrong_on_the_thread_arrives()
    {
        var loader = new Loader(new Failing(failAt: 3), 1) { Shuffle = false };
        var seen = 0;
        var error = Assert.Throws<InvalidDataException>(() => { foreach (var _ in loader.Pass(0)) seen++; });
        Assert.Equal((3, "example 3 is broken"), (seen, error.Message));
        Assert.Equal(2, loader.Pass(0).Take(2).Count()); // the loader is not spoilt
    }

    [Fact]
    public void The_thread_ends_with_the_pass()
    {
        var data = new Failing(failAt: 1000, milliseconds: 30); // so that it still reads when the pass is ended
        foreach (var _ in new Loader(data, 1).Pass(0)) break;
        Assert.False(data.Reader!.IsAlive);
        foreach (var _ in new Loader(data, 10).Pass(0)) { }
        Assert.False(data.Reader!.IsAlive);
        Assert.NotSame(Thread.CurrentThread, data.Reader);
    }

    [Fact]
    public void Two_passes_at_once_are_refused()
    {
        var loader = new Loader(Numbers, 10);
        foreach (var _ in loader.Pass(0))
        {
            Assert.Contains("under way", Assert.Throws<InvalidOperationException>(() => Order(loader, 1)).Message,
                StringComparison.Ordinal);
            break;
        }
        Assert.Equal(103, Order(loader, 1).Count);
    }

    [Fact]
    public void What_cannot_be_is_refused_at_once()
    {
        Assert.Throws<ArgumentException>(() => new Loader(Numbers[..0], 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Loader(Numbers, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Loader(Numbers, 10).Pass(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Loader(Numbers, 10).Pass(0, 12));
    }

    private sealed class Failing(int failAt, int milliseconds = 0) : Dataset
    {
        public override int Count => 30;

        public override IReadOnlyList<TensorType> Columns { get; } = [new(DType.Int64, [])];

        public Thread? Reader { get; private set; }

        public override void Read(ReadOnlySpan<int> examples, IReadOnlyList<TensorData> batch, int pass = 0)
        {
            Reader = Thread.CurrentThread;
            Thread.Sleep(milliseconds);
            if (examples.Contains(failAt)) throw new InvalidDataException($"example {failAt} is broken");
        }
    }
}

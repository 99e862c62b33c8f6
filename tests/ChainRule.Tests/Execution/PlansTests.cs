using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Tests.Execution;

/// <summary>What evaluations keep for the next ones: bounded in bytes, whatever is evaluated.</summary>
[Collection(nameof(Alone))] // the cache is the process's
public sealed class PlansTests : IDisposable
{
    private const int Megabyte = 1 << 20;
    private readonly long before = Plans.MaxBytes;
    private readonly Tensor x = Tensor.Constant(TensorData.Zeros([4, Megabyte / 8], DType.Float64)); // 4 MB

    public PlansTests() => Plans.Clear();

    public void Dispose()
    {
        Plans.Clear();
        Plans.MaxBytes = before;
    }

    [Fact]
    public void At_first_64_MB_are_kept() => Assert.Equal(64 * Megabyte, Plans.MaxBytes);

    [Fact]
    public void Numbers_that_change_share_one_plan_and_its_memory()
    {
        for (var i = 0; i < 20; i++) Assert.Equal(i + 0.5, Max(Cos(x) * (i + 0.5)).Item());
        Assert.InRange(Plans.Bytes, 1, Megabyte);
        for (var i = 0; i < 20; i++) Assert.Equal(i + 0.5, (Cos(x) * (i + 0.5)).Evaluate()[7]);
        Assert.InRange(Plans.Bytes, 4 * Megabyte, 6 * Megabyte);
    }

    [Fact]
    public void Memory_stays_flat_where_every_round_has_another_structure()
    {
        Plans.MaxBytes = 10 * Megabyte;
        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 40; i++)
        {
            Sin(Slice(x, 1, i, x.Shape[1] - i)).Evaluate();
            Assert.InRange(Plans.Bytes, 0, 15 * Megabyte);
        }
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - start, 0, 20 * Megabyte);
    }

    /// <summary>Plans of graphs that need no memory to run in count by an estimate: graphs of 1000 ops, a structure each.</summary>
    [Fact]
    public void Plans_themselves_are_bounded_too()
    {
        Plans.MaxBytes = 2 * Megabyte;
        var start = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < 30; i++)
        {
            Tensor y = Tensor.Constant([1.0, 2.0]);
            for (var op = 0; op < 1000; op++) y = op % 30 == i ? Sin(y) : y * 0.5 + y;
            y.Evaluate();
        }
        Assert.InRange(Plans.Bytes, Megabyte, 4 * Megabyte);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - start, 0, 8 * Megabyte); // all 30 take 25
    }

    [Fact]
    public void The_plan_used_last_is_kept_whatever_its_size()
    {
        Plans.MaxBytes = 0;
        Sin(x).Evaluate();
        Assert.InRange(Plans.Bytes, 4 * Megabyte, 5 * Megabyte);
        Sum(Slice(x, 1, 0, 2)).Evaluate();
        Assert.InRange(Plans.Bytes, 1, Megabyte);
    }

    [Fact]
    public void A_plan_is_run_again_in_the_same_memory()
    {
        Sin(x).Evaluate();
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < 5; i++) Sin(x).Evaluate();
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - allocated, 20 * Megabyte, 22 * Megabyte); // the results alone
    }

    [Fact]
    public void Clear_drops_all()
    {
        Sin(x).Evaluate();
        Plans.Clear();
        Assert.Equal(0, Plans.Bytes);
        Assert.Equal(0, Sin(x).Evaluate()[0]);
    }

    [Fact]
    public void A_negative_maximum_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Plans.MaxBytes = -1);

    [Fact]
    public void Threads_that_evaluate_one_structure_at_once_with_other_numbers_get_their_own_results()
    {
        Plans.MaxBytes = Megabyte; // sessions come and go
        var y = Tensor.Constant(TensorData.Wrap(Enumerable.Range(0, 5000).Select(i => (double)i).ToArray(), [5000]));
        Parallel.For(0, TestTier.Cases(2000, 50_000), new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
        {
            var result = (y * (i + 0.5) + (i + 0.25)).Evaluate();
            for (var at = 0; at < 5000; at += 499) Assert.Equal(at * (i + 0.5) + (i + 0.25), result[at]);
            if (i % 10 == 0) Plans.Clear();
        });
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e-320)]
    public void Odd_numbers_share_a_plan_with_ordinary_ones(double odd)
    {
        var y = Tensor.Constant([3.0, -4.0]);
        foreach (var number in new[] { 0.5, odd, 0.25 })
        {
            Assert.Equal([3 * number, -4 * number], (y * number).Evaluate().ToDoubles());
        }
    }

    /// <summary>Numbers that a row of the simplifier reads have plans of their own, and their results are right after others'.</summary>
    [Fact]
    public void Numbers_that_rules_read_give_right_results_among_others()
    {
        var y = Tensor.Constant([3.0, -4.0]);
        foreach (var number in new[] { 0.5, 1, 2, -1, 0, 0.5, 3 })
        {
            Assert.Equal([3 * number, -4 * number], (y * number).Evaluate().ToDoubles());
            Assert.Equal([3 + number, -4 + number], (y + number).Evaluate().ToDoubles());
            Assert.Equal([Math.Pow(3, number), Math.Pow(-4, number)], Pow(y, number).Evaluate().ToDoubles());
            Assert.Equal([number, number], (number + 0 * Square(y)).Evaluate().ToDoubles());
        }
    }

    [Fact]
    public void Steps_have_their_own_numbers()
    {
        var w = new Parameter([1.0, 2.0], "w");
        var (one, two) = (new Step([Sum(w * 3)]), new Step([Sum(w * 5)]));
        one.Run();
        two.Run();
        Assert.Equal((9, 15), (one.Scalar(), two.Scalar()));
        one.Run();
        Assert.Equal(9, one.Scalar());
    }
}

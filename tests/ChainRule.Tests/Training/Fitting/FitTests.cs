using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Tests.Training;

/// <summary>Fits from C#, without a command line.</summary>
public class FitTests
{
    private readonly Parameter w = new(1.0, "w");
    private readonly Parameter b = new(1.0, "b");

    private static Input Column(double[] values, string name) => new(TensorData.Wrap(values, [values.Length]), name);

    [Fact]
    public void Finds_the_lecture_s_weight()
    {
        var result = new Fit(w * Column([1], "x"), Column([2], "y"), w).RunNow();
        Assert.Equal(2, w.Value.Item(), 1e-12);
        Assert.Equal(FitStop.Converged, result.Stop);
        Assert.Equal([1, 0], result.History);
    }

    [Fact]
    public void A_line_is_what_the_normal_equations_say()
    {
        var x = Made.Uniform(1, 50, 0, 10);
        var y = Made.Noisy(1, x, v => 2 * v + 1, 0.5);
        var result = new Fit(w * Column(x, "x") + b, Column(y, "y"), w, b).RunNow();
        var (mx, my) = (x.Average(), y.Average());
        var slope = x.Zip(y, (a, c) => (a - mx) * (c - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        Assert.Equal(slope, w.Value.Item(), 1e-9);
        Assert.Equal(my - slope * mx, b.Value.Item(), 1e-8);
        var errors = x.Zip(y, (a, c) => c - slope * a - (my - slope * mx)).Sum(e => e * e) / 50;
        Assert.Equal(errors, result.Loss, 1e-12);
        Assert.Equal(1 - errors / (y.Sum(c => (c - my) * (c - my)) / 50), result.Metrics.R2!.Value, 1e-12);
        Assert.Equal(Math.Sqrt(errors), result.Metrics.Rmse!.Value, 1e-12);
    }

    [Theory]
    [InlineData(1e-9)]
    [InlineData(1e9)]
    public void Units_of_the_data_do_not_matter(double scale)
    {
        var x = Made.Uniform(2, 200, 0, 10);
        var y = Made.Noisy(2, x, v => scale * (5 * Math.Exp(-0.7 * v) + 1), scale * 0.01);
        var (a, k, c) = (new Parameter(1.0, "a"), new Parameter(1.0, "k"), new Parameter(1.0, "c"));
        new Fit(a * Exp(-k * Column([.. x.Select(v => v / scale)], "x")) + c, Column(y, "y"), a, k, c).RunNow();
        Assert.Equal(5, a.Value.Item() / scale, 0.05);
        Assert.Equal(0.7, k.Value.Item() / scale, 0.01);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(64)]
    [InlineData(7)]
    public void Every_optimizer_learns_a_line_in_batches_of_any_size(int? batch)
    {
        var x = Made.Uniform(3, 100, -1, 1);
        var y = Made.Noisy(3, x, v => 2 * v + 1, 0);
        foreach (var optimizer in new Optimizer[] { new Sgd(0.1), new Sgd(0.02, Momentum: 0.9), new Adam(0.05),
            new AdamW(0.05, WeightDecay: 0) })
        {
            (w.Value, b.Value) = (Scalar(-3), Scalar(4));
            var result = new Fit(w * Column(x, "x") + b, Column(y, "y"), w,
                b)
            { Optimizer = optimizer, Batch = batch, Epochs = 2000, Seed = 5 }.RunNow();
            Assert.Equal(2, w.Value.Item(), 1e-4);
            Assert.Equal(1, b.Value.Item(), 1e-4);
            Assert.True(result.Epochs < 2000 && result.Stop == FitStop.Converged, $"{optimizer} {result.Epochs} {result.Stop}");
        }
    }

    [Fact]
    public void A_batch_of_all_rows_is_no_batch()
    {
        var (x, y) = (Column([1, 2, 3], "x"), Column([2, 4, 7], "y"));
        double[] Losses(int? batch)
        {
            w.Value = Scalar(0);
            return [.. new Fit(w * x, y, w) { Optimizer = new Sgd(0.05), Batch = batch, Epochs = 20 }.RunNow().History];
        }
        Assert.Equal(Losses(null), Losses(3));
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits()
    {
        var x = Made.Uniform(4, 60, 0, 10);
        var y = Made.Noisy(4, x, v => Math.Sin(2 * v), 0.1);
        (double, double) Run(int seed, Optimizer? optimizer)
        {
            (w.Value, b.Value) = (Scalar(1), Scalar(1));
            new Fit(Sin(w * Column(x, "x") + b), Column(y, "y"), w,
                b)
            { Seed = seed, Optimizer = optimizer, Batch = optimizer is null ? null : 10, Epochs = 20 }.RunNow();
            return (w.Value.Item(), b.Value.Item());
        }
        Assert.Equal(Run(1, null), Run(1, null));
        Assert.Equal(Run(1, new Adam(0.01)), Run(1, new Adam(0.01)));
        Assert.NotEqual(Run(1, new Adam(0.01)), Run(2, new Adam(0.01)));
    }

    [Fact]
    public void A_parameter_that_is_not_searched_begins_where_it_is()
    {
        // cos(w) = 1 has a solution at every multiple of 2π: the nearest one is found.
        var x = Column([.. Enumerable.Repeat(1.0, 5)], "x");
        w.Value = Scalar(12.3);
        new Fit(Cos(w * x), Column([.. Enumerable.Repeat(1.0, 5)], "y"), w) { Searched = [] }.RunNow();
        Assert.Equal(4 * Math.PI, w.Value.Item(), 1e-3);
    }

    [Fact]
    public void The_absolute_error_ignores_an_outlier()
    {
        var x = Enumerable.Range(0, 21).Select(i => (double)i).ToArray();
        var y = x.Select(v => 3 * v + (v == 20 ? 1000 : 0)).ToArray();
        new Fit(w * Column(x, "x"), Column(y, "y"), w) { Loss = FitLoss.MeanAbsoluteError }.RunNow();
        Assert.Equal(3, w.Value.Item(), 1e-6);
        new Fit(w * Column(x, "x"), Column(y, "y"), w) { Loss = FitLoss.Huber }.RunNow();
        Assert.Equal(3, w.Value.Item(), 0.1);
        new Fit(w * Column(x, "x"), Column(y, "y"), w).RunNow();
        Assert.InRange(w.Value.Item(), 5, 20);
    }

    [Fact]
    public void The_logistic_loss_does_not_overflow()
    {
        w.Value = Scalar(1);
        var problem = new Fit(w * Column([-800, 900], "x"), Column([1, 0], "y"),
            w)
        { Loss = FitLoss.Logistic, Optimizer = new Sgd(1e-9), Epochs = 1 };
        Assert.Equal(850, problem.RunNow().History[0], 1e-9);
    }

    [Fact]
    public void Divergence_names_the_epoch_and_goes_back_to_the_best()
    {
        var fit = new Fit(w * Column([1], "x"), Column([2], "y"), w) { Optimizer = new Sgd(10) };
        var error = Assert.Throws<FitDivergedException>(() => fit.RunNow());
        Assert.Contains($"in epoch {error.Epoch};", error.Message, StringComparison.Ordinal);
        Assert.Contains("a smaller rate than 10", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, w.Value.Item());
    }

    [Fact]
    public void A_loss_that_is_never_a_number_is_an_error()
    {
        var fit = new Fit(Log(-Square(w * Column([1, 2], "x"))), Column([2, 3], "y"), w);
        Assert.Contains("begin with other values", Assert.Throws<FitDivergedException>(() => fit.RunNow()).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Tells_each_epoch_and_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        var told = new List<FitProgress>();
        var fit = new Fit(w * Column([1], "x"), Column([2], "y"), w) { Optimizer = new Sgd(0.01), Epochs = 50 };
        Assert.Throws<OperationCanceledException>(() => fit.Run(new Listener(progress =>
        {
            told.Add(progress);
            if (progress.Epoch == 3) cancellation.Cancel();
        }), cancellation.Token));
        Assert.Equal([1, 2, 3], told.Select(p => p.Epoch));
        Assert.Equal(told.OrderByDescending(p => p.Loss), told);
        Assert.All(told, p => Assert.Equal(50, p.Epochs));
    }

    [Fact]
    public void Parameters_that_begin_with_the_same_data_go_their_own_ways()
    {
        var shared = Scalar(0);
        (w.Value, b.Value) = (shared, shared);
        new Fit(w * Column([1, 2, 3], "x") + b, Column([3, 5, 7], "y"), w, b) { Optimizer = new Adam(0.1), Epochs = 3000 }.RunNow();
        Assert.Equal((2, 1), (Math.Round(w.Value.Item(), 4), Math.Round(b.Value.Item(), 4)));
        Assert.Equal(0, shared.Item());
    }

    [Fact]
    public void Says_what_does_not_fit()
    {
        var (x, y) = (Column([1, 2], "x"), Column([1, 2, 3], "y"));
        Assert.Contains("'y', has [3]", Assert.Throws<ShapeException>(() => new Fit(w * x, y, w)).Message, StringComparison.Ordinal);
        Assert.Contains("does not depend on 'b'", Assert.Throws<ShapeException>(() => new Fit(w * x, x, w, b)).Message,
            StringComparison.Ordinal);
        var meets = new Fit(w * x - Mean(w * x), Column([1, 2], "z"), w) { Optimizer = new Sgd(0.1), Batch = 1 };
        Assert.Contains("cannot be fitted in batches", Assert.Throws<ShapeException>(() => meets.RunNow()).Message,
            StringComparison.Ordinal);
    }

    private static TensorData Scalar(double value) => TensorData.Create<double>([value], Shape.Scalar);

    private sealed class Listener(Action<FitProgress> report) : IProgress<FitProgress>
    {
        public void Report(FitProgress value) => report(value);
    }
}

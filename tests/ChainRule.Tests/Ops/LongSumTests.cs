using ChainRule.Tests.Execution;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>
/// Sums of very many terms in single precision are as exact as Sum, wherever an op adds, and the same for any number of threads.
/// </summary>
[Collection(nameof(Alone))]
public class LongSumTests
{
    private const float Term = 0.1f;
    private static readonly int Count = TestTier.Cases(1_000_000, 10_000_000);
    private static readonly Input Terms = new(TensorData.Create(Enumerable.Repeat(Term, Count).ToArray(), [Count]));

    private static readonly Input Hits = new(TensorData.Create(Enumerable.Repeat(1L, Count).ToArray(), [Count]));

    /// <summary>What adds <see cref="Count"/> terms of 0.1 into each of its results, or into the last of each column.</summary>
    private static readonly Dictionary<string, Func<Tensor>> Sums = new()
    {
        ["Sum"] = () => Sum(Terms),
        ["Sum of columns"] = () => Sum(Columns(3), [0]),
        ["Mean"] = () => Mean(Terms) * Count,
        ["CumSum"] = () => Slice(CumSum(Terms, 0), 0, Count - 1, 1),
        ["CumSum of columns"] = () => Slice(CumSum(Columns(3), 0), 0, Count - 1, 1),
        ["CumSum's gradient"] = () => Slice(Gradient.Vjp(CumSum(Terms, 0), Terms, [Terms])[0], 0, 0, 1),
        ["CumSum's tangent"] = () => Slice(Gradient.Jvp(CumSum(Terms, 0), (Terms, Terms)), 0, Count - 1, 1),
        ["Gather's gradient"] = () => Slice(OfGather(Parameter(2), Terms), 0, 1, 1),
        ["Gather's gradient of columns"] = () => Slice(OfGather(Parameter(2, 3), Columns(3)), 0, 1, 1),
        ["Embedding's gradient"] = () => Slice(OfEmbedding(Parameter(2, 3), Columns(3)), 0, 1, 1),
        ["ScatterAdd"] = () => Slice(ScatterAdd(Parameter(2), Ones(Count), Terms, 0), 0, 1, 1),
        ["ScatterAdd of columns"] = () => Slice(ScatterAdd(Parameter(2, 3), Ones(Count, 3), Columns(3), 0), 0, 1, 1),
        ["TakeAlongAxis's gradient"] = () => Slice(OfTake(Parameter(2), Terms), 0, 1, 1),
        ["Broadcasting's gradient"] = () => OfBroadcast(Parameter(1, 3), Columns(3)),
        ["A product with a narrow matrix"] = () => MatMul(Terms.Reshape([1, Count]), One(Terms).BroadcastTo([Count, 3])),
        ["A product with a vector"] = () => MatMul(Terms.Reshape([1, Count]), One(Terms).BroadcastTo([Count, 1])),
        ["A product of matrices"] = () => MatMul(Terms.Reshape([1, Count]).BroadcastTo([5, Count]), One(Terms).BroadcastTo([Count, 20])),
        ["Norm"] = () => Square(Norm(Sqrt(Terms))),
        ["EuclideanNorm"] = () => Square(EuclideanNorm(Sqrt(Terms))),
        ["LogSumExp"] = () => Exp(LogSumExp(Log(Terms) - 10)) * Math.Exp(10),
    };

    public static TheoryData<string> All => [.. Sums.Keys];

    [Theory, MemberData(nameof(All))]
    public void They_are_exact_to_a_millionth(string name)
    {
        var exact = Count * (double)Term;
        var tolerance = name.Contains("roduct", StringComparison.Ordinal) ? 1e-4 : 3e-6; // products are fast first: two levels of sums
        Assert.All(Sums[name]().Evaluate().ToDoubles(),
            sum => Assert.True(Math.Abs(sum / exact - 1) < tolerance, $"{sum:R} instead of {exact:R}, off by {sum / exact - 1:E1}"));
    }

    [Theory, MemberData(nameof(All))]
    public void They_are_the_same_for_any_number_of_threads(string name)
    {
        var before = Threads.Count;
        try
        {
            var results = ((int[])[1, 2, 3, 8]).Select(count =>
            {
                Threads.Count = count;
                return Sums[name]().Evaluate().ToDoubles();
            }).ToList();
            Assert.All(results, result => Assert.Equal(results[0], result));
        }
        finally
        {
            Threads.Count = before;
        }
    }

    private static Tensor Columns(int count) => Terms.Reshape([Count, 1]).BroadcastTo([Count, count]);

    private static Parameter Parameter(params int[] shape) => new(TensorData.Zeros([.. shape], DType.Float32));

    private static Tensor Ones(params int[] shape) =>
        Hits.Reshape([Count, .. Enumerable.Repeat(1, shape.Length - 1)]).BroadcastTo([.. shape]);

    private static Tensor OfGather(Parameter x, Tensor cotangent) => Gradient.Vjp(Gather(x, Ones(Count)), cotangent, [x])[0];

    private static Tensor OfEmbedding(Parameter x, Tensor cotangent) => Gradient.Vjp(Embedding(x, Ones(Count)), cotangent, [x])[0];

    private static Tensor OfTake(Parameter x, Tensor cotangent) => Gradient.Vjp(TakeAlongAxis(x, Ones(Count), 0), cotangent, [x])[0];

    private static Tensor OfBroadcast(Parameter x, Tensor cotangent) => Gradient.Vjp(x.BroadcastTo(cotangent.Shape), cotangent, [x])[0];
}

using ChainRule.Execution;
using ChainRule.Planning;
using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>
/// How passes are cut. A race of two chunks shows in the results only now and then, so these tests go over the plan instead, element by
/// element, and look which chunk adds to which result.
/// </summary>
[Collection(nameof(Execution.Alone))] // sets the number of threads
public class ChunkSizeTests
{
    private static readonly (int[] Shape, int[] Axes)[] Cases =
    [
        ([3, 2_000_000], [1]), // rows longer than chunks
        ([64, 3000], [1]), ([64, 3000], [0]), ([200_000], [0]),
        ([70, 5, 900], [1]), ([5, 70, 900], [0, 2]), ([5, 70, 900], [0, 1]), ([9, 30, 900], [1, 2]),
        ([17, 16 * 1024], [1]), ([2, 3, 40_000], [2]),
    ];

    public static TheoryData<int> CaseNumbers => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(CaseNumbers))]
    public void Chunks_that_share_a_result_have_partial_results(int number)
    {
        var (shape, axes) = Cases[number];
        var x = new Parameter(TensorData.Zeros([.. shape], DType.Float32), "x");
        var plan = new Evaluation([Sum(x * 2, axes), Max(x * 3, axes)]).Plan;
        Assert.Contains(plan.Steps, step => step is ElementwisePass { Chunks: > 1 });
        Verify(plan);
    }

    [Fact]
    public void Chunks_of_row_passes_that_share_a_result_have_partial_results()
    {
        var (x, classes) = (new Parameter(TensorData.Zeros([6000, 33], DType.Float32), "x"),
            Tensor.Constant(TensorData.Zeros([6000], DType.Int64)));
        var loss = CrossEntropyLoss(x, classes);
        Verify(new Evaluation([loss, Gradient.Of(loss, x), Sum(LogSoftmax(x), [0]), Sum(Softmax(x).Reshape(60, 100, 33), [2, 1])]).Plan);
    }

    [Fact]
    public void Chunks_of_random_passes_that_share_a_result_have_partial_results() =>
        Gen.Select(Gen.Int[1, 60].Array[1, 4], Gen.Int[0, 15]).Sample((sizes, mask) =>
        {
            sizes[^1] *= Math.Max(1, 30_000 / sizes.Aggregate(1, (a, b) => a * b));
            if (sizes.Aggregate(1L, (a, b) => a * b) > 400_000) return;
            var x = new Parameter(TensorData.Zeros([.. sizes], DType.Float32), "x");
            int[] axes = [.. Enumerable.Range(0, sizes.Length).Where(axis => (mask >> axis & 1) == 1)];
            Verify(new Evaluation([Sum(x * 2, axes), Sum(Sin(x), [0])]).Plan);
        }, iter: TestTier.Cases(30, 2000), threads: 1);

    [Fact]
    public void Whole_rows_in_each_chunk_need_no_partial_results()
    {
        var x = new Parameter(TensorData.Zeros([40, 20_000], DType.Float32), "x"); // shorter rows are reduced within tiles
        var pass = Assert.IsType<ElementwisePass>(Assert.Single(new Evaluation([Sum(x * 2, [1])]).Plan.Steps));
        Assert.True(pass.Chunks > 1);
        Assert.Empty(pass.Partials);
        Assert.Equal(0, pass.Chunk % 20_000);
    }

    /// <summary>Columns have a partial result in every chunk, so chunks grow with the number of columns.</summary>
    [Fact]
    public void Partial_results_take_at_most_a_quarter_of_what_is_added()
    {
        var x = new Parameter(TensorData.Zeros([20, 30_000], DType.Float32), "x");
        var plan = new Evaluation([Sum(x * 2, [0])]).Plan;
        var pass = Assert.IsType<ElementwisePass>(Assert.Single(plan.Steps));
        Assert.Equal(5, pass.Chunks);
        Assert.Equal([5 * 30_000], pass.Partials.Select(buffer => plan.Buffers[buffer - plan.Slots.Length].Type.Shape.Size));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Sums_of_long_rows_are_exact_for_whole_numbers(int threads)
    {
        var before = ThreadTeam.Shared.Count;
        ThreadTeam.Shared.Count = threads;
        try
        {
            const int Length = 2_000_000;
            var values = Enumerable.Range(0, 3 * Length).Select(i => i % 7 - 3f + i / Length).ToArray();
            var sums = new double[3];
            for (var i = 0; i < values.Length; i++) sums[i / Length] += 2.0 * values[i];
            Assert.Equal(sums, Sum(Tensor.Constant(TensorData.Wrap(values, [3, Length])) * 2, [1]).Evaluate().ToDoubles());
        }
        finally { ThreadTeam.Shared.Count = before; }
    }

    private static void Verify(Plan plan)
    {
        foreach (var pass in plan.Steps.OfType<ElementwisePass>())
            foreach (var reduction in pass.Reductions.Where(reduction => reduction.Partials < 0))
                Assert.False(IsShared(pass, reduction),
                    $"chunks of {pass.Chunk} share results of {reduction.Combine} in{Environment.NewLine}{plan}");
    }

    private static bool IsShared(ElementwisePass pass, Accumulate reduction)
    {
        var row = reduction.From.OfRows ? pass.Row : 1;
        var owners = new Dictionary<int, int>();
        for (var i = 0; i < pass.Size / row; i++)
        {
            var (chunk, target) = ((int)((long)i * row / pass.Chunk), Offset(i, reduction));
            if (owners.TryGetValue(target, out var owner) && owner != chunk) return true;
            owners[target] = chunk;
        }
        return false;
    }

    /// <summary>Where element <paramref name="place"/> of the index space, row-major, is added to.</summary>
    private static int Offset(int place, Accumulate reduction)
    {
        var offset = 0;
        for (var axis = reduction.Sizes.Length - 1; axis >= 0; axis--)
        {
            offset += place % reduction.Sizes[axis] * reduction.Strides[axis];
            place /= reduction.Sizes[axis];
        }
        return offset;
    }
}

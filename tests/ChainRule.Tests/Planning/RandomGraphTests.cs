using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Tests.Execution;

namespace ChainRule.Tests.Planning;

/// <summary>
/// Random graphs, forward and gradient: plain loops give the same numbers, and any number of threads the same bits. A case is its seed, so
/// that a failure comes again.
/// </summary>
[Collection(nameof(Alone))]
public sealed class RandomGraphTests : IDisposable
{
    private static readonly int[] OtherCounts = [2, 3, 8];
    private readonly int before = Threads.Count;

    public void Dispose() => Threads.Count = before;

    [Fact]
    public void Small_graphs_give_what_plain_loops_give_with_any_number_of_threads() =>
        Compare(TestTier.Cases(60, 20_000), steps: 12, greatest: 5);

    [Fact]
    public void Graphs_of_many_chunks_give_what_plain_loops_give_with_any_number_of_threads() =>
        Compare(TestTier.Cases(10, 500), steps: 5, greatest: 40);

    [Fact]
    public void Gradients_are_the_slopes_that_plain_loops_find()
    {
        for (var seed = 0; seed < TestTier.Cases(60, 10_000); seed++)
        {
            var drawing = new GraphDrawing(seed, DType.Float64);
            var outputs = drawing.Draw(steps: 8);
            var loss = GraphDrawing.Loss(outputs);
            var gradients = Tensor.Evaluate(drawing.Gradients(outputs));
            var random = new Random(seed);
            TensorData[] directions = [.. drawing.Leaves.Select(leaf => Numbers(leaf.Shape, _ => random.NextDouble() * 2 - 1))];
            var along = gradients.Zip(directions, (g, v) => g.ToDoubles().Zip(v.ToDoubles(), (a, b) => a * b).Sum()).Sum();
            // A kink may lie within one step, but seldom within both.
            var slopes = new[] { 1e-5, 1e-7 }.Select(step => Slope(loss, drawing.Leaves, directions, step)).ToArray();
            if (slopes.All(double.IsFinite))
                Assert.True(slopes.Any(slope => Math.Abs(slope - along) <= 1e-5 * (1 + Math.Abs(along))),
                    $"seed {seed}: gradient {along:R}, slopes {slopes[0]:R} and {slopes[1]:R}");
        }
    }

    [Fact]
    public void Every_op_with_a_kernel_is_drawn()
    {
        Type[] notDrawn = [typeof(RandomUniformOp), typeof(PackOp), typeof(PackedMatMulOp)]; // chance, and what only plans have
        var all = typeof(Op).Assembly
            .GetTypes()
            .Where(type => type.IsAssignableTo(typeof(IKernelOp)) && !type.IsAbstract)
            .Except(notDrawn);
        var drawn = Enumerable.Range(0, 100).SelectMany(seed => WithGradients(new GraphDrawing(seed, DType.Float64), steps: 12));
        Assert.Empty(all.Except(TopologicalOrder.Of([.. drawn]).Select(tensor => tensor.Op.GetType())));
    }

    private static void Compare(int cases, int steps, int greatest)
    {
        const int Together = 50; // a team of another size takes its time to start
        for (var first = 0; first < cases; first += Together)
        {
            Tensor[][] graphs = [.. Enumerable.Range(first, Math.Min(Together, cases - first))
                .Select(seed => WithGradients(new GraphDrawing(seed, seed % 2 == 0 ? DType.Float32 : DType.Float64, greatest), steps))];
            Threads.Count = 1;
            TensorData[][] alone = [.. graphs.Select(graph => Tensor.Evaluate(graph))];
            for (var i = 0; i < graphs.Length; i++) PlainAgreement.Check(graphs[i], alone[i], $"seed {first + i}:");
            foreach (var count in OtherCounts)
            {
                Threads.Count = count;
                for (var i = 0; i < graphs.Length; i++)
                    Assert.True(Bits(alone[i]).SequenceEqual(Bits(Tensor.Evaluate(graphs[i]))),
                        $"seed {first + i}: other bits with {count} threads than with one");
            }
        }
    }

    private static Tensor[] WithGradients(GraphDrawing drawing, int steps)
    {
        var outputs = drawing.Draw(steps);
        return [.. outputs, .. drawing.Gradients(outputs)];
    }

    private static IEnumerable<long> Bits(TensorData[] values) =>
        values.SelectMany(data => data.ToDoubles()).Select(BitConverter.DoubleToInt64Bits);

    private static double Slope(Tensor loss, IReadOnlyList<Parameter> leaves, TensorData[] directions, double step)
    {
        TensorData[] at = [.. leaves.Select(leaf => leaf.Value)];
        double Moved(double by)
        {
            for (var i = 0; i < at.Length; i++) leaves[i].Value = Numbers(at[i].Shape, e => at[i][e] + by * directions[i][e]);
            return PlainInterpreter.Evaluate(loss)[0][0];
        }
        var slope = (Moved(step) - Moved(-step)) / (2 * step);
        for (var i = 0; i < at.Length; i++) leaves[i].Value = at[i];
        return slope;
    }

    private static TensorData Numbers(Shape shape, Func<int, double> number) =>
        TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(number)], shape);
}

using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Planning;

namespace ChainRule.Tests.Rewriting;

/// <summary>
/// What every pass over a graph must keep: the outputs' types, no leaf that was not there, no more ops than before, no name
/// lost, and the values.
/// </summary>
internal static class RewriteChecker
{
    public static void Check(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after)
    {
        Assert.Equal(before.Select(t => t.Type), after.Select(t => t.Type));
        Assert.Equal(before.Select(t => t.Name), before.Zip(after, (b, a) => b.Name is null ? null : a.Name));
        var (all, left) = (TopologicalOrder.Of(before), TopologicalOrder.Of(after));
        Assert.Subset(all.OfType<Leaf>().ToHashSet(), left.OfType<Leaf>().ToHashSet());
        Assert.True(Ops(left) <= Ops(all), $"{Ops(all)} ops became {Ops(left)}");
        SameValues(before, after);
    }

    public static void SameValues(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after)
    {
        var values = AsTheyStand([.. before, .. after]);
        for (var i = 0; i < before.Count; i++)
            for (var k = 0; k < values[i].Shape.Size; k++)
                AssertClose(values[i][k], values[before.Count + i][k]);
    }

    /// <summary>Evaluation simplifies what it is given, which would leave nothing to compare.</summary>
    private static TensorData[] AsTheyStand(Tensor[] tensors)
    {
        var (structure, leaves, numbers, _) = GraphStructure.Of(tensors);
        var session = PlanCache.Shared.Rent(structure);
        session.Bind(numbers);
        for (var slot = 0; slot < leaves.Length; slot++) session.Bind(slot, leaves[slot].Data);
        session.Run();
        TensorData[] values = [.. tensors.Select((_, i) => session.Output(i))];
        session.Unbind();
        PlanCache.Shared.Return(structure, session);
        return values;
    }

    private static int Ops(List<Tensor> tensors) => tensors.Count(t => t.Inputs.Length > 0);

    private static void AssertClose(double expected, double actual)
    {
        if (expected.Equals(actual) || expected == actual) return;
        Assert.True(Math.Abs(expected - actual) <= 1e-12 * Math.Max(1, Math.Abs(expected)), $"{expected:R} became {actual:R}");
    }
}

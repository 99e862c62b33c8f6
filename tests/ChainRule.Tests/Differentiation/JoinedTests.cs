using ChainRule.Graph;
using ChainRule.Ops;
using static ChainRule.Functions;

namespace ChainRule.Tests.Differentiation;

/// <summary>Gradients of slices: joined where they lie end to end, added where they do not, the same numbers in any case.</summary>
public class JoinedTests
{
    private static readonly Parameter x = new([1, 2, 3, 4, 5, 6], "x");

    /// <summary>
    /// Slices by start, count and step, each weighted by its place in the list from 1 on; how many are put between zeros on the way back.
    /// </summary>
    public static TheoryData<(int Start, int Count, int Step)[], double[], int> Cuts => new()
    {
        { [(0, 2, 1), (2, 3, 1), (5, 1, 1)], [1, 1, 2, 2, 2, 3], 0 },
        { [(5, 1, 1), (0, 2, 1), (2, 3, 1)], [2, 2, 3, 3, 3, 1], 0 },
        { [(1, 2, 1), (3, 1, 1)], [0, 1, 1, 2, 0, 0], 1 },
        { [(0, 2, 1), (4, 2, 1)], [1, 1, 0, 0, 2, 2], 2 },
        { [(0, 3, 1), (2, 4, 1)], [1, 1, 3, 2, 2, 2], 2 },
        { [(0, 3, 2), (1, 3, 2)], [1, 2, 1, 2, 1, 2], 2 },
        { [(5, 6, -1)], [1, 1, 1, 1, 1, 1], 1 },
    };

    [Theory]
    [MemberData(nameof(Cuts), DisableDiscoveryEnumeration = true)]
    public void A_cut_gives_back_its_parts((int Start, int Count, int Step)[] cuts, double[] expected, int places)
    {
        var sum = cuts.Select((cut, i) => (i + 1) * Sum(Slice(x, 0, cut.Start, cut.Count, cut.Step))).Aggregate((a, b) => a + b);
        var gradient = Gradient.Of(sum, x);
        Assert.Equal(expected, gradient.Evaluate().ToDoubles());
        Assert.Equal(places, TopologicalOrder.Of([gradient]).Count(t => t.Op is SliceTransposeOp));
    }

    [Fact]
    public void What_is_not_a_part_is_added()
    {
        var parts = Split(x, [3, 3]);
        var gradient = Gradient.Of(Sum(Square(x)) + Sum(parts[0] * parts[1]), x);
        Assert.Equal([2 + 4, 4 + 5, 6 + 6, 8 + 1, 10 + 2, 12 + 3], gradient.Evaluate().ToDoubles());
    }

    [Fact]
    public void Cuts_along_two_axes_are_joined_by_each()
    {
        var m = new Parameter(TensorData.Wrap([1.0, 2, 3, 4], [2, 2]), "m");
        Tensor[] rows = Split(m, [1, 1]), columns = Split(m, [1, 1], 1);
        var gradient = Gradient.Of(Sum(rows[0]) + 2 * Sum(rows[1]) + 10 * Sum(columns[0]) + 20 * Sum(columns[1]), m);
        Assert.Equal([11, 21, 12, 22], gradient.Evaluate().ToDoubles());
    }
}

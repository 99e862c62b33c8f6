using ChainRule.Shapes;
using CsCheck;

namespace ChainRule.Tests.Shapes;

/// <summary>Views are checked against plain index arithmetic on random shapes.</summary>
public class ViewTests
{
    private static readonly Gen<Shape> GenShape = Gen.Int[1, 4].Array[0, 4].Select(sizes => Shape.Create(sizes));

    [Fact]
    public void A_transposed_view_finds_the_elements_that_were_there() => GenShape.SelectMany(shape =>
        Gen.Shuffle(Enumerable.Range(0, shape.Rank).ToArray()).Select(order => (shape, order))).Sample(t =>
        {
            var view = View.Dense(t.shape).Transpose([.. t.order]);
            foreach (var index in Indices(view.Shape))
            {
                var original = new int[t.shape.Rank];
                for (var axis = 0; axis < index.Length; axis++) original[t.order[axis]] = index[axis];
                Assert.Equal(At(View.Dense(t.shape), original), At(view, index));
            }
        });

    [Fact]
    public void A_reshaped_view_keeps_row_major_order_or_says_that_it_cannot() => GenShape.SelectMany(shape =>
        Gen.Shuffle(Enumerable.Range(0, shape.Rank).ToArray()).Select(order => (shape, order))).Sample(t =>
        {
            var view = View.Dense(t.shape).Transpose([.. t.order]);
            Shape flat = [view.Shape.Size];
            if (view.Reshape(flat) is not { } reshaped)
            {
                Assert.False(view.IsDense);
                return;
            }
            Assert.Equal(Indices(view.Shape).Select(i => At(view, i)), Indices(flat).Select(i => At(reshaped, i)));
        });

    [Fact]
    public void Splitting_an_axis_of_a_transposed_view_needs_no_copy()
    {
        var view = View.Dense([6, 5]).Transpose([1, 0]).Reshape([5, 2, 3]);
        Assert.Equal([1, 15, 5], view!.Strides);
    }

    private static int At(View view, int[] index) => view.Offset + index.Zip(view.Strides, (i, stride) => i * stride).Sum();

    private static IEnumerable<int[]> Indices(Shape shape)
    {
        for (var flat = 0; flat < shape.Size; flat++)
        {
            var (index, rest) = (new int[shape.Rank], flat);
            for (var axis = shape.Rank - 1; axis >= 0; axis--) (index[axis], rest) = (rest % shape[axis], rest / shape[axis]);
            yield return index;
        }
    }
}

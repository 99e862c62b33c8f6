using ChainRule.Graph;
using ChainRule.Ops;
using ChainRule.Rewriting;
using static ChainRule.Functions;

namespace ChainRule.Tests.Rewriting;

public class LoweringTests
{
    [Fact]
    public void A_turned_product_is_the_product_of_the_turned()
    {
        var (a, b) = (Matrix(3, 4), Matrix(4, 5));
        var lowered = Lowered(MatMul(a, b).Transpose());
        Assert.Same(MatMul(b.Transpose(), a.Transpose()), lowered);
    }

    [Fact]
    public void What_stood_turned_is_set_up()
    {
        var (x, g) = (Matrix(7, 3), Matrix(7, 5));
        Assert.Same(MatMul(g.Transpose(), x), Lowered(MatMul(x.Transpose(), g).Transpose()));
    }

    [Fact]
    public void A_product_that_is_used_as_it_stands_is_not_computed_twice()
    {
        var product = MatMul(Matrix(3, 4), Matrix(4, 3));
        var sum = product + product.Transpose();
        Assert.Same(sum, Lowered(sum));
    }

    [Fact]
    public void Products_that_are_added_up_become_one()
    {
        Tensor[] products = [.. Enumerable.Range(0, 5).Select(i => MatMul(Matrix(2, 40, i).Transpose(), Matrix(2, 50, i + 10)))];
        var lowered = Lowered(products.Aggregate((sum, product) => sum + product));
        Assert.IsType<MatMulOp>(lowered.Op);
        var stack = lowered.Inputs[1].Inputs[0];
        Assert.Equal(new ConcatOp(0), stack.Op);
        Assert.Equal(5, stack.Inputs.Length);
    }

    [Fact]
    public void What_is_joined_already_is_not_joined_again()
    {
        Tensor[] steps = [.. Enumerable.Range(0, 4).Select(i => (Tensor)Matrix(2, 50, i))];
        // As a walk adds them up: the last step first.
        var sum = Enumerable
            .Range(0, 4)
            .Reverse()
            .Select(i => MatMul(Matrix(2, 40, i + 10).Transpose(), steps[i]))
            .Aggregate((all, product) => all + product);
        var lowered = Lowering.Lower([sum, Stack(steps)]);
        Assert.Same(lowered[1], lowered[0].Inputs[1].Inputs[0]);
    }

    [Fact]
    public void Steps_of_several_sizes_are_joined_too()
    {
        var lowered = Lowered(MatMul(Matrix(2, 40).Transpose(), Matrix(2, 50, 1)) + MatMul(Matrix(3, 40, 2).Transpose(), Matrix(3, 50, 3)));
        Assert.Equal(new ConcatOp(0), lowered.Inputs[1].Op);
    }

    [Fact]
    public void Products_of_many_terms_stay_apart()
    {
        var sum = MatMul(Matrix(4, 40), Matrix(40, 4)) + MatMul(Matrix(4, 40, 1), Matrix(40, 4, 2));
        Assert.Same(sum, Lowered(sum));
    }

    [Fact]
    public void A_product_that_is_needed_by_itself_is_not_joined()
    {
        var (first, second) = (MatMul(Matrix(2, 40).Transpose(), Matrix(2, 50)), MatMul(Matrix(2, 40, 1).Transpose(), Matrix(2, 50, 2)));
        Tensor[] outputs = [first + second, first];
        Assert.Equal(outputs, Lowering.Lower(outputs));
    }

    [Fact]
    public void A_sum_of_opposites_is_the_opposite_of_the_sum()
    {
        var x = Matrix(3, 4);
        Assert.Same(-Sum(x, [1]), Lowered(Sum(-x, [1])));
    }

    [Fact]
    public void A_number_is_multiplied_with_the_factor_of_fewer_elements()
    {
        var (x, row) = (Matrix(3, 4), Rows(3));
        Assert.Same(x * (2 * row), Lowered(2 * x * row));
        Assert.Same(x * (2 * row), Lowered(row * (x * 2)));
    }

    [Fact]
    public void A_number_that_could_overflow_stays_where_it_is()
    {
        var product = 1e300 * Matrix(3, 4) * Rows(3);
        Assert.Same(product, Lowered(product));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0)]
    public void A_sum_of_many_terms_is_cut(int columns)
    {
        var x = Matrix(9000, 3);
        var right = columns == 0 ? new Input(Numbers(9000, 1)) : Matrix(9000, columns, 1);
        var lowered = Lowered(MatMul(x.Transpose(), right));
        Assert.Contains(TopologicalOrder.Of([lowered]), tensor => tensor.Op is MatMulOp && tensor.Rank == 3);
    }

    [Fact]
    public void A_right_side_is_packed_once_for_all_that_use_it()
    {
        var w = Matrix(64, 96);
        var lowered = Lowering.Lower([MatMul(Matrix(32, 64), w), MatMul(Matrix(40, 64, 1), w)]);
        Assert.All(lowered, product => Assert.IsType<PackedMatMulOp>(product.Op));
        Assert.Same(lowered[0].Inputs[1], lowered[1].Inputs[1]);
    }

    [Fact]
    public void A_left_side_is_shared_that_is_small_and_that_nothing_writes()
    {
        static bool IsShared(Tensor left) => ((PackedMatMulOp)Lowered(MatMul(left, Matrix(64, 96))).Op).IsLeftShared;
        Assert.True(IsShared(Matrix(32, 64)));
        Assert.True(IsShared(Matrix(64, 32).Transpose()));
        Assert.False(IsShared(Exp(Matrix(32, 64))));
        Assert.False(IsShared(Matrix(2100, 64)));
    }

    [Fact]
    public void A_batch_of_products_stays_one()
    {
        var product = MatMul(new Input(Numbers(2, 64, 64)), new Input(Numbers(2, 64, 64)));
        Assert.Same(product, Lowered(product));
    }

    [Fact]
    public void Rows_chosen_often_are_multiplied_in_their_table()
    {
        var (table, w, places) = (Matrix(3, 4), Matrix(4, 5, 1), Places(3, 2, 8));
        Assert.Same(Gather(MatMul(table, w), places.Reshape([16])), Lowered(MatMul(Gather(table, places).Reshape([16, 4]), w)));
    }

    [Fact]
    public void Rows_turned_and_multiplied_are_chosen_at_turned_places()
    {
        var (table, w, places) = (Matrix(3, 4), Matrix(4, 5, 1), Places(3, 2, 8));
        var lowered = Lowered(MatMul(Gather(table, places).Transpose([1, 0, 2]).Reshape([16, 4]), w));
        Assert.Same(Gather(MatMul(table, w), places.Transpose().Reshape([16])), lowered);
    }

    [Fact]
    public void A_bias_is_added_to_the_table()
    {
        var (table, bias, places) = (Matrix(3, 4), Matrix(4, 1, 1), Places(3, 12));
        Assert.Same(Gather(table + bias, places), Lowered(Gather(table, places) + bias));
        Assert.IsType<GatherOp>(Lowered(bias.Reshape([1, 4]) + Gather(table, places)).Op);
    }

    [Fact]
    public void What_is_not_the_same_in_each_row_is_added_to_the_chosen()
    {
        var rows = Gather(Matrix(3, 4), Places(3, 12));
        foreach (var shift in new Tensor[] { Matrix(12, 4, 1), Rows(12), Tensor.Literal(2, DType.Float64) })
        {
            var sum = rows + shift;
            Assert.Same(sum, Lowered(sum));
        }
    }

    [Fact]
    public void Gradients_of_chosen_rows_are_added_up_before_they_are_multiplied()
    {
        var (table, w, g, places) = (Matrix(3, 4), Matrix(5, 4, 1), Matrix(12, 5, 2), Places(3, 12));
        var rows = Gather(table, places);
        var added = Tensor.Apply(new IndexAddOp([3, 5], 0), g, places);
        Assert.Same(MatMul(table.Transpose(), added), Lowered(MatMul(rows.Transpose(), g)));
        Assert.Same(MatMul(added.Transpose(), table), Lowered(MatMul(g.Transpose(), rows)));
        Assert.Same(MatMul(added, w), Lowered(Tensor.Apply(new IndexAddOp([3, 4], 0), MatMul(g, w), places)));
    }

    [Fact]
    public void Rows_are_added_where_they_lie()
    {
        var (g, w, places) = (Matrix(16, 5), Matrix(5, 4, 1), Places(3, 2, 8));
        var update = MatMul(g, w).Reshape([8, 2, 4]).Transpose([1, 0, 2]);
        var added = Tensor.Apply(new IndexAddOp([3, 5], 0), g, places.Transpose().Reshape([16]));
        Assert.Same(MatMul(added, w), Lowered(Tensor.Apply(new IndexAddOp([3, 4], 0), update, places)));
    }

    [Fact]
    public void Rows_chosen_seldom_are_multiplied_as_they_are()
    {
        var product = MatMul(Gather(Matrix(4, 3), Places(4, 15)), Matrix(3, 5, 1));
        Assert.Same(product, Lowered(product));
    }

    /// <summary>The rows about chosen rows speak of matrices; tensors of any other rank must keep their values too.</summary>
    [Fact]
    public void Chosen_rows_of_any_rank_keep_their_values()
    {
        int[][] tables = [[3], [3, 5], [2, 5, 5]], places = [[20], [4, 5], [2, 10, 5]], others = [[5], [5, 5], [5, 4], [2, 5, 5], [20, 5]];
        var count = 0;
        foreach (var rows in tables.SelectMany(table => places.Select(place => Gather(Drawn(1, table), Places(table[0], place)))))
            foreach (var other in others.Select(shape => Drawn(2, shape)))
                foreach (var tensor in Combined(rows, other))
                {
                    Lowered(tensor);
                    Lowered(tensor.Transpose());
                    foreach (var sums in AddedToRows(tensor)) Lowered(sums);
                    count++;
                }
        Assert.InRange(count, 100, 1000);
    }

    private static IEnumerable<Tensor> Combined(Tensor rows, Tensor other)
    {
        Tensor[] arranged = [rows, rows.Transpose(), rows.Reshape([rows.Shape.Size / 5, 5])];
        return arranged.SelectMany(x => new[]
        {
            IfItFits(() => MatMul(x, other)), IfItFits(() => MatMul(other, x)), IfItFits(() => MatMul(other.Transpose(), x)),
            IfItFits(() => x + other),
        }).OfType<Tensor>();
    }

    /// <summary>The sums of a tensor's parts, at places of every rank that the tensor has room for.</summary>
    private static IEnumerable<Tensor> AddedToRows(Tensor tensor) => Enumerable.Range(1, tensor.Rank).Select(rank =>
        Tensor.Apply(new IndexAddOp([2, .. tensor.Shape.AsSpan()[rank..]], 0), tensor, Places(2, [.. tensor.Shape.AsSpan()[..rank]])));

    private static Tensor? IfItFits(Func<Tensor> make)
    {
        try
        {
            return make();
        }
        catch (ShapeException)
        {
            return null;
        }
    }

    [Fact]
    public void A_product_whose_elements_are_added_to_a_vector_stays()
    {
        var (product, places) = (MatMul(Matrix(2, 4), Matrix(4, 5, 1)), Places(2, 2, 5));
        var added = Tensor.Apply(new IndexAddOp([2], 0), product, places);
        Assert.Same(added, Lowered(added));
    }

    [Fact]
    public void A_batch_of_chosen_rows_on_the_right_stays()
    {
        var product = MatMul(Matrix(8, 5).Transpose(), Gather(Matrix(3, 4), Places(3, 2, 8)));
        Assert.Same(product, Lowered(product));
    }

    [Fact]
    public void What_is_not_positive_is_told_from_the_relu_that_is_kept()
    {
        var x = Matrix(3, 4) * 2;
        var gradient = Where(LessOrEqual(x, 0), 0, Matrix(3, 4, 1));
        var lowered = Lowering.Lower([Relu(x), gradient]);
        RewriteChecker.SameValues([gradient], [lowered[1]]);
        Assert.Same(Where(LessOrEqual(Relu(x), 0), 0, Matrix(3, 4, 1)).Op, lowered[1].Op);
        Assert.Same(lowered[0], lowered[1].Inputs[0].Inputs[0]);
        Assert.Same(gradient, Lowered(gradient));
    }

    /// <summary>The lowered form of a tensor; its values are compared with those of the tensor itself.</summary>
    private static Tensor Lowered(Tensor tensor)
    {
        var lowered = Lowering.Lower([tensor])[0];
        RewriteChecker.SameValues([tensor], [lowered]);
        return lowered;
    }

    /// <summary>Places of rows in a table, some counted from its end.</summary>
    private static Input Places(int rows, params int[] shape)
    {
        var random = new Random(7);
        long[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextInt64(-rows, rows))];
        return new(TensorData.Wrap(values, Shape.Create(shape)));
    }

    private static Input Drawn(int seed, params int[] shape) =>
        new(TensorData.Wrap(Numbers(shape.Aggregate(1, (a, b) => a * b), 1, seed: seed).ToDoubles(), Shape.Create(shape)));

    private static Input Rows(int count) => new(TensorData.Zeros([count, 1], DType.Float64));

    private static Input Matrix(int rows, int columns, int seed = 0) => new(Numbers(rows, columns, seed: seed));

    private static TensorData Numbers(int rows, int columns, int depth = 1, int seed = 0)
    {
        var random = new Random(seed);
        double[] values = [.. Enumerable.Range(0, rows * columns * depth).Select(_ => random.NextDouble() - 0.5)];
        return TensorData.Wrap(values, depth > 1 ? [rows, columns, depth] : columns > 1 ? [rows, columns] : [rows]);
    }
}

using ChainRule.Execution;
using ChainRule.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Planning;

/// <summary>Passes that run row by row: what becomes one pass, and that all give what plain loops give.</summary>
public class RowPassTests
{
    private static readonly Parameter X = Numbers([64, 48], "x");
    private static readonly Parameter G = Numbers([64, 48], "g");
    private static readonly Parameter Weight = Numbers([48], "weight");
    private static readonly Parameter Bias = Numbers([48], "bias");

    [Fact]
    public void A_layer_norm_and_its_gradients_are_one_pass_that_stores_only_its_outputs()
    {
        var y = LayerNorm(X, [48], Weight, Bias);
        Tensor[] outputs = [y, .. Gradient.Of(Sum(y * G), [X, Weight, Bias])];
        var pass = OnlyPass(outputs);
        Assert.Equal(4, pass.Writes.Distinct().Count());
        Agree(outputs);
    }

    [Fact]
    public void A_composition_of_ones_own_is_one_pass_too()
    {
        var size = Sqrt(Mean(Square(X), [-1], keepDims: true) + 0.1);
        var y = Tanh(X / size) * (1 + Log(size)) * Weight;
        Tensor[] outputs = [y, Gradient.Of(Sum(y * G), X)];
        Assert.Equal(2, OnlyPass(outputs).Writes.Distinct().Count());
        Agree(outputs);
    }

    [Fact]
    public void Cross_entropy_of_logits_with_its_gradient_goes_over_them_once()
    {
        var target = Tensor.Constant<long>([.. Enumerable.Range(0, 64).Select(i => i % 5 == 0 ? -100L : i % 48)]);
        var loss = CrossEntropyLoss(X, target);
        Tensor[] outputs = [loss, Gradient.Of(loss, X)];
        Assert.Single(Passes(outputs), pass => pass.Size == X.Shape.Size);
        Agree(outputs);
    }

    [Fact]
    public void Scale_mask_and_softmax_are_one_pass_and_so_is_their_gradient()
    {
        var scores = Where(Less(G, 0.9), X * 0.25, double.NegativeInfinity);
        Tensor[] outputs = [Softmax(scores), Gradient.Of(Sum(Softmax(scores) * Bias), X)];
        OnlyPass(outputs);
        Agree(outputs);
    }

    [Fact]
    public void Row_values_pass_through_reshapes_and_unsqueezes()
    {
        var rows = Sum(X, [1]);
        var shifted = Unsqueeze(Sin(rows).Reshape(8, 8) * 2, -1).Reshape(64, 1);
        Tensor[] outputs = [X - shifted, Sum(rows * rows)];
        OnlyPass(outputs);
        Agree(outputs);
    }

    [Fact]
    public void Row_values_that_meet_other_rows_go_by_memory()
    {
        var square = Numbers([48, 48], "square");
        var rows = Sum(square, [1]);
        Agree([square - rows, square - rows.Reshape(48, 1), square.Transpose() * rows.Reshape(48, 1)]);
        var (x, y) = (Numbers([6, 8, 5], "x"), Numbers([6, 40], "y"));
        Agree([Sum(x, [2]), Sum(x, [1, 2]), x - Mean(x, [1, 2], keepDims: true), x * Sum(x, [2], keepDims: true), Sum(x, [1]),
            Sum(y, [1]) + Sum(x, [1, 2])]);
    }

    [Fact]
    public void What_only_a_later_pass_reads_is_computed_there()
    {
        var memory = Numbers([64, 48], "memory");
        var product = MatMul(X.Transpose(), G);
        var next = 0.9 * memory + Sum(product) * X;
        Assert.Single(Passes([next]), pass => pass.Size == X.Shape.Size);
        Agree([next]);
    }

    [Fact]
    public void Rows_that_are_longer_than_a_tile_or_empty_are_right()
    {
        foreach (Shape shape in (Shape[])[[3, 5000], [2, 20000], [0, 4], [5000, 3], [1, 7]])
        {
            var x = Numbers(shape, "x");
            var y = LayerNorm(x, [shape[1]], eps: 0.1);
            Agree([y, Softmax(x), Gradient.Of(Sum(y * y), x), Sum(x + 1)]);
        }
    }

    [Fact]
    public void Not_a_number_and_infinities_stay_in_their_rows()
    {
        var x = new Parameter(TensorData.Create([1, 2, double.NaN, 3, 4, 5, double.PositiveInfinity, 0, 1.0], [3, 3]));
        Tensor[] outputs = [Max(x, [1]) + 0, x - Max(x, [1], keepDims: true), Sum(x, [1], keepDims: true) * x];
        Agree(outputs);
    }

    private static Parameter Numbers(Shape shape, string name)
    {
        var random = new Random(shape.Size + name.Length);
        return new(TensorData.Wrap([.. Enumerable.Range(0, shape.Size).Select(_ => random.NextDouble() * 2 - 1)], shape), name);
    }

    private static IEnumerable<ElementwisePass> Passes(Tensor[] outputs) => new Evaluation(outputs).Plan.Steps.OfType<ElementwisePass>();

    private static ElementwisePass OnlyPass(Tensor[] outputs) =>
        Assert.IsType<ElementwisePass>(Assert.Single(new Evaluation(outputs).Plan.Steps));

    private static void Agree(Tensor[] outputs) => PlainAgreement.Check(outputs);
}

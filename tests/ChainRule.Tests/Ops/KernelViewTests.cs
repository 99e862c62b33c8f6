using ChainRule.Tests.Planning;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>Operands may lie anywhere in their buffers, and axes may have any size.</summary>
public class KernelViewTests
{
    private static readonly Tensor M = Tensor.Constant<double>([1, 2, 3, 4], [2, 2], "m");

    public static TheoryData<string> Steps => [.. GraphDrawing.Steps.Select(step => step.Name)];

    /// <summary>Each step by itself, with its gradients and their gradients, over fresh leaves that are seen through views.</summary>
    [Theory, MemberData(nameof(Steps))]
    public void A_step_over_any_views_gives_what_plain_loops_give(string name)
    {
        var step = GraphDrawing.Steps.Single(step => step.Name == name);
        for (var seed = 0; seed < TestTier.Cases(25, 5000); seed++)
        {
            var drawing = new GraphDrawing(seed, seed % 2 == 0 ? DType.Float32 : DType.Float64);
            var y = step.Draw(drawing);
            var first = drawing.Gradients([y]);
            PlainAgreement.Check([y, .. first, .. drawing.Gradients(first)], $"{name}, seed {seed}:");
        }
    }

    /// <summary>A row that was turned round has a negative stride along an axis of one element.</summary>
    [Fact]
    public void A_product_of_one_row_of_a_flipped_matrix() =>
        Assert.Equal([15, 22], MatMul(Slice(Flip(M, [0]), 0, 0, 1), M).Evaluate().ToDoubles());

    [Fact]
    public void A_batch_of_products_without_rows_is_empty()
    {
        var (a, b) = (Tensor.Constant<double>([], [3, 0, 2]), Tensor.Constant<double>([.. new double[12]], [3, 2, 2]));
        Assert.Equal([3, 0, 2], MatMul(a, b).Evaluate().Shape);
    }

    [Fact]
    public void A_product_over_no_terms_is_zero()
    {
        var (a, b) = (Tensor.Constant<double>([], [2, 0]), Tensor.Constant<double>([], [0, 2]));
        Assert.Equal([0, 0, 0, 0], MatMul(a, b).Evaluate().ToDoubles());
    }
}

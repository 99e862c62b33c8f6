using ChainRule.Explanations;
using static ChainRule.Functions;

namespace ChainRule.Tests.Graph;

/// <summary>Printing data of any shape takes no more room than its elements do.</summary>
public class TensorDataTextTests
{
    private static readonly int[][] ManyRows = [[int.MaxValue, 0], [int.MaxValue, int.MaxValue, 0, 5], [1001, 0],
        [.. Enumerable.Repeat(2, 60), 0]];

    public static TheoryData<int> EmptyShapesOfManyRows => [.. Enumerable.Range(0, ManyRows.Length)];

    [Theory]
    [InlineData("[[], [], []]", 3, 0)]
    [InlineData("[]", 0)]
    [InlineData("[]", 0, int.MaxValue)]
    [InlineData("[[], []]", 2, 0, int.MaxValue)]
    public void Empty_data_print_their_rows(string text, params int[] shape) => Assert.Equal(text, Empty(shape).ToString());

    [Theory]
    [MemberData(nameof(EmptyShapesOfManyRows))]
    public void Empty_data_of_many_rows_print_as_empty(int shape)
    {
        var data = Empty(ManyRows[shape]);
        Assert.Equal("[]", data.ToString());
        Assert.Equal("[]", FormulaNotation.Pretty.Value(data));
        Assert.Equal("[]", FormulaNotation.Source.Elements(data));
    }

    [Theory]
    [MemberData(nameof(EmptyShapesOfManyRows))]
    public void Explanations_of_empty_data_of_many_rows_are_short(int shape)
    {
        var (w, x) = (new Parameter(1.0, "w"), new Input(Empty(ManyRows[shape]), "x"));
        var explanation = Explain.Gradient(Sum(w * x));
        foreach (var text in new[] { explanation.ToString(), explanation.ToJson(), explanation.ToLatex(), explanation.ToMathML(),
            explanation.ToMarkdown(), explanation.ToPyTorch(), explanation.ToCSharp(), explanation.ToDot(), explanation.ToMermaid() })
            Assert.InRange(text.Length, 1, 20_000);
    }

    [Fact]
    public void Many_elements_print_as_their_ends()
    {
        var data = TensorData.Wrap(Enumerable.Range(0, 1_000_002).Select(i => (double)i).ToArray(), [2, 500_001]);
        Assert.Equal("[0, 1, 2, …, 999999, 1000000, 1000001] of shape [2, 500001]", data.ToString());
    }

    [Fact]
    public void A_million_elements_print_all()
    {
        var text = TensorData.Zeros([1000, 1000], DType.Bool).ToString();
        Assert.Equal(1_000_000, text.Count(c => c == '0'));
        Assert.StartsWith("[[0, 0, ", text, StringComparison.Ordinal);
    }

    /// <summary>Nothing is computed, in however many rows.</summary>
    [Fact]
    public void Ops_on_empty_data_of_many_rows_are_done_at_once()
    {
        var x = Tensor.Constant(Empty(int.MaxValue, 0));
        foreach (var y in new[] { CumSum(x, 1), Sin(x), x + 1, x.Transpose(), Flip(x, [1]), Sum(x, [0]) })
            Assert.Equal(0, y.Evaluate().Shape.Size);
        Assert.Equal(0, Sum(x).Item());
    }

    private static TensorData Empty(params int[] shape) => TensorData.Zeros(Shape.Create(shape), DType.Float64);
}

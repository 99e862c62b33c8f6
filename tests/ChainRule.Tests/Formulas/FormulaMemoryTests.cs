using ChainRule.Formulas;

namespace ChainRule.Tests.Formulas;

/// <summary>A short formula can ask for more memory than there is: it is refused by its shapes, before anything is allocated.</summary>
public class FormulaMemoryTests
{
    private static readonly Parameter W = new(1.0, "w");
    private static readonly Input X = new(TensorData.Zeros([1000, 1], DType.Float64), "x");

    [Theory]
    [InlineData("sum(broadcast_to(w, shape=[20000,20000]))", "broadcast_to(w, shape=[20000,20000])",
        "this result has 3,200,000,000 bytes (shape [20000, 20000]), and at most 268,435,456 are allowed: give smaller arrays, or raise the limit (maxBytes; --max-memory on the command line)")]
    [InlineData("a = broadcast_to(w, shape=[5000,5000])\nb = sin(a)\nsum(b)", "sin(a)",
        "the formula has 400,000,000 bytes in its results up to here, and at most 268,435,456 are allowed: give smaller arrays, or raise the limit (maxBytes; --max-memory on the command line)")]
    [InlineData("sum(matmul(broadcast_to(x, shape=[1000,1000]), broadcast_to(w, shape=[1000,100000])))",
        "broadcast_to(w, shape=[1000,100000])",
        "this result has 800,000,000 bytes (shape [1000, 100000]), and at most 268,435,456 are allowed: give smaller arrays, or raise the limit (maxBytes; --max-memory on the command line)")]
    public void Results_that_are_too_large_are_refused_where_they_stand(string formula, string place, string message)
    {
        var error = Refused(formula);
        Assert.Equal(message, error.Message);
        Assert.Equal(place, formula.Substring(error.Span.Start, error.Span.Length));
    }

    [Theory]
    [InlineData("a0 = x", "a{0} = concat(a{1}, a{1})", "sum(a{0})")]
    [InlineData("a0 = broadcast_to(x, shape=[1000,8])", "a{0} = stack(a{1}, a{1})", "sum(a{0})")]
    [InlineData("a0 = x", "a{0} = outer(a{1}, a{1})", "sum(a{0})")]
    public void Results_that_double_are_refused(string first, string next, string last)
    {
        var lines = Enumerable.Range(1, 60).Select(i => string.Format(null, next, i, i - 1));
        Assert.InRange(Allocated(() => Refused($"{first}\n{string.Join('\n', lines)}\n{string.Format(null, last, 60)}")), 0, 4 << 20);
    }

    [Fact]
    public void Results_inside_of_a_function_count()
    {
        var row = new Input(TensorData.Zeros([1, 1000], DType.Float64), "y");
        var bindings = new Dictionary<string, Tensor> { ["x"] = X, ["y"] = row };
        var error = Assert.Throws<FormulaException>(() => Formula.Parse("logsumexp(x + y)").Build(bindings, maxBytes: 8_100_000));
        // x + y, and that less its maximum
        Assert.Matches(@"^the formula has 16,0\d\d,\d\d\d bytes in its results up to here", error.Message);
    }

    [Fact]
    public void Each_result_counts_once_and_the_limit_itself_is_allowed()
    {
        const string Text = "a = sin(x) + sin(x)\nb = sin(x)\nsum(a*b)"; // sin, +, *: 8000 bytes each; sum: 8
        Assert.Equal(Shape.Scalar, Build(Text, 24_008).Shape);
        Assert.Throws<FormulaException>(() => Build(Text, 24_007));
    }

    [Fact]
    public void Values_given_do_not_count() => Assert.Equal(0, Build("sum(x)", 8).Item());

    [Fact]
    public void A_higher_limit_lets_through_what_need_not_be_held() =>
        Assert.Equal(4e8, Build("sum(broadcast_to(w, shape=[20000,20000]))", long.MaxValue).Item());

    [Fact]
    public void An_explanation_holds_all_results_and_gradients()
    {
        // 1000 numbers each: w·x, its upstream, and the products for w and for x before they are summed; the rest are single.
        var loss = Build("sum(sin(w*x))", long.MaxValue);
        var error = Assert.Throws<ShapeException>(() => Explain.Gradient(loss, new ExplainOptions { MaxBytes = 8000 }));
        Assert.Matches(
            @"^the explanation has \d\d,\d\d\d bytes in its results and gradients, and at most 8,000 are allowed: give smaller arrays, or raise the limit", error.Message);
        Assert.Equal(0, Explain.Gradient(loss, new ExplainOptions { MaxBytes = 1 << 20 }).Value);
    }

    [Fact]
    public void An_explanation_that_is_too_large_is_refused_before_anything_is_allocated()
    {
        var loss = Build("sum(sin(broadcast_to(w, shape=[4000,5000])))", long.MaxValue);
        Assert.InRange(Allocated(() => Assert.Throws<ShapeException>(() => Explain.Gradient(loss))), 0, 4 << 20);
    }

    [Fact]
    public void Messages_are_bounded()
    {
        var error = Refused($"sum(reshape(x, shape=[{string.Join(',', Enumerable.Repeat(7, 9000))}]))");
        Assert.InRange(error.Message.Length, 1, 1000);
    }

    private static Tensor Build(string formula, long maxBytes) =>
        Formula.Parse(formula).Build(new Dictionary<string, Tensor> { ["w"] = W, ["x"] = X }, maxBytes);

    private static FormulaException Refused(string formula) =>
        Assert.Throws<FormulaException>(() => Formula.Parse(formula).Build(new Dictionary<string, Tensor> { ["w"] = W, ["x"] = X }));

    private static long Allocated(Action act)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        act();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}

using ChainRule.Explanations;
using ChainRule.Formulas;
using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

public class PrinterTests
{
    private static readonly Dictionary<string, Tensor> Leaves = new[] { "a", "b", "c", "x", "yhat" }.ToDictionary(name => name,
        name => (Tensor)new Parameter(1.5, name));

    static PrinterTests() => Leaves["v"] = new Parameter([1.5, 2.5], "v");

    [Theory]
    [InlineData("-x^2", "−x²")]
    [InlineData("(-x)^2", "(−x)²")]
    [InlineData("(-2)^x", "(−2)^x")]
    [InlineData("a^b^c", "a^b^c")]
    [InlineData("(a^b)^c", "(a^b)^c")]
    [InlineData("x^(-1)", "x⁻¹")]
    [InlineData("x^(-a)", "x^(−a)")]
    [InlineData("a - (b - c)", "a − (b − c)")]
    [InlineData("a - b - c", "a − b − c")]
    [InlineData("a*(b + c)", "a·(b + c)")]
    [InlineData("a*b/c", "a·b/c")]
    [InlineData("a/(b*c)", "a/(b·c)")]
    [InlineData("a*(-b)", "a·(−b)")]
    [InlineData("-a*b", "−a·b")]
    [InlineData("-(a*b)", "−(a·b)")]
    [InlineData("-(-a)", "−(−a)")]
    [InlineData("a + (-b*c)", "a + (−b·c)")]
    [InlineData("2*x", "2x")]
    [InlineData("2*x^3", "2x³")]
    [InlineData("2*(a + b)", "2(a + b)")]
    [InlineData("2*tanh(x)", "2·tanh(x)")]
    [InlineData("2*(-3)^x", "2(−3)^x")]
    [InlineData("a*2", "a·2")]
    [InlineData("maximum(a, b - 1e-20)", "maximum(a, b − 1e−20)")]
    [InlineData("sum(v*yhat)", "Σᵢ (v·ŷ)ᵢ")]
    [InlineData("abs(abs(a))", "|(|a|)|")]
    [InlineData("sum(v)*v/sum(v)", "(Σᵢ vᵢ)·v/(Σᵢ vᵢ)")]
    [InlineData("sum(sum(v)*v) - max(v)", "Σᵢ ((Σᵢ vᵢ)·v)ᵢ − (maxᵢ vᵢ)")]
    [InlineData("sqrt(where(a == b, sum(v), c))", "√{Σᵢ vᵢ if a = b, c otherwise}")]
    public void Writes_what_the_parser_reads_back(string plain, string pretty)
    {
        var tensor = Formula.Parse(plain).Build(Leaves);
        var printed = Plain(tensor);
        Assert.Equal((plain, pretty), (printed, Pretty(tensor)));
        Assert.Same(Unnamed(tensor), Unnamed(Formula.Parse(printed).Build(Leaves)));
        Assert.Same(Unnamed(tensor), Unnamed(Formula.Parse(pretty, Leaves.Keys).Build(Leaves)));
    }

    [Fact]
    public void That_an_axis_of_one_element_is_kept_is_written_in_source_only()
    {
        var kept = Formula.Parse("sum(v*yhat, axes=[0], keepdims=true)").Build(Leaves);
        Assert.Equal(("sum(v*yhat, axes=[0], keepdims=true)", "Σᵢ (v·ŷ)ᵢ"), (Plain(kept), Pretty(kept)));
        Assert.Equal(kept.Evaluate().ToDoubles(), Formula.Parse(Pretty(kept), Leaves.Keys).Build(Leaves).Evaluate().ToDoubles());
    }

    [Theory]
    [InlineData("sum(M, axes=[1])", "Σⱼ Mᵢⱼ", "write sum(M, axes=[1]) or sum(M, axes=[1], keepdims=true)")]
    [InlineData("M/sum(M, axes=[0], keepdims=true)", "M/(Σᵢ Mᵢⱼ)", "write sum(M, axes=[0]) or sum(M, axes=[0], keepdims=true)")]
    [InlineData("sum(broadcast_to(v, shape=[3, 2]))", "Σᵢⱼ (v)ᵢⱼ", "2 indices need an operand with 2 axes")]
    public void What_does_not_say_all_is_refused_when_it_is_read(string plain, string pretty, string proposal)
    {
        var leaves = new Dictionary<string, Tensor>(Leaves) { ["M"] = new Parameter(TensorData.Zeros([2, 2], DType.Float64), "M") };
        var printed = Pretty(Formula.Parse(plain).Build(leaves));
        Assert.Equal(pretty, printed);
        Assert.Contains(proposal, Assert.Throws<FormulaException>(() => Formula.Parse(printed, leaves.Keys).Build(leaves)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_sum_of_numbers_over_some_axes_names_them()
    {
        Tensor m = Tensor.Constant(TensorData.Create<double>([1, 2], Shape.Create([1, 2]))), leaf = new Parameter([1.5, 2.5], "vᵢ");
        Assert.Equal("Σ [[1, 2]]", Pretty(Sum(m)));
        Assert.Equal("sum([[1, 2]], axes=[1])", Pretty(Sum(m, [1])));
        Assert.Equal("Σᵢ (vᵢ)ᵢ", Pretty(Sum(leaf)));
    }

    [Fact]
    public void What_stands_on_the_board_reads_back_as_the_same_graph() =>
        Expressions(4).Sample(
            formula =>
            {
                var tensor = Formula.Parse(formula).Build(Leaves);
                return tensor.Inputs.Length == 0
                    || ReferenceEquals(Unnamed(tensor), Unnamed(Formula.Parse(Pretty(tensor), Leaves.Keys).Build(Leaves)));
            },
            iter: TestTier.Cases(2_000, 50_000));

    [Fact]
    public void Writes_matrices_as_on_the_board()
    {
        Tensor m = new Parameter(TensorData.Zeros([2, 3], DType.Float64), "M"), x = Leaves["x"];
        Assert.Equal("(2M + x)ᵀ @ M", Pretty(MatMul((2 * m + x).Transpose(), m)));
        Assert.Equal("transpose(M)", Plain(m.Transpose()));
        Assert.Same(m, m.Transpose(0, 1));
        Assert.Equal("transpose(C, perm=[0, 2, 1])",
            Plain(new Parameter(TensorData.Zeros([2, 3, 4], DType.Float64), "C").Transpose(0, 2, 1)));
        Assert.Equal("where(x > 0, 1, 0)", Plain(Where(Greater(x, 0), One(x), Zero(x))));
        Assert.Equal("x ≥ 2", Pretty(GreaterOrEqual(x, 2)));
    }

    [Fact]
    public void Writes_formulas_of_any_depth()
    {
        var x = Leaves["x"];
        for (var i = 0; i < 100_000; i++) x = i % 2 == 0 ? -x : 1 - x;
        var formula = Plain(x);
        Assert.StartsWith("1 - (-(1 - (-(1 - ", formula, StringComparison.Ordinal);
        Assert.Equal(1, formula.Count(c => c == 'x'));
    }

    private static Gen<string> Expressions(int depth)
    {
        var leaves = Gen.OneOf("a", "b", "x", "yhat", "v", "2", "0.5", "3", "1e-20", "1e9");
        if (depth == 0) return leaves;
        var smaller = Expressions(depth - 1);
        return Gen.Frequency(
            (1, leaves),
            (2, smaller.Select(operand => $"-({operand})")),
            (2, Gen.Select(Gen.OneOf("tanh", "exp", "abs", "relu", "sqrt", "sum", "sigmoid"), smaller, (f, operand) => $"{f}({operand})")),
            (2, Gen.Select(smaller, Gen.Int[-3, 4], (operand, power) => $"({operand})^({power})")),
            (6, Gen.Select(smaller, Gen.OneOf("+", "-", "*", "/", "^", "<", ">="), smaller, (a, sign, b) => $"({a}) {sign} ({b})")));
    }

    [Theory]
    [InlineData("sqrt(a)^2", "(√a)²")]
    [InlineData("sqrt(a + 1)", "√(a + 1)")]
    [InlineData("sqrt(a^2)", "√(a²)")]
    [InlineData("2*sqrt(a)", "2·√a")]
    [InlineData("abs(a - 1)^2", "|a − 1|²")]
    [InlineData("reciprocal(a)^2", "(1/a)²")]
    [InlineData("b/reciprocal(a)", "b/(1/a)")]
    [InlineData("a*log(b)", "a·ln(b)")]
    [InlineData("sum(v)", "Σᵢ vᵢ")]
    [InlineData("sum(v)/2", "(Σᵢ vᵢ)/2")]
    [InlineData("2*sum(v)", "2(Σᵢ vᵢ)")]
    [InlineData("sum(v) + a", "Σᵢ vᵢ + a")]
    [InlineData("sum(M)", "Σᵢⱼ Mᵢⱼ")]
    [InlineData("sum(M, axes=[1], keepdims=true)", "Σⱼ Mᵢⱼ")]
    [InlineData("max(M, axes=[0])", "maxᵢ Mᵢⱼ")]
    [InlineData("sum(v1^2)", "Σᵢ (v₁²)ᵢ")]
    [InlineData("sum(v1)", "Σᵢ (v₁)ᵢ")]
    [InlineData("norm(v)", "‖v‖")]
    [InlineData("where(a > 0.5, a^2, -a)", "{a² if a > 0.5, −a otherwise}")]
    [InlineData("where(a > 1, a, where(a == b, b, where(a < 0, 0, 1)))", "{a if a > 1, b if a = b, 0 if a < 0, 1 otherwise}")]
    [InlineData("where(a > 1, a, b)^2", "{a if a > 1, b otherwise}²")]
    [InlineData("transpose(M)", "Mᵀ")]
    public void Writes_functions_as_mathematicians_do(string formula, string pretty)
    {
        var leaves = new Dictionary<string, Tensor>(Leaves)
        {
            ["M"] = new Parameter(TensorData.Zeros([2, 3], DType.Float64), "M"),
            ["v1"] = new Parameter([1.5, 2.5], "v1"),
        };
        Assert.Equal(pretty, Pretty(Formula.Parse(formula).Build(leaves)));
    }

    [Fact]
    public void Repeating_and_axes_of_one_element_are_not_written()
    {
        Tensor v = Leaves["v"], a = Leaves["a"], w = new Parameter([1.0, 2, 3], "w");
        Assert.Equal("v² + v", Pretty(Square(v) + v.Reshape(1, 2).BroadcastTo([3, 2])));
        Assert.Equal("2(a + 1)", Pretty(2 * (a + 1).BroadcastTo([3])));
        Assert.Equal("(a − 1)·a", Pretty((a - 1).BroadcastTo([3]) * a));
        Assert.Equal("v·wᵀ", Pretty(Outer(v, w)));
        Assert.Equal("w[1]", Pretty(Functions.Slice(w, 0, 1, 1)));
        Assert.Equal("w[0…1]", Pretty(Functions.Slice(w, 0, 0, 2)));
        Assert.Equal("broadcast_to(a, shape=[3])", Plain(a.BroadcastTo([3])));
    }

    private static Tensor Unnamed(Tensor tensor) => tensor.Inputs.Length == 0 ? tensor : Tensor.Apply(tensor.Op, tensor.Inputs.AsSpan());

    private static string Plain(Tensor tensor) => FormulaNotation.Source.Formula(Unnamed(tensor));

    private static string Pretty(Tensor tensor) => FormulaNotation.Pretty.Formula(Unnamed(tensor));
}

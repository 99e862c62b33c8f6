using ChainRule.Graph;
using ChainRule.Rewriting;
using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Rewriting;

public class SimplifierTests
{
    private static readonly Parameter a = new(1.5, "a"), b = new(-0.5, "b");
    private static readonly Parameter v = new([0.5, -1, 2], "v");
    private static readonly Tensor m = Tensor.Constant<double>([2, -1, 0.25, 3, 1, -2], [2, 3], "m");
    private static readonly Tensor mask = Greater(v, 0);

    public static TheoryData<string, Tensor, Tensor> Rows => new()
    {
        { "x·1", v * 1, v }, { "1·x", 1 * v, v }, { "x + 0", 0 + v, v }, { "x − 0", v - 0, v }, { "0 − x", 0 - v, -v },
        { "x/1", v / 1, v }, { "−(−x)", -(-v), v }, { "x·(−1)", v * -1, -v }, { "a + (−b)", a + -b, a - b }, { "(−b) + a", -b + a, a - b },
        { "a − (−b)", a - -b, a + b }, { "(−a)·b", -a * b, -(a * b) }, { "(−a)·(−b)", -a * -b, a * b }, { "b·(−a)", b * -a, -(a * b) },
        { "numbers", Number(2, a) * 3 + 1, Number(7, a) }, { "comparison", Greater(Number(2, a), 1), Tensor.Literal(1, DType.Bool) },
        { "chosen", Where(Greater(Number(2, a), 1), a, b), a }, { "not chosen", Where(Less(Number(2, a), 1), a, b), b },
        { "x^1", Pow(v, 1), v }, { "x^2", Pow(v, Number(2, v)), Square(v) }, { "x^0", Pow(v, 0), One(v).BroadcastTo([3]) },
        { "numbers come together", 2 * (3 * v), 6 * v }, { "in any order", v * 3 * 2, 6 * v }, { "sign into number", -(2 * v), -2 * v },
        { "twice", v + v, 2 * v }, { "difference", -(a - b), b - a },
        { "reshape twice", m.Reshape(3, 2).Reshape(6), m.Reshape(6) }, { "reshape back", m.Reshape(3, 2).Reshape(2, 3), m },
        { "transpose twice", m.Transpose().Transpose(), m },
        { "broadcast twice", a.BroadcastTo([3]).BroadcastTo([2, 3]), a.BroadcastTo([2, 3]) },
        { "sum of one", Sum(a.Reshape(1, 1), [0]), a.Reshape(1) }, { "repeated operand", v * a.BroadcastTo([3]), v * a },
        { "ones", One(v).BroadcastTo([3]) * v, v }, { "view of one number", a.BroadcastTo([2, 3]).Reshape(6), a.BroadcastTo([6]) },
        { "leading axes", v.Reshape(1, 3).BroadcastTo([2, 3]), v.BroadcastTo([2, 3]) },
        { "derivative of a cube", Gradient.Of(Pow(a, 3), a), 3 * Square(a) },
    };

    [Theory]
    [MemberData(nameof(Rows), DisableDiscoveryEnumeration = true)]
    public void Finds_the_simple_form(string what, Tensor given, Tensor simple)
    {
        var found = Simplifier.Simplify([given])[0];
        Assert.True(ReferenceEquals(simple, found), $"{what}: {found}");
        RewriteChecker.Check([given], [found]);
    }

    [Fact]
    public void Leaves_what_numbers_could_tell_apart()
    {
        Tensor[] given = [v * 0, v - v, v / v, Pow(v, 0.5), 1e200 * (1e200 * v), 1e-200 * (1e-200 * v), Number(1, a) / 0];
        Assert.Equal(given, Simplifier.Simplify(given));
    }

    [Fact]
    public void Keeps_names_and_leaves()
    {
        var named = (-(-a) * b).Named("n") + 1;
        var simple = Simplifier.Simplify([named])[0];
        Assert.Same((a * b).Named("n"), simple.Inputs[0]);
        Tensor[] kept = [(a * 1).Named("n"), (Tanh(a) * 1).Named("n"), (Number(2, a) * 3).Named("n")];
        Assert.Equal(kept, Simplifier.Simplify(kept));
    }

    [Fact]
    public void Takes_a_sign_out_only_where_nothing_else_needs_it()
    {
        var opposite = -a;
        Tensor[] shared = [opposite * b, Exp(opposite)];
        Assert.Equal(shared, Simplifier.Simplify(shared));
    }

    [Fact]
    public void Does_not_look_into_what_is_opaque()
    {
        var inner = -(a * 1);
        Assert.Same(a - inner, Simplifier.Simplify([(a - inner) * 1], t => ReferenceEquals(t, inner))[0]);
    }

    [Fact]
    public void Keeps_what_a_graph_means() =>
        Gen.Select(Gen.Int, Gen.Int[8, 40]).Sample((seed, size) =>
        {
            var graph = RandomGraph.Draw(seed, size);
            RewriteChecker.Check(graph, Simplifier.Simplify(graph));
        }, iter: 300, threads: 1);

    [Fact]
    public void Is_simple_at_once() =>
        Gen.Select(Gen.Int, Gen.Int[8, 40]).Sample((seed, size) =>
        {
            var once = Simplifier.Simplify(RandomGraph.Draw(seed, size));
            RewriteChecker.Check(once, Simplifier.Simplify(once));
        }, iter: 100, threads: 1);

    [Fact]
    public void Walks_graphs_of_any_depth()
    {
        Tensor x = a;
        for (var i = 0; i < 100_000; i++) x = i % 4 == 0 ? x * 1 : Tanh(x) + b;
        var simple = Simplifier.Simplify([x])[0]; // a walk in quadratic time would take 10¹⁰ steps
        Assert.Equal(150_002, TopologicalOrder.Of([simple]).Count);
    }
}

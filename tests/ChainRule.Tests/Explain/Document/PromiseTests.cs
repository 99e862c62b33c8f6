using System.Diagnostics;
using ChainRule.Explanations;
using ChainRule.Formulas;
using CsCheck;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>What is explained is what is computed: the printed formulas, read back and evaluated, give the printed numbers.</summary>
public class PromiseTests
{
    [Fact]
    public void Formulas_read_back_as_what_was_computed()
    {
        Holds(Boards.Lecture());
        Holds(Boards.TwoPaths());
        Holds(Boards.Layer());
        Gen.Int.Sample(seed => Holds(RandomExplanation(seed)), iter: 50, threads: 1);
    }

    [Fact]
    public void Contributions_add_up_where_paths_merge() => Gen.Int.Sample(seed =>
    {
        var explanation = RandomExplanation(seed);
        foreach (var parameter in explanation.Parameters)
        {
            var sum = new double[parameter.Gradient.Shape.Size];
            foreach (var row in explanation.Local.Where(row => row.Step.From == parameter.Parameter))
                for (var i = 0; i < sum.Length; i++) sum[i] += row.Contribution[i];
            AssertClose(parameter.Gradient.ToDoubles(), sum);
        }
    }, iter: 50, threads: 1);

    [Fact]
    public void A_formula_of_ten_thousand_ops_stays_within_bounds()
    {
        var w = new Parameter(0.5, "w");
        Tensor x = w;
        for (var i = 0; i < 5_000; i++) x = i % 2 == 0 ? Tanh(x) : x + x * w;
        var watch = Stopwatch.StartNew();
        var explanation = Explain.Gradient(x, w);
        var (text, json) = (explanation.ToString(), explanation.ToJson());
        TestContext.Current.TestOutputHelper?.WriteLine($"{watch.ElapsedMilliseconds} ms, {text.Length} and {json.Length} characters");
        Assert.Equal(7_500, explanation.Forward.Count);
        var formulas = new RowFormulas(explanation.Derivation, FormulaNotation.Source);
        Assert.True(explanation.Forward.Max(row => formulas.Expression(row.Result).Length) < 20);
        Assert.InRange(explanation.Parameters[0].Paths.Count, 1, 100);
        Assert.Equal(1_000_000_000_000_000_000, explanation.Parameters[0].MorePaths);
        Assert.Contains("over 10^18 more paths", text, StringComparison.Ordinal);
        Assert.Contains("\"more\":{\"w\":\">10^18\"}", json, StringComparison.Ordinal);
        Assert.InRange(json.Length, 100_000, 10_000_000);
        Assert.True(watch.Elapsed.TotalSeconds < 60);
    }

    [Fact]
    public void A_custom_op_appears_as_any_other()
    {
        var cube = CustomOp.Elementwise("Cube", x => x * x * x, (x, y) => 3 * Square(x));
        var w = new Parameter(2.0, "w");
        var explanation = Explain.Gradient(cube(w), w);
        var row = Assert.Single(explanation.Local);
        var formulas = new RowFormulas(explanation.Derivation, FormulaNotation.Source);
        Assert.Equal(("3*w^2", "3*2^2", 12), (formulas.Local(row.Step), formulas.Local(row.Step, explanation), row.Value!.Item()));
        var through = CustomOp.WithGradient("RoundThrough", Round, (x, y, gradient) => gradient);
        Assert.Equal(1, Explain.Gradient(through(w * 1.2), w).Local[0].Value!.Item());
    }

    private static Explanation RandomExplanation(int seed) =>
        Explain.Gradient(
            Rewriting.RandomGraph.Draw(seed, 20).Select(t => Sum(Tanh(t))).Aggregate((Tensor)new Parameter(0.5, "p"), (s, t) => s * t + s));

    private static void Holds(Explanation explanation)
    {
        var (derivation, formulas) = (explanation.Derivation, new RowFormulas(explanation.Derivation, FormulaNotation.Source));
        var names = derivation.Tensors.Where(derivation.Names.Has).ToDictionary(formulas.Name, explanation.ValueOf);
        foreach (var row in explanation.Forward) AssertClose(row.Value.ToDoubles(), Read(formulas.Expression(row.Result), names));
        foreach (var row in explanation.Local)
        {
            names[formulas.Gradient(row.Step.Of)] = row.Upstream;
            AssertClose((row.Value ?? row.Contribution).ToDoubles(), Read(formulas.Local(row.Step), names));
        }
    }

    private static double[] Read(string formula, Dictionary<string, TensorData> names)
    {
        var parsed = Formula.Parse(formula);
        return parsed.Build(parsed.FreeNames.ToDictionary(name => name, name => Tensor.Constant(names[name], name))).Evaluate().ToDoubles();
    }

    private static void AssertClose(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-12 * Math.Max(1, Math.Abs(expected[i])));
    }
}

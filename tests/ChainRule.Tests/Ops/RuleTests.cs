using System.Text.RegularExpressions;
using ChainRule.Explanations;
using ChainRule.Formulas;
using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Tests.Ops;

/// <summary>The rules that ops declare for their operands say what the derivatives are.</summary>
public partial class RuleTests
{
    private const double Step = 1e-5;

    public static TheoryData<string> Elementwise => [.. Cases(example => example.Example.Op is ElementwiseOp)];

    public static TheoryData<string> OfSeveral => [.. Cases(example => example.Differentiable.Length > 1)];

    /// <summary>A rule ends with a formula, or with a number for each case; it is computed and compared with central differences.</summary>
    [Theory, MemberData(nameof(Elementwise))]
    public void The_rule_of_each_operand_is_its_derivative(string row)
    {
        var example = new ExampleCase(row);
        foreach (var (input, x) in example.Inputs.Index())
        {
            if (!example.Differentiable.Contains(x)) continue;
            var rule = RuleText.Of(example.Output, input);
            var named = Formula.Parse(Claim(rule)).Build(example.Inputs.ToDictionary(leaf => leaf.Name!, Tensor (leaf) => leaf));
            var said = named.BroadcastTo(example.Output.Shape).Evaluate().ToDoubles();
            var found = Slopes(example.Output, x);
            for (var i = 0; i < said.Length; i++)
                Assert.True(Math.Abs(said[i] - found[i]) <= 1e-6 * Math.Max(1, Math.Abs(found[i])),
                    $"{row}: the rule by operand {input} is \"{rule}\", which is {said[i]}, but the central difference is {found[i]}");
        }
    }

    [Theory, MemberData(nameof(OfSeveral))]
    public void Each_operand_has_a_rule_of_its_own_that_names_it(string row)
    {
        var example = new ExampleCase(row);
        var rules = example.Inputs.Index()
            .Where(input => example.Differentiable.Contains(input.Item))
            .Select(input => (input.Item.Name, Rule: RuleText.Of(example.Output, input.Index)))
            .ToList();
        Assert.Equal(rules.Count, rules.Select(rule => rule.Rule).Distinct().Count());
        // A factor's derivative may name the other factor alone, as upstream·Bᵀ does.
        Assert.All(rules, rule => Assert.Contains("x", rule.Rule, StringComparison.Ordinal));
        Assert.DoesNotContain(rules, rule => rule.Rule.Contains('{', StringComparison.Ordinal));
    }

    [Fact]
    public void The_rules_of_a_product_of_matrices_are_its_gradients()
    {
        var (a, b, g) = (Matrix("a", 2, 3), Matrix("b", 3, 4), Matrix("upstream", 2, 4));
        var product = MatMul(a, b);
        foreach (var (input, x) in new[] { a, b }.Index())
        {
            var claim = RuleText.Of(product, input).Split(':')[0].Replace('·', '@');
            var said = Formula.Parse(Transposed().Replace(claim, "transpose($1)"))
                .Build(new Dictionary<string, Tensor> { ["a"] = a, ["b"] = b, ["upstream"] = g }).Evaluate();
            var loss = Sum(g * product);
            for (var i = 0; i < x.Shape.Size; i++)
            {
                var element = i;
                Assert.Equal(Slope(() => loss.Item(), x, at => at == element), said[i], 1e-8);
            }
        }
    }

    [Theory]
    [InlineData("L = s^3", "s=2", "(s³)′ = 3s²")]
    [InlineData("L = s^-1", "s=2", "(s⁻¹)′ = −s⁻²")]
    [InlineData("L = s^2", "s=2", "(s²)′ = 2s")]
    [InlineData("L = 2^s", "s=2", "(2^s)′ = 2^s·ln(2)")]
    [InlineData("L = yhat - 2", "yhat=1", "ŷ is the first term of the difference, so the derivative is 1")]
    [InlineData("L = 2 - yhat", "yhat=1", "ŷ is subtracted, so the derivative is −1")]
    [InlineData("L = w*(-3)", "w=1", "the derivative by the factor w is the other factor: (−3)")]
    [InlineData("L = w/4", "w=1", "∂(w/4)/∂w = 1/4")]
    [InlineData("L = 4/w", "w=1", "∂(4/w)/∂w = −4/w²")]
    [InlineData("L = where(w > 0.5, w, 2)", "w=1", "w is chosen where w > 0.5: the derivative is 1 there, else 0")]
    public void A_rule_has_the_names_and_the_numbers_of_the_board(string formula, string value, string rule)
    {
        var explanation = Explanations.Boards.Explain(formula, null, value);
        Assert.Equal(rule, new RowFormulas(explanation.Derivation, FormulaNotation.Pretty).Rule(explanation.Derivation.Steps[0]));
    }

    [Fact]
    public void A_rule_in_ASCII_has_the_names_of_the_formula()
    {
        var explanation = Explanations.Boards.Explain("L = yhat^2", null, "yhat=1");
        var formulas = new RowFormulas(explanation.Derivation, FormulaNotation.Ascii);
        Assert.Equal("(yhat^2)' = 2yhat", formulas.Rule(explanation.Derivation.Steps[0]));
    }

    private static IEnumerable<string> Cases(Func<ExampleCase, bool> wanted) =>
        ExampleCase.Labels.Where(label => new ExampleCase(label) is { Differentiable.Length: > 0 } example && wanted(example));

    /// <summary>What a rule says that the derivative is, in the formula language.</summary>
    private static string Claim(string rule)
    {
        var text = Remark().Replace(rule, "");
        var cases = Case().Match(text);
        var claim = cases.Success
            ? $"where({cases.Groups["if"].Value}, {cases.Groups["then"].Value}, {Otherwise(cases.Groups["else"])})"
            : Ends().Split(text)[^1];
        foreach (var (sign, plain) in new[] { ("−", "-"), ("·", "*"), ("²", "^2"), ("σ", "sigmoid"), ("≤", "<=") })
            claim = claim.Replace(sign, plain, StringComparison.Ordinal);
        claim = RootOfName().Replace(claim.Replace("√(", "sqrt(", StringComparison.Ordinal), "sqrt($1)");
        return Coefficient().Replace(Magnitude().Replace(claim, "abs($1)"), "$1*");
    }

    private static string Otherwise(Group group) => group.Success ? group.Value : "0";

    private static double[] Slopes(Tensor output, Input x)
    {
        var at = x.Value;
        x.Value = TensorData.Wrap([.. at.ToDoubles().Select(value => value + Step)], at.Shape);
        var above = output.Evaluate().ToDoubles();
        x.Value = TensorData.Wrap([.. at.ToDoubles().Select(value => value - Step)], at.Shape);
        var below = output.Evaluate().ToDoubles();
        x.Value = at;
        return [.. above.Zip(below, (up, down) => (up - down) / (2 * Step))];
    }

    private static double Slope(Func<double> f, Input x, Func<int, bool> moves)
    {
        var at = x.Value;
        double Moved(double by)
        {
            x.Value = TensorData.Wrap([.. at.ToDoubles().Select((value, i) => moves(i) ? value + by : value)], at.Shape);
            return f();
        }
        var slope = (Moved(Step) - Moved(-Step)) / (2 * Step);
        x.Value = at;
        return slope;
    }

    private static Input Matrix(string name, int rows, int columns) =>
        new(TensorData.Wrap([.. Enumerable.Range(0, rows * columns).Select(i => Math.Cos(i + name.Length))], [rows, columns]), name);

    [GeneratedRegex("(; .*|, which .*)$")]
    private static partial Regex Remark();

    [GeneratedRegex("(^|is chosen (except )?)(?<then>[01]?) ?where (?<if>[^,:]+)"
        + "(, (0 where.*|else (?<else>[01]))|: the derivative is (?<then>[01]) there, else (?<else>[01]))$")]
    private static partial Regex Case();

    [GeneratedRegex(" = |: |derivative is ")]
    private static partial Regex Ends();

    [GeneratedRegex(@"√(\w+)")]
    private static partial Regex RootOfName();

    [GeneratedRegex(@"\|(\w+)\|")]
    private static partial Regex Magnitude();

    [GeneratedRegex(@"\b(\d)(?=[a-z])")]
    private static partial Regex Coefficient();

    [GeneratedRegex(@"(\w+)ᵀ")]
    private static partial Regex Transposed();
}

using System.Globalization;
using ChainRule.Explanations;
using ChainRule.Formulas;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>
/// A note at every kink and at every undefined derivative of every function that formulas may call; none where it is smooth.
/// </summary>
public class KinkTests
{
    private static readonly double[] Points = [-6, -3, -1, -0.5, 0, 0.25, 0.5, 1, 2, 3, 6];

    /// <summary>
    /// The functions by how many operands they take; those that need an option, or a number of operands of their own, are called with it.
    /// </summary>
    public static TheoryData<string> Calls => [.. Names(1).Select(name => $"{name}(x)"), .. Names(2).Select(name => $"{name}(x, y)"),
        "where(x > y, 2*x, y)", "where(x == 1, x, 2*x)", "clamp(x, min=-1, max=1)", "norm(x, order=1)", "norm(x, order=3)",
        "leaky_relu(x, alpha=0.3)", "elu(x, alpha=2)", "huber(x, y, delta=3)", "max(x^2)", "abs(x)*abs(y)", "relu(relu6(x) - y)"];

    [Fact]
    public void The_sweep_covers_the_functions() => Assert.True(Names(1).Count() + Names(2).Count() > 60);

    [Theory]
    [MemberData(nameof(Calls))]
    public void Notes_are_where_the_derivative_is_a_convention_or_undefined(string call)
    {
        var formula = Formula.Parse(call);
        foreach (var x in Points)
            foreach (var y in !formula.FreeNames.Contains("y") ? [0] : TestTier.IsLong ? Points : [0, x])
                Holds(formula, call, x, y);
    }

    [Theory]
    [InlineData("L = x^x", "undefined", "x=0")]
    [InlineData("L = a^b", "undefined", "a=0", "b=0")]
    [InlineData("L = hypot(a, b)", "undefined", "a=0", "b=0")]
    [InlineData("L = atan2(a, b)", "undefined", "a=0", "b=0")]
    [InlineData("L = norm(x)", "kink", "x=[0, 0]")]
    [InlineData("L = std(x)", "kink", "x=[2, 2]")]
    [InlineData("L = relu6(x)", "kink", "x=6")]
    [InlineData("L = max(x)", "kink", "x=[1, 2, 2]")]
    public void What_is_said(string formula, string word, params string[] values) =>
        Assert.Contains(word, Assert.Single(Notes(Explained(formula, values))), StringComparison.Ordinal);

    [Theory]
    [InlineData("L = relu(x)", 1e-9)]
    [InlineData("L = abs(x)", -1e-9)]
    [InlineData("L = 1/x", 1e-10)]
    [InlineData("L = exp(x)", 1e-12)]
    [InlineData("L = tan(x)", 1.5707963267948966)]
    public void Nothing_is_said_beside_a_kink_or_a_pole(string formula, double x) =>
        Assert.DoesNotContain(Notes(Explained(formula, [string.Create(CultureInfo.InvariantCulture, $"x={x}")])),
            note => note.Contains("kink", StringComparison.Ordinal));

    [Theory]
    [InlineData("L = sign(x)", "0")]
    [InlineData("L = max(x, 1e-9)", "1e-9")]
    [InlineData("L = max(x, 1e9)", "1e9")]
    public void Jumps_and_kinks_at_tiny_and_at_huge_numbers_are_noted(string formula, string x) =>
        Assert.Contains(Explained(formula, [$"x={x}"]).Notes, note => note.Kind == NoteKind.Kink);

    [Fact]
    public void A_tie_in_max_pooling_and_in_sorting()
    {
        var x = new Parameter(TensorData.Wrap([1.0, 3, 3, 2], [1, 1, 2, 2]), "x");
        Assert.Contains(Explain.Gradient(Sum(MaxPool2d(x, (2, 2))), x).Notes, note => note.Kind == NoteKind.Tie);
        var v = new Parameter([3.0, 1, 3], "v");
        Assert.Contains(Explain.Gradient(Sum(Sort(v).Values * Tensor.Constant<double>([1, 2, 5])), v).Notes,
            note => note.Kind == NoteKind.Tie);
        Assert.Empty(Explain.Gradient(Sum(Sort(v).Values), v).Notes);
    }

    [Theory]
    [InlineData("L = hypot(a, b)", "[L(a+h) − L(a−h)] / 2h = 0.000000, not NaN", "a=0", "b=0")]
    [InlineData("L = sqrt(a)", "[L(a+h) − L(a−h)] / 2h cannot be made: L(a+h) or L(a−h) is not finite", "a=0")]
    [InlineData("L = sum(hypot(a, b))", "is finite where the gradient is not", "a=[0, 1]", "b=0")]
    [InlineData("L = 1/x", "cannot be made: it grows without bound as h becomes smaller, as at a pole or a jump", "x=0")]
    [InlineData("L = tan(x)", "cannot be made: it grows without bound", "x=1.5707963267948966")]
    [InlineData("L = 1e-6/x", "cannot be made: it grows", "x=0")]
    [InlineData("L = 1e6 + floor(x)", "cannot be made: it grows", "x=2")]
    [InlineData("L = sum(floor(x))", "cannot be made: it grows", "x=[0.5, 2]")]
    [InlineData("L = log(x)", "cannot be made: L(x+h) or L(x−h) is not finite", "x=0")]
    [InlineData("L = abs(x)", "[L(x+h) − L(x−h)] / 2h = 0.000000", "x=0")]
    [InlineData("L = relu(x)", "= 0.500000, not 0", "x=0")]
    [InlineData("L = exp(x)", "= 4.851652e+08", "x=20")]
    [InlineData("L = 1e9 + sum(x^2)", "differs by at most", "x=[0, 0]")]
    public void A_check_says_what_is_not_finite(string formula, string line, params string[] values) =>
        Assert.Contains(line, Explained(formula, values).ToString(), StringComparison.Ordinal);

    private static IEnumerable<string> Notes(Explanation explanation) =>
        explanation.Notes.Select(new NoteText(new(explanation.Derivation, FormulaNotation.Pretty), explanation).Write);

    /// <summary>The explanation of a formula by all its names, given numbers or vectors.</summary>
    private static Explanation Explained(string formula, string[] values)
    {
        var parameters = values.Select(value => value.Split('=')).Select(pair => pair[1][0] == '['
            ? new Parameter([.. pair[1].Trim('[', ']').Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))],
                pair[0])
            : new Parameter(double.Parse(pair[1], CultureInfo.InvariantCulture), pair[0])).ToList();
        return Explain.Gradient(
            Formula.Parse(formula).Build(parameters.ToDictionary(parameter => parameter.Name!, parameter => (Tensor)parameter)),
            [.. parameters]);
    }

    private static void Holds(Formula formula, string call, double x, double y)
    {
        // Two elements of the same value, so that functions of several elements meet a tie.
        var leaves = new Dictionary<string, Tensor> { ["x"] = new Parameter([x, x], "x"), ["y"] = new Parameter([y, y], "y") };
        var output = Sum(formula.Build(leaves) * Tensor.Constant<double>([1, 1.5])).Named("L");
        var wrt = formula.FreeNames.Select(name => (Parameter)leaves[name]).ToArray();
        var value = output.Item();
        if (!double.IsFinite(value)) return;
        var notes = string.Join("; ", Notes(Explain.Gradient(output, wrt)));
        var gradients = wrt.SelectMany(p => Gradient.Of(output, p).Evaluate().ToDoubles());
        var kinks = wrt.SelectMany(p => Enumerable.Range(0, p.Shape.Size).Select(i => Kind(output, p, i, value))).ToList();
        var expected = !gradients.All(double.IsFinite) ? "undefined"
            : kinks.Contains(Smoothness.Border) ? "convention"
            : kinks.Contains(Smoothness.Kink) ? "kink"
            : "";
        var said = expected.Length > 0
            ? notes.Contains(expected, StringComparison.Ordinal)
            : !notes.Contains("L has a kink", StringComparison.Ordinal);
        Assert.True(said, $"{call} at x = {x}, y = {y} should say '{expected}', but the notes are '{notes}'");
    }

    private enum Smoothness { Smooth, Kink, Border }

    private static Smoothness Kind(Tensor output, Parameter wrt, int element, double here)
    {
        var (far, near) = (Difference(1e-4), Difference(1e-7));
        return !double.IsFinite(near) ? Smoothness.Border
            : far > 1e-2 && near > far / 2 || Jump(1e-7) > Math.Max(1e-3, Jump(1e-4) / 2) ? Smoothness.Kink
            : Smoothness.Smooth;

        double Jump(double h) => Math.Abs(At(h) - At(-h));

        double Difference(double h) => Math.Abs(At(h) - here - (here - At(-h))) / h;

        double At(double by)
        {
            var before = wrt.Value;
            var moved = before.ToDoubles();
            moved[element] += by;
            wrt.Value = TensorData.Wrap(moved, before.Shape);
            var result = output.Item();
            wrt.Value = before;
            return result;
        }
    }

    /// <summary>The functions that can be called with so many operands and no options.</summary>
    private static IEnumerable<string> Names(int operands) => [.. FormulaFunctions.Names.Distinct().Where(name =>
    {
        try
        {
            var leaves = new Dictionary<string, Tensor> { ["x"] = new Parameter([1.0, 1.0], "x"), ["y"] = new Parameter([1.0, 1.0], "y") };
            var built = Formula.Parse(operands == 1 ? $"{name}(x)" : $"{name}(x, y)").Build(leaves);
            return built.Shape.Rank <= 1 && built.Shape.Size <= 2 && built.DType == DType.Float64;
        }
        catch (Exception error) when (error is FormulaException or ShapeException)
        {
            return false;
        }
    })];
}

using ChainRule.Explanations;
using ChainRule.Formulas;
using static ChainRule.Functions;

namespace ChainRule.Tests.Explanations;

/// <summary>The typed document: tensors, numbers and kinds, without text.</summary>
public class DocumentTests
{
    // e = (y − (w·x + b))² + w² at w = 2, x = 3, b = 1, y = 10: ∂e/∂w = −2·(10 − 7)·3 + 2·2 = −18 + 4.
    [Fact]
    public void Rows_hold_tensors_and_numbers()
    {
        var explanation = Boards.TwoPaths();
        Assert.Equal(13, explanation.Value);
        Assert.Equal([6, 7, 3, 9, 4, 13], explanation.Forward.Select(row => row.Value.Item()));
        Assert.Equal(explanation.Derivation.Results, explanation.Forward.Select(row => row.Result));
        var intoW = explanation.Local.Where(row => row.Step.From.Name == "w").ToList();
        Assert.Equal([-18, 4], intoW.Select(row => row.Contribution.Item()).Order());
        Assert.Equal([3, 4], intoW.Select(row => row.Value!.Item()).Order());
        Assert.All(explanation.Local, row => Assert.Equal(row.Step.From.Name == "w", row.Step.Merges));
        Assert.Equal("b", Assert.Single(explanation.Local.SelectMany(row => row.Step.Constants), constant => constant.Name == "b").Name);
    }

    [Fact]
    public void A_parameter_has_its_paths_its_advice_and_the_step_that_is_tried()
    {
        var explanation = Boards.TwoPaths();
        var row = Assert.Single(explanation.Parameters);
        Assert.Equal((2, -14, Advice.Increase), (row.Value.Item(), row.Gradient.Item(), Assert.Single(row.Advice)));
        Assert.Equal([-18, 4], row.Paths.Select(path => path.Product));
        Assert.All(row.Paths, path => Assert.Equal((row.Parameter, explanation.Output), (path.Steps[0].From, path.Steps[^1].Of)));
        Assert.Equal((0, 22), (row.MorePaths, row.PathMagnitude));
        // w ← 2 + 0.1·14 = 3.4, and (10 − 11.2)² + 3.4² = 13.
        Assert.Equal(3.4, row.After.Item(), 1e-12);
        Assert.Equal(13, explanation.OutputAfter, 1e-12);
    }

    [Theory]
    [InlineData("L = w/x", NoteKind.NotFinite, "w", "w=NaN", "x=1")]
    [InlineData("L = w/x", NoteKind.Undefined, "L", "w=1", "x=0")]
    [InlineData("L = x^2 + stop_gradient(w)", NoteKind.NoGradient, "w", "w=1", "x=1")]
    [InlineData("L = x*abs(w)", NoteKind.Kink, "v1", "w=0", "x=1")]
    [InlineData("L = x*w*sqrt(w)", NoteKind.Undefined, "v2", "w=0", "x=1")]
    public void Notes_have_a_kind_and_a_subject(string formula, NoteKind kind, string name, params string[] values)
    {
        var explanation = Boards.Explain(formula, null, values);
        var note = Assert.Single(explanation.Notes);
        Assert.Equal((kind, name), (note.Kind, explanation.Derivation.Names[note.Tensor]));
    }

    [Fact]
    public void Each_operand_has_its_own_rule()
    {
        var (a, b) = (new Parameter(3.0, "a"), new Parameter(2.0, "b"));
        Assert.Equal(["∂(a/b)/∂a = 1/b", "∂(a/b)/∂b = −a/b²"],
            Explain.Gradient(a / b, a, b).Local.Select(row => row.Step.Rule));
    }

    [Fact]
    public void One_derivation_explains_all_values_as_a_new_one_would()
    {
        var formula = Formula.Parse("h = tanh(w*x - b); L = (h - y)^2/2 + w/b - 2*-w");
        var leaves = formula.FreeNames.ToDictionary(name => name, name => new Parameter(1.0, name));
        var output = formula.Build(leaves.ToDictionary(leaf => leaf.Key, Tensor (leaf) => leaf.Value));
        var derivation = Derivation.Of(output, new());
        RowFormulas pretty = new(derivation, FormulaNotation.Pretty), latex = new(derivation, FormulaNotation.LaTeX);
        var before = derivation.Explain();
        var random = new Random(1);
        for (var i = 0; i < 50; i++)
        {
            foreach (var leaf in leaves.Values) leaf.Value = TensorData.Create<double>([random.Next(-3, 4)], []);
            var explanation = derivation.Explain();
            foreach (var formulas in new[] { pretty, latex })
                Assert.Equal(Rows(new RowFormulas(derivation, formulas.Notation), explanation), Rows(formulas, explanation));
        }
        Assert.Equal(1, before.ValueOf(leaves["w"]).Item());
        Assert.Throws<ArgumentException>(() => before.ValueOf(new Parameter(1.0, "w")));
    }

    [Fact]
    public void Sentences_need_a_notation_of_text()
    {
        var explanation = Boards.Lecture();
        var latex = new RowFormulas(explanation.Derivation, FormulaNotation.LaTeX);
        Assert.StartsWith("sentences are written in a text notation",
            Assert.Throws<ArgumentException>(() => new ChainText(latex)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MeaningText(latex, explanation));
        Assert.Throws<ArgumentException>(() => new NoteText(latex, explanation));
    }

    [Fact]
    public void A_formula_is_written_in_each_notation()
    {
        var formula = Square(new Parameter(1.0, "yhat") * 2);
        Assert.Equal(["(ŷ·2)²", "(yhat*2)^2", @"{\left(\hat{y} \cdot 2\right)}^{2}"],
            new[] { FormulaNotation.Pretty, FormulaNotation.Source, FormulaNotation.LaTeX }.Select(notation => notation.Formula(formula)));
        Assert.Equal("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"><mrow><mi>a</mi><mo>=</mo><mi>b</mi></mrow></math>",
            FormulaNotation.MathML.Equation("<mi>a</mi>", "<mi>b</mi>"));
    }

    private static IEnumerable<string> Rows(RowFormulas formulas, Explanation explanation) =>
    [
        .. explanation.Forward.Select(row => formulas.Expression(row.Result, explanation)),
        .. explanation.Local.Select(row => formulas.Local(row.Step, explanation)),
        .. explanation.Derivation.Tensors.Where(explanation.Derivation.Names.Has).Select(t => formulas.Value(t, explanation)),
    ];
}

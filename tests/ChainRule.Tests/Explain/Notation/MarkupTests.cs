using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Explanations;
using ChainRule.Formulas;

namespace ChainRule.Tests.Explanations;

/// <summary>Single rows in LaTeX and MathML, as the whiteboard shows them.</summary>
public class MarkupTests
{
    [Theory]
    [InlineData("w*x", @"w \cdot x")]
    [InlineData("2*x + 3*2", @"2x + 3 \cdot 2")]
    [InlineData("2*(x + 1)", @"2\left(x + 1\right)")]
    [InlineData("(x + w)/(2*x)", @"\frac{x + w}{2x}")]
    [InlineData("w*(x/2)", @"w \cdot \frac{x}{2}")]
    [InlineData("(x/2)^2", @"{\left(\frac{x}{2}\right)}^{2}")]
    [InlineData("x^(w+1)", @"{x}^{w + 1}")]
    [InlineData("(x^3)^2", @"{\left({x}^{3}\right)}^{2}")]
    [InlineData("-x^2", @"-{x}^{2}")]
    [InlineData("x - -w", @"x-\left(-w\right)")]
    [InlineData("sqrt(x + 1)", @"\sqrt{x + 1}")]
    [InlineData("exp(-x)", @"{e}^{-x}")]
    [InlineData("abs(x)", @"\left|x\right|")]
    [InlineData("ln(x)", @"\operatorname{ln}\left(x\right)")]
    [InlineData("sigmoid(x)", @"\sigma \left(x\right)")]
    [InlineData("1e-7*x", @"1 \cdot {10}^{-7}x")]
    [InlineData("where(x > w, x, w)", @"\begin{cases}x & \text{if } x > w \\ w & \text{otherwise}\end{cases}")]
    public void Formulas_in_latex(string formula, string expected) => Assert.Equal(expected, Whole(formula, Markup.Latex));

    [Theory]
    [InlineData("x/w", "<mfrac><mrow><mi>x</mi></mrow><mrow><mi>w</mi></mrow></mfrac>")]
    [InlineData("x^2", "<msup><mrow><mi>x</mi></mrow><mrow><mn>2</mn></mrow></msup>")]
    [InlineData("sqrt(x)", "<msqrt><mi>x</mi></msqrt>")]
    [InlineData("2*x < w",
        "<mrow><mo>{</mo><mtable><mtr><mtd style=\"text-align:left\"><mn>1</mn></mtd>"
        + "<mtd style=\"text-align:left\"><mtext>if\u00a0</mtext><mn>2</mn><mi>x</mi><mo>&lt;</mo><mi>w</mi></mtd></mtr>"
        + "<mtr><mtd style=\"text-align:left\"><mn>0</mn></mtd>"
        + "<mtd style=\"text-align:left\"><mtext>otherwise</mtext></mtd></mtr></mtable></mrow>")]
    [InlineData("-x", "<mo form=\"prefix\">−</mo><mi>x</mi>")]
    public void Formulas_in_mathml(string formula, string expected) => Assert.Equal(expected, Whole(formula, Markup.MathML));

    [Theory]
    [InlineData("yhat", @"\hat{y}")]
    [InlineData("ŷ", @"\hat{y}")]
    [InlineData("w1", "{w}_{1}")]
    [InlineData("theta12'", @"{{\theta }_{12}}^{\prime }")]
    [InlineData("w_out", @"{w}_{\mathit{out}}")]
    [InlineData("w1_2", "{w}_{1, 2}")]
    [InlineData("loss", @"\mathit{loss}")]
    [InlineData("alphabar", @"\bar{\alpha }")]
    [InlineData("a%\\{b", @"\text{a\%\textbackslash{}\{b}")]
    [InlineData("_", @"\text{\_}")]
    public void Names_in_latex(string name, string expected) => Assert.Equal(expected, Markup.Latex.Name(name));

    [Theory]
    [InlineData("yhat", "<mover accent=\"true\"><mi>y</mi><mo>^</mo></mover>")]
    [InlineData("w1", "<msub><mrow><mi>w</mi></mrow><mrow><mn>1</mn></mrow></msub>")]
    [InlineData("<b>&\"", "<mi>&lt;b&gt;&amp;&quot;</mi>")]
    public void Names_in_mathml(string name, string expected) => Assert.Equal(expected, Markup.MathML.Name(name));

    [Fact]
    public void Rows_of_the_lecture()
    {
        var explanation = Boards.Lecture();
        var (rows, loss, step) = (In(explanation, FormulaNotation.LaTeX), explanation.Output, explanation.Derivation.Steps[0]);
        Assert.Equal(
            ("{s}^{2}", @"{\left(-1\right)}^{2}", "2s", @"2\left(-1\right)", @"\frac{\partial L}{\partial s}", "-2"),
            (rows.Expression(loss), rows.Expression(loss, explanation), rows.Local(step), rows.Local(step, explanation),
                rows.Partial(step.Of, step.From), rows.Value(step.Local!, explanation)));
    }

    [Fact]
    public void Rows_of_a_layer()
    {
        var explanation = Boards.Layer();
        var (rows, product) = (In(explanation, FormulaNotation.LaTeX), explanation.Forward[0].Result);
        Assert.Equal(@"x \, W", rows.Expression(product));
        Assert.Equal(@"\begin{pmatrix}1 & 2\end{pmatrix} \, \begin{pmatrix}0.5 & -0.25 \\ 1 & 0.75\end{pmatrix}",
            rows.Expression(product, explanation));
        Assert.Equal(@"{x}^{\top } \, \frac{\partial L}{\partial {v}_{1}}",
            rows.Product(explanation.Derivation.Steps.First(step => step.From.Name == "W")));
    }

    [Fact]
    public void Every_function_gives_well_formed_rows()
    {
        foreach (var (_, of) in ProgramCase.OfFunctions)
        {
            var explanation = of.Explain();
            Assert.All(Rows(In(explanation, FormulaNotation.MathML), explanation), row => XDocument.Parse(MathMLMarkup.Element(row)));
            Assert.All(Rows(In(explanation, FormulaNotation.LaTeX), explanation), LatexCheck.IsBalanced);
        }
    }

    [Fact]
    public void A_very_deep_formula_does_not_overflow_the_stack()
    {
        Tensor deep = new Parameter(1.0, "w");
        for (var i = 0; i < 200_000; i++) deep = 1 / (1 + deep);
        var text = FormulaNotation.LaTeX.Formula(deep);
        Assert.StartsWith(@"\frac{1}{1 + \frac{1}{1 + ", text, StringComparison.Ordinal);
    }

    private static RowFormulas In(Explanation explanation, FormulaNotation notation) => new(explanation.Derivation, notation);

    /// <summary>Whatever is written of an explanation's rows.</summary>
    private static IEnumerable<string> Rows(RowFormulas rows, Explanation explanation) =>
    [
        .. explanation.Forward.SelectMany(row => new[]
            { rows.Expression(row.Result), rows.Expression(row.Result, explanation), rows.Value(row.Result, explanation) }),
        .. explanation.Local.SelectMany(row => new[]
            { rows.Local(row.Step), rows.Local(row.Step, explanation), rows.Partial(row.Step.Of, row.Step.From) }),
    ];

    private static string Whole(string formula, FormulaNotation notation)
    {
        var names = Formula.Parse(formula).FreeNames;
        return notation.Formula(Formula.Parse(formula).Build(names.ToDictionary(name => name, Tensor (name) => new Parameter(1.0, name))));
    }
}

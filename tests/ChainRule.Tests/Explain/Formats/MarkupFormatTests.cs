using System.Diagnostics;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ChainRule.Explanations;

namespace ChainRule.Tests.Explanations;

/// <summary>Whole explanations as Markdown, LaTeX, MathML, DOT and Mermaid.</summary>
public class MarkupFormatTests
{
    private const string Hostile = "a|b\"<script>&{}#;`$\\_*\n[x]";

    private static IEnumerable<Explanation> Some =>
        [.. ProgramCase.All.Select(of => of.Explain()), Boards.TwoPaths(), Boards.Layer(),
            ChainRule.Explain.Gradient((new Parameter(2.0, Hostile) * 3).Named(Hostile + "2"))];

    [Fact]
    public void Markdown_has_the_passes_as_tables()
    {
        var text = Boards.Lecture().ToMarkdown();
        Assert.Contains("\n## Forward\n\n| result | formula | numbers | value |\n| --- | --- | --- | --- |\n| ŷ | w·x | 1·1 | 1 |\n", text,
            StringComparison.Ordinal);
        Assert.Contains("\n| ∂L/∂s | 2s | = 2(−1) = −2 |\n", text, StringComparison.Ordinal);
        Assert.Contains("\n| ∂L/∂w | = | −2·1 = −2 |\n", text, StringComparison.Ordinal);
        Assert.Contains("∂L/∂w = ∂L/∂s · ∂s/∂ŷ · ∂ŷ/∂w = (−2)(1)(1) = −2", text, StringComparison.Ordinal);
        Assert.Contains("\n- sign: negative: a small increase of w lowers L, so increase w\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_of_a_markdown_table_have_as_many_cells_as_its_head()
    {
        foreach (var explanation in Some)
        {
            var tables = Regex
                .Matches(explanation.ToMarkdown(), @"(?:^\|.*\n)+", RegexOptions.Multiline)
                .Select(match => match.Value.TrimEnd().Split('\n'))
                .ToList();
            Assert.Equal(3, tables.Count);
            Assert.All(tables, rows => Assert.Single(rows.Select(row => Regex.Count(row, @"(?<!\\)\|")).Distinct()));
        }
    }

    [Fact]
    public void Latex_aligns_the_rows()
    {
        var text = Boards.Lecture().ToLatex();
        Assert.Contains(@"\hat{y} &= w \cdot x &&= 1 \cdot 1 &&= 1 \\", text, StringComparison.Ordinal);
        Assert.Contains(@"\frac{\partial L}{\partial s} &= 2s &&= 2\left(-1\right) &&= -2 \\", text, StringComparison.Ordinal);
        Assert.Contains(
            @"\frac{\partial L}{\partial w} &= \frac{\partial L}{\partial s} \cdot \frac{\partial s}{\partial \hat{y}} \cdot \frac{\partial \hat{y}}{\partial w} &&= \left(-2\right) \cdot 1 \cdot 1 &&= -2", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Latex_sums_the_paths() =>
        Assert.Contains(@"\frac{\partial e}{\partial w} &= \left(-18\right) + 4 &&= -14", Boards.TwoPaths().ToLatex(),
            StringComparison.Ordinal);

    [Fact]
    public void Latex_is_balanced() => Assert.All(Some, explanation => LatexCheck.IsBalanced(explanation.ToLatex()));

    [Fact]
    public void MathML_is_well_formed_and_holds_every_row() => Assert.All(Some, explanation =>
    {
        XNamespace math = "http://www.w3.org/1998/Math/MathML";
        var root = XDocument.Parse(explanation.ToMathML()).Root!;
        Assert.Equal(math + "math", root.Name);
        var rows = root.Element(math + "mrow")!.Element(math + "mtable")!.Elements(math + "mtr");
        Assert.True(rows.Count() > explanation.Forward.Count + 2 * explanation.Local.Count + explanation.Parameters.Count);
        var counts = new Dictionary<string, int> { ["mfrac"] = 2, ["msup"] = 2, ["msub"] = 2, ["mover"] = 2 };
        Assert.All(root.Descendants().Where(e => counts.ContainsKey(e.Name.LocalName)),
            e => Assert.Equal(counts[e.Name.LocalName], e.Elements().Count()));
    });

    [Fact]
    public void Dot_draws_values_and_ops_apart()
    {
        var text = Boards.Lecture().ToDot();
        Assert.Contains("rankdir=LR", text, StringComparison.Ordinal);
        Assert.Contains("v0 [shape=record label=\"w | data 1 | grad −2\" style=bold]", text, StringComparison.Ordinal);
        Assert.Contains("v2_op [shape=circle label=\"·\"]", text, StringComparison.Ordinal);
        Assert.Equal(8, Regex.Count(text, " -> "));
        Assert.Equal(text, Boards.Lecture().ToDot());
    }

    [Fact]
    public void Graphviz_draws_it()
    {
        Assert.SkipUnless(Graphviz("digraph { a }").Code == 0, "there is no dot here; Debian's package is graphviz");
        var (code, svg, error) = Graphviz(string.Concat(Some.Select(explanation => explanation.ToDot())));
        Assert.True(code == 0 && error.Length == 0, error);
        Assert.Contains("a|b\"<script>&amp;",
            System.Net.WebUtility
                .HtmlDecode(svg)
                .Replace("&lt;", "<", StringComparison.Ordinal)
                .Replace("&", "&amp;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_has_a_title_and_a_description()
    {
        var text = Boards.Lecture().ToMermaid();
        Assert.StartsWith("flowchart LR\n  accTitle: How ∂L/∂w comes about\n  accDescr { ŷ = 1, s = −1, L = 1. ∂L/∂w = −2. }\n", text,
            StringComparison.Ordinal);
        Assert.Contains("  v0[\"w = 1<br/>grad −2\"]\n", text, StringComparison.Ordinal);
        Assert.Contains("  v5_op((\"#94;2\"))\n", text, StringComparison.Ordinal);
        Assert.Contains("  v2_op --> v2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Mermaid_labels_hold_nothing_that_ends_them() => Assert.All(Some, explanation =>
        Assert.All(explanation.ToMermaid().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(3), line =>
            Assert.Matches("""^  v\d+(_op)?(\[".*"\]|\(\(".*"\)\)| --> v\d+(_op)?)$""",
                Regex.Replace(line, """(?<=").*(?="[\])])""", label =>
                Regex.IsMatch(label.Value.Replace("<br/>", "", StringComparison.Ordinal), "^(#\\d+;|[^\"#;<>&`{}\\[\\]\\\\|_*$])*$")
                    ? "ok"
                    : "\"bad"))));

    private static (int Code, string Out, string Error) Graphviz(string graph)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo("dot",
                    ["-Tsvg"])
                { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            process.StandardInput.Write(graph);
            process.StandardInput.Close();
            process.WaitForExit();
            return (process.ExitCode, output.Result, error.Result);
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            return (-1, "", e.Message);
        }
    }
}

using System.Xml.Linq;
using ChainRule.Board;
using ChainRule.Board.Drawing;
using ChainRule.Tests.Board.Drawing;
using CsCheck;

namespace ChainRule.Tests.Board;

public class FoldingTests
{
    private const string Layers =
        "e=h1 = tanh(x@W1 + b1); h2 = tanh(h1@W2 + b2); yhat = h2@W3 + b3; loss = mean((yhat - y)^2) + 0.01*(sum(W1^2) + sum(W2^2))"
        + "&x=[1,2;3,4]&W1=[1,0,1;0,1,0]&b1=[0,0,0]&W2=[1,0,1;0,1,0;1,1,0]&b2=[0,0,0]&W3=[1;2;3]&b3=[0]&y=[1;0]";

    // w comes into the first block twice, in one way into the second, and x*y is of both.
    private const string Ways = "e=a = w*x*(w + 1) + x*y; b = 3*tanh(w) + x*y; loss = (a - b)^2&w=0.5&x=2&y=-1";

    private const string Small = "e=a = w*x + 1; b = 2*tanh(a); loss = (b - y)^2";

    public static TheoryData<string> Links =>
        [.. Presets.All.Select(preset => BoardLink.Write(preset.ToState())), Lessons.Mazur, Lessons.Micrograd, Lessons.Wide, Layers, Ways];

    /// <summary>Statements of what came before: <c>s2 = s0*w + tanh(s1)</c>.</summary>
    private static readonly Gen<string> Formulas =
        from statements in Gen.Int[0, 5].SelectMany(op => Gen.Int[0, 99].Array[2].Select(picks => (op, picks))).Array[1, 5].Array[1, 7]
        select string.Join("; ",
            statements.Select((terms, i) => $"s{i} = {string.Join(" + ", terms.Select(term => Term(term.op, term.picks, i)))}"));

    private static string Term(int op, int[] picks, int statement)
    {
        string Name(int pick) => pick % (statement + 3) is var i && i < 3 ? "wvx"[i].ToString() : $"s{i - 3}";
        var (a, b) = (Name(picks[0]), Name(picks[1]));
        return op switch
        {
            0 =>
            $"{a}*{b}",
            1 => $"tanh({a})",
            2 => $"({a} - {b})^2",
            3 => $"{a}",
            4 => $"sin({a}*{b})",
            _ => $"0.5*({a} + 1)"
        };
    }

    [Fact]
    public void AStatementIsABlockOfWhatIsComputedForItAlone()
    {
        var blocks = Lessons.Read(Lessons.Mazur).Blocks;
        Assert.Equal(["h1 4", "h2 4", "o1 4", "o2 4", "E 6"], blocks.Select(block => $"{block.Name} {block.Inside.Count}"));
        Assert.Equal("sigmoid(w1*i1 + w2*i2 + b1)", blocks[0].Formula);
        Assert.Empty(Lessons.Read(Lessons.Lecture).Blocks);
    }

    [Fact]
    public void WhatTwoStatementsShareStaysApart()
    {
        var (lesson, shared) = (Lessons.Read(Ways), "x·y");
        var folded = lesson.Fold([]).Of(lesson.At(0));
        Assert.Equal(["w", "x", "y", "a", "b", "L"], folded.Nodes.Where(node => node.Formula != shared).Select(node => node.Name));
        Assert.Single(folded.Nodes, node => node.Formula == shared && node.Block == BlockState.None);
    }

    [Fact]
    public void LargeGraphsOpenFolded()
    {
        IReadOnlyCollection<string> Open(string link) => Lessons.Read(link).Fold(null).Open;
        Assert.Empty(Open(Lessons.Mazur));
        Assert.Empty(Open(Layers));
        Assert.Empty(Open(BoardLink.Write(Presets.Find("xor").ToState())));
        Assert.Equal(["a", "b", "loss"], Open(Small).Order());
        // one box would say nothing
        Assert.Equal(["loss"], Open($"e=loss = {string.Concat(Enumerable.Repeat("tanh(w*", 12))}w{new string(')', 12)}"));
    }

    [Fact]
    public void WhatIsOpenIsSaidOnlyWhereItIsNotAsByDefault()
    {
        var (large, small) = (Lessons.Read(Lessons.Mazur), Lessons.Read(Small));
        Assert.Equal(["h2"], large.Fold(null).Toggle("h2")!);
        Assert.Equal(["h1", "h2"], large.Fold(["h2", "nothing"]).Toggle("h1")!);
        Assert.Null(large.Fold(["h2"]).Toggle("h2"));
        Assert.Null(large.Fold(["h2"]).FoldAll());
        Assert.Equal(["h1", "h2", "o1", "o2", "E"], large.Fold(null).OpenAll()!);
        Assert.Equal(["a", "loss"], small.Fold(null).Toggle("b")!);
        Assert.Null(small.Fold([]).OpenAll());
    }

    [Theory, MemberData(nameof(Links))]
    public void EveryStepFoldsToTheSameNumbers(string link)
    {
        var lesson = Lessons.Read(link);
        foreach (var open in Choices(lesson))
            for (var step = 0; step < lesson.Count; step++)
            {
                var (whole, folding) = (lesson.At(step), lesson.Fold(open));
                CheckFolded(whole, folding.Of(whole), folding);
            }
    }

    /// <summary>The tables of the graph are in the picture once, and each box is lit where the step is about something in it.</summary>
    private static void CheckFolded(BoardView whole, BoardView folded, ChainRule.Board.Folding folding)
    {
        Assert.Equal(whole.Nodes.Select(node => node.Id).Order(), folded.Nodes.SelectMany(node => node.Inside.Append(node.Id)).Order());
        Assert.Equal(whole.Edges.Select(edge => edge.Id).Order(),
            folded.Edges.SelectMany(edge => edge.Others.Append(edge.Id)).Concat(folded.Nodes.SelectMany(node => node.InsideEdges)).Order());
        var nodes = whole.Nodes.ToDictionary(node => node.Id);
        foreach (var node in folded.Nodes)
        {
            var result = nodes[node.Id];
            Assert.Equal((result.Name, result.Value, result.Gradient, result.After), (node.Name, node.Value, node.Gradient, node.After));
            Assert.Equal(node.Inside.Append(node.Id).Any(whole.Step.Nodes.Contains) || node.InsideEdges.Any(whole.Step.Edges.Contains),
                node.IsCurrent);
        }
        foreach (var edge in folded.Edges) Assert.Equal(edge.Others.Append(edge.Id).Any(whole.Step.Edges.Contains), edge.IsCurrent);
        Assert.Same(whole.Ledger, folded.Ledger);
        if (whole.Step.Index % 10 == 0) CheckDrawing(whole, folded, folding);
    }

    /// <summary>What the ledger speaks of is found in the picture.</summary>
    private static void CheckDrawing(BoardView whole, BoardView folded, ChainRule.Board.Folding folding)
    {
        var drawn = XDocument.Parse(BoardSvg.Render(folded, folding.Layout)).Descendants().ToList();
        HashSet<string> Ids(string attribute) => [.. drawn.Attributes(attribute).SelectMany(ids => ids.Value.Split(' '))];
        Assert.Subset(Ids("data-node"), whole.Ledger.Select(row => row.Node).ToHashSet());
        Assert.Subset(Ids("data-edge"), whole.Ledger.SelectMany(row => row.Locals).Select(local => local.Edge).ToHashSet());
    }

    [Theory, MemberData(nameof(Links))]
    public void WhatComesBackIntoABoxAddsUpToItsGradient(string link)
    {
        var lesson = Lessons.Read(link);
        foreach (var open in Choices(lesson)) CheckSums(lesson, lesson.Fold(open).Of(lesson.At(int.MaxValue)));
    }

    private static void CheckSums(Lesson lesson, BoardView folded)
    {
        var gradients = ChainRule.Gradient.Of(lesson.Problem.Output, lesson.Problem.Wrt).ToList();
        for (var i = 0; i < gradients.Count; i++)
        {
            var id = lesson.NodeId(lesson.Problem.Wrt[i].Name!);
            var parts = folded.Edges.Where(edge => edge.From == id && edge.IsReached).Select(edge => edge.Part!.ToDoubles()).ToList();
            var expected = gradients[i].Evaluate().ToDoubles();
            for (var k = 0; k < expected.Length && parts.Count > 0; k++)
                Assert.Equal(expected[k], parts.Sum(part => part[k]), 1e-9 * (1 + Math.Abs(expected[k])));
        }
    }

    [Fact]
    public void ASingleWayThroughABlockHasALocalDerivative()
    {
        var lesson = Lessons.Read(Ways);
        var edges = lesson.Fold([]).Of(lesson.At(int.MaxValue)).Edges;
        BoardEdge Edge(string from, string to) =>
            Assert.Single(edges, edge => edge.From == lesson.NodeId(from) && edge.To == lesson.NodeId(to));
        Assert.Equal("", Edge("w", "a").LocalName); // two ways
        Assert.Equal(2, Edge("w", "a").Others.Count + 1);
        Assert.Equal(("∂b/∂w", Slope(lesson, "w", "b")), (Edge("w", "b").LocalName, Edge("w", "b").Factor!.Value), Near);
        Assert.Equal(("∂L/∂b", Slope(lesson, "b", "loss")), (Edge("b", "loss").LocalName, Edge("b", "loss").Factor!.Value), Near);
    }

    /// <summary>A central difference; of the output by a result it goes by way of what the result is.</summary>
    private static double Slope(Lesson lesson, string by, string of)
    {
        const double step = 1e-5;
        if (by == "b") return -2 * (lesson.Problem.Named["a"].Evaluate().Item() - lesson.Problem.Named["b"].Evaluate().Item());
        double At(double value)
        {
            lesson.Problem.Set(by, TensorData.Create<double>([value], []));
            return lesson.Problem.Named[of].Evaluate().Item();
        }
        var value = lesson.Problem.Value(by).Item();
        var slope = (At(value + step) - At(value - step)) / (2 * step);
        At(value);
        return slope;
    }

    private static bool Near((string Name, double Number) a, (string Name, double Number) b) =>
        a.Name == b.Name && Math.Abs(a.Number - b.Number) < 1e-6;

    [Fact]
    public void WhatIsHiddenStaysHidden()
    {
        var lesson = Lessons.Read(Ways);
        var folded = lesson
            .Fold([])
            .Of(lesson.At(int.MaxValue, BoardParts.Chain | BoardParts.Local | BoardParts.Formulas | BoardParts.Values));
        Assert.All(folded.Edges.Where(edge => edge.HasGradient), edge => Assert.Equal("?", edge.Chain));
        Assert.All(folded.Edges.Where(edge => edge.LocalName.Length > 0), edge => Assert.Equal("?", edge.Local));
        Assert.All(folded.Nodes.Where(node => node.Block == BlockState.Folded),
            node => Assert.Equal(("?", "?", "?"), (node.Formula, node.Value, node.Gradient)));
    }

    [Theory, MemberData(nameof(Links))]
    public void FoldedPicturesAreTidy(string link) => CheckTidy(Lessons.Read(link));

    [Fact]
    public void RandomFormulasFoldTidily() =>
        Formulas.Select(formula => $"e={formula.Replace("+", "%2B", StringComparison.Ordinal)}&w=0.3&v=-0.4&x=1.5").Sample(link =>
    {
        var lesson = Lessons.Read(link);
        CheckTidy(lesson);
        CheckSums(lesson, lesson.Fold([]).Of(lesson.At(int.MaxValue)));
    }, iter: 100);

    [Fact]
    public void NothingMovesWhenValuesChange()
    {
        var lesson = Lessons.Read(Layers);
        var before = Places(lesson.Fold(null).Layout);
        lesson.Problem.Set("b1", TensorData.Create<double>([-1234567.891, 1e-9, 0], [3]));
        lesson.Update();
        Assert.Equal(before, Places(BoardLayout.Of(lesson.Fold(null).Of(lesson.At(int.MaxValue)))));
    }

    private static IEnumerable<string> Places(BoardLayout layout) => layout.Nodes.Select(node => $"{node.Key} {node.Value}");

    private static void CheckTidy(Lesson lesson)
    {
        foreach (var open in Choices(lesson))
            LayoutTests.CheckTidy(lesson.Fold(open).Layout,
                [.. lesson.Fold(open).Of(lesson.At(0)).Edges.Select(edge => (edge.Id, edge.From, edge.To))]);
    }

    /// <summary>All folded, all open, and each one open alone.</summary>
    private static IEnumerable<IReadOnlyList<string>> Choices(Lesson lesson)
    {
        IReadOnlyList<string> names = [.. lesson.Blocks.Select(block => block.Name)];
        return [[], names, .. names.Select(name => new[] { name })];
    }
}

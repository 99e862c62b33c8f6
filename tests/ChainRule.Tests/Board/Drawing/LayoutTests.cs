using ChainRule.Board.Drawing;
using CsCheck;

namespace ChainRule.Tests.Board.Drawing;

public class LayoutTests
{
    /// <summary>Random graphs: each node but the first few has one to three operands among those before it.</summary>
    private static readonly Gen<int[][]> Graphs =
        from leaves in Gen.Int[1, 6]
        from operands in Gen.Int[0, 999].Array[1, 3].Array[1, 40]
        select (int[][])[.. Enumerable.Repeat<int[]>([], leaves),
            .. operands.Select((picks, i) => picks.Select(pick => pick % (leaves + i)).ToArray())];

    [Theory]
    [MemberData(nameof(Lessons.All), MemberType = typeof(Lessons))]
    public void GoldenGraphsAreTidy(string link) =>
        CheckTidy(Lessons.Read(link).Layout, [.. Lessons.Read(link).At(0).Edges.Select(edge => (edge.Id, edge.From, edge.To))]);

    [Fact]
    public void RandomGraphsAreTidy() => Graphs.Sample(graph =>
    {
        var edges = Edges(graph).ToList();
        CheckTidy(Lay(graph), edges);
    }, iter: 300);

    [Fact]
    public void TheSameGraphIsLaidOutAlike() => Graphs.Sample(graph => Assert.Equal(Texts(Lay(graph)), Texts(Lay(graph))), iter: 50);

    [Theory]
    [InlineData(Lessons.Lecture, 0)]
    [InlineData(Lessons.TwoPaths, 1)] // w and x both lie left of w·x, and w² takes w below it all
    [InlineData("e=a = w*x; b = w + y; loss = a*b", 1)]
    public void FewEdgesCross(string link, int crossings)
    {
        var view = Lessons.Read(link).At(0);
        var layering = new Layering([.. view.Nodes.Select(node => Measures.Of(node, 2))], [.. view.Edges.Select(Measures.Of)]);
        Ordering.Improve(layering.Layers);
        Assert.Equal(crossings, Ordering.Crossings(layering.Layers));
    }

    [Fact]
    public void OperandsStandInTheOrderOfTheFormula()
    {
        var lesson = Lessons.Read(Lessons.Lecture);
        var boxes = lesson.At(0).Nodes.ToDictionary(node => node.Name, node => lesson.Layout.Nodes[node.Id]);
        Assert.True(boxes["w"].Middle < boxes["x"].Middle);
        Assert.True(boxes["ŷ"].Middle < boxes["y"].Middle);
        Assert.True(boxes["w"].Right < boxes["ŷ"].X && boxes["ŷ"].Right < boxes["s"].X && boxes["s"].Right < boxes["L"].X);
    }

    [Fact]
    public void NothingMovesWhenValuesChange()
    {
        var lesson = Lessons.Read(Lessons.Layer);
        var before = Texts(BoardLayout.Of(lesson.At(0)));
        lesson.Problem.Set("b", TensorData.Create<double>([-1234567.891, 1e-9], [2]));
        lesson.Update();
        Assert.Equal(before, Texts(BoardLayout.Of(lesson.At(999))));
    }

    /// <summary>Edges go right, and neither boxes, nor labels, nor the level lines under them run into each other.</summary>
    internal static void CheckTidy(BoardLayout layout, IReadOnlyList<(string Id, string From, string To)> edges)
    {
        var areas = layout.Nodes
            .Select(node => (node.Key, Area: (node.Value.X, node.Value.Y, node.Value.Right, node.Value.Y + node.Value.Height)))
            .Concat(layout.Edges.Select(edge => (edge.Key, Area: Label(edge.Value)))).ToList();
        foreach (var (first, a) in areas)
        {
            Assert.True(a.Item1 >= 0 && a.Item2 >= -1 && a.Item3 <= layout.Width && a.Item4 <= layout.Height, $"{first} is outside");
            foreach (var (second, b) in areas)
                Assert.False(string.CompareOrdinal(first, second) < 0 && Overlap(a, b), $"{first} lies over {second}");
            foreach (var (id, from, _) in edges)
                foreach (var piece in layout.Edges[id].Turns)
                    Assert.False(
                        id != first && from != first && piece.To > piece.From && Overlap(a, (piece.From, piece.Y, piece.To, piece.Y + 1)),
                        $"a line of {id} runs through {first}");
        }
        foreach (var (_, from, to) in edges) Assert.True(layout.Nodes[from].Right < layout.Nodes[to].X);
    }

    /// <summary>What is written at an edge: from the value above it to what comes back below.</summary>
    private static (double, double, double, double) Label(EdgeRoute route) =>
        ((route.Label.From + route.Label.To - route.LabelWidth) / 2, route.Label.Y - 19,
            (route.Label.From + route.Label.To + route.LabelWidth) / 2, route.Label.Y + 51);

    private static bool Overlap((double Left, double Top, double Right, double Bottom) a,
        (double Left, double Top, double Right, double Bottom) b) =>
        a.Left < b.Right && b.Left < a.Right && a.Top < b.Bottom && b.Top < a.Bottom;

    private static BoardLayout Lay(int[][] graph) => BoardLayout.Of(
        [.. graph.Select((operands, i) => new NodeSize($"n{i}", 100, 80, Math.Max(88, operands.Length * Measures.LabelPitch)))],
        [.. Edges(graph).Select(edge => new EdgeSize(edge.Id, edge.From, edge.To, 90))]);

    private static IEnumerable<(string Id, string From, string To)> Edges(int[][] graph) =>
        graph.SelectMany((operands, i) => operands.Select((operand, k) => ($"n{i}i{k}", $"n{operand}", $"n{i}")));

    private static IEnumerable<string> Texts(BoardLayout layout) =>
        layout.Nodes.Select(node => $"{node.Key} {node.Value}").Concat(layout.Edges.Select(edge => $"{edge.Key} {edge.Value.Path}"));
}

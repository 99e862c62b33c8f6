using ChainRule.Explanations;

namespace ChainRule.Board.Drawing;

/// <summary>Draws a node: its name, its formula, its value, and its gradient or why there is none.</summary>
internal static class NodeDrawing
{
    public static SvgGroup Draw(BoardNode node, NodeBox whole)
    {
        var box = BlockDrawing.Front(node, whole);
        var middle = box.X + box.Width / 2;
        var y = box.Y + Measures.Padding + 0.75 * Measures.Line;
        var name = Svg.Text("name", middle, y, Measures.Fit(node.Name, Measures.MaxName));
        var formula = node.Formula.Length == 0
            ? ""
            : Svg.Text("formula", middle, y += Measures.Line, Measures.Fit(node.Formula, Measures.MaxFormula(node)));
        var value = Svg.Text("value", middle, y += Measures.Line, ValueText(node)) + Grid(node.ValueGrid, middle, y, "cell");
        y += Measures.GridSize(node)?.Height ?? 0;
        var gradient = Gradient(node, middle, y + Measures.Line);
        return new(BlockDrawing.Attributes(node), $"cr-node cr-{node.Kind.ToString().ToLowerInvariant()}", node.IsCurrent,
            $"<title>{XmlText.Encode(Title(node))}</title>",
            BlockDrawing.Behind(node, box) + Svg.Rectangle("box", box.X, box.Y, box.Width, box.Height, 10), name, formula, value, gradient,
            BlockDrawing.Sign(node, box));
    }

    private static string ValueText(BoardNode node) =>
        node.After is { } after && node.ValueGrid is null ? $"{node.Value} → {after}" : node.Value;

    private static string Gradient(BoardNode node, double middle, double y)
    {
        if (node.Kind == NodeKind.Data) return Svg.Text("note", middle, y, $"{Measures.Fit(node.Name, Measures.MaxName)} is data");
        if (!Measures.HasGradient(node)) return Svg.Text("note", middle, y, node.Kind == NodeKind.Constant ? "constant" : "no gradient");
        var text = $"{Measures.Fit(node.GradientName, 2 * Measures.MaxName)} = {Measures.Fit(node.Gradient, Measures.MaxNumber + 2)}";
        return Svg.Text("gradient", middle, y, text) + Grid(node.GradientGrid, middle, y, "gradientcell");
    }

    private static string Grid(BoardGrid? grid, double middle, double y, string cell) =>
        grid is null ? "" : GridDrawing.Draw(grid, middle, y + 7, cell);

    private static string Title(BoardNode node) => node.Formula.Length == 0 ? node.Name : $"{node.Name} = {node.Formula}";
}

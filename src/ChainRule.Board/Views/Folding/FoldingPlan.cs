using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Finds which boxes and edges a folded picture has, and what of the whole each stands for.</summary>
internal sealed class FoldingPlan
{
    private readonly BoardView view;
    private readonly IReadOnlyList<BoardBlock> blocks;
    private readonly Dictionary<string, int> places;
    private readonly Dictionary<string, string> folded = [];
    private readonly ILookup<string, int> outOf;
    private readonly IReadOnlySet<string> open;

    public FoldingPlan(BoardView view, IReadOnlyList<BoardBlock> blocks, IReadOnlySet<string> open)
    {
        (this.view, this.blocks, this.open) = (view, blocks, open);
        places = view.Nodes.Select((node, i) => (node.Id, i)).ToDictionary();
        foreach (var block in blocks.Where(block => !open.Contains(block.Name)))
            foreach (var node in block.Inside) folded[node] = block.Node;
        outOf = Enumerable.Range(0, view.Edges.Count).ToLookup(i => view.Edges[i].From);
    }

    public (IReadOnlyList<FoldedNode> Nodes, IReadOnlyList<FoldedEdge> Edges) Make()
    {
        var byNode = blocks.ToDictionary(block => block.Node);
        var within = Enumerable
            .Range(0, view.Edges.Count)
            .Where(i => folded.ContainsKey(view.Edges[i].From))
            .ToLookup(i => Box(view.Edges[i].To));
        var between = Enumerable.Range(0, view.Edges.Count).Where(i => !folded.ContainsKey(view.Edges[i].From)).GroupBy(EndsAt);
        return (
            [.. view.Nodes
                .Where(node => !folded.ContainsKey(node.Id))
                .Select(node => Node(places[node.Id], byNode.GetValueOrDefault(node.Id), [.. within[node.Id]]))],
            [.. between.OrderBy(group => places[Box(view.Edges[group.First()].To)]).Select(group => Edge([.. group]))]);
    }

    private string Box(string node) => folded.GetValueOrDefault(node, node);

    /// <summary>
    /// What edges that become one have in common: where they come from and the block they go into. Others are for themselves.
    /// </summary>
    private (string, string, int) EndsAt(int edge) =>
        blocks.Any(block => !open.Contains(block.Name) && block.Node == Box(view.Edges[edge].To))
            ? (view.Edges[edge].From, Box(view.Edges[edge].To), -1)
            : ("", "", edge);

    private FoldedNode Node(int place, BoardBlock? block, int[] within) =>
        block is null ? new(place)
        : open.Contains(block.Name) ? new(place, block)
        : new(place, block, [.. block.Inside.Select(node => places[node])], within, [.. within.Select(i => view.Edges[i].Id)]);

    private FoldedEdge Edge(int[] edges)
    {
        var (first, to) = (view.Edges[edges[0]], Box(view.Edges[edges[0]].To));
        var way = edges.Length == 1 && Way(edges[0], to) is { } single && IsOneNumber(single) ? single : [];
        var name = way.Length > 0 ? FormulaNotation.Pretty.Partial(view.Nodes[places[to]].Name, view.Nodes[places[first.From]].Name) : "";
        return new(to, edges, [.. edges.Skip(1).Select(i => view.Edges[i].Id)], way, name);
    }

    /// <summary>The edges from one on to the block's result, where no way parts from it.</summary>
    private int[]? Way(int edge, string to)
    {
        List<int> way = [edge];
        while (view.Edges[way[^1]].To is var node && node != to)
        {
            if (outOf[node].Skip(1).Any()) return null;
            way.Add(outOf[node].First());
        }
        return [.. way];
    }

    /// <summary>Whether the local derivative along a way is the product of a number for each edge.</summary>
    private bool IsOneNumber(int[] way) => way.Select(i => view.Edges[i]).All(edge =>
        edge.HasGradient && !edge.IsProduct && view.Nodes[places[edge.From]].Rows == 0 && view.Nodes[places[edge.To]].Rows == 0);
}

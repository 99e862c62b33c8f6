namespace ChainRule.Board;

/// <summary>A box of the folded picture: a node, or a block by its result.</summary>
/// <param name="Place">The place of the node in the view.</param>
/// <param name="Block">The block that it stands for or ends, if any.</param>
/// <param name="Inside">The places of the nodes that are folded into it.</param>
/// <param name="Edges">The places of the edges that are folded into it.</param>
/// <param name="EdgeIds">Their ids.</param>
internal sealed record FoldedNode(int Place, BoardBlock? Block = null, int[]? Inside = null, int[]? Edges = null,
    IReadOnlyList<string>? EdgeIds = null)
{
    public BoardNode Of(BoardView view)
    {
        var node = view.Nodes[Place];
        if (Block is null) return node;
        if (Inside is null) return node with { Block = BlockState.Open };
        return node with
        {
            Block = BlockState.Folded,
            Formula = node.Formula == ViewFrame.Hidden ? node.Formula : Block.Formula,
            Inside = Block.Inside,
            InsideEdges = EdgeIds!,
            IsCurrent = node.IsCurrent || Inside.Any(i => view.Nodes[i].IsCurrent) || Edges!.Any(i => view.Edges[i].IsCurrent),
        };
    }
}

using ChainRule.Formulas;

namespace ChainRule.Board;

/// <summary>
/// Finds the blocks of a graph. What has no name belongs to a statement if all that use it do. So every way out of a block leads through
/// the result that it names, and folding makes no circle.
/// </summary>
internal static class BlockFinder
{
    /// <summary>The statements of more than one result.</summary>
    /// <param name="syntax">The statements.</param>
    /// <param name="view">The board at some step.</param>
    /// <param name="statements">The ids of the statements' results, by name.</param>
    public static IReadOnlyList<BoardBlock> Find(FormulaSyntax syntax, BoardView view, IReadOnlyDictionary<string, string> statements)
    {
        var inside = Owners(view, statements.Values.ToHashSet()).ToLookup(owner => owner.Block, owner => owner.Node);
        var results = view.Nodes.Where(node => node.Op.Length > 0).Select(node => node.Id).ToHashSet();
        return [.. syntax.Assignments
            .Where(statement => statements.TryGetValue(statement.Name, out var id) && inside[id].Any(results.Contains))
            .Select(statement =>
                new BoardBlock(statement.Name, statements[statement.Name], Text(syntax, statement),
                    [.. inside[statements[statement.Name]]]))];
    }

    private static IEnumerable<(string Node, string Block)> Owners(BoardView view, HashSet<string> statements)
    {
        var users = view.Edges.ToLookup(edge => edge.From, edge => edge.To);
        var owners = statements.ToDictionary(id => id);
        foreach (var node in view.Nodes
            .Reverse()
            .Where(node => node.Kind is NodeKind.Result or NodeKind.Constant && !statements.Contains(node.Id)))
            if (users[node.Id].Select(user => owners.GetValueOrDefault(user)).Distinct().ToList() is [{ } owner]) owners[node.Id] = owner;
        return view.Nodes
            .Where(node => owners.ContainsKey(node.Id) && !statements.Contains(node.Id))
            .Select(node => (node.Id, owners[node.Id]));
    }

    private static string Text(FormulaSyntax syntax, Assignment statement) =>
        TokenText.OnOneLine(syntax.Source.AsSpan(statement.Value.Span.Start, statement.Value.Span.Length));
}

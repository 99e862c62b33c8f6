using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// All edges from one operand into a folded block, as one: with what comes back along all of them. Where a single way leads on through the
/// block, and each step of it has one number for a local derivative, their product is the block's.
/// </summary>
/// <param name="To">The id of the block's box.</param>
/// <param name="Edges">The places of the edges in the view.</param>
/// <param name="Others">The ids of all but the first.</param>
/// <param name="Way">
/// The places of the edges of the single way to the block's result; none where there are more ways, or more numbers.
/// </param>
/// <param name="LocalName">The local derivative's name; empty where there is no such way.</param>
internal sealed record FoldedEdge(string To, int[] Edges, IReadOnlyList<string> Others, int[] Way, string LocalName)
{
    public BoardEdge Of(BoardView view)
    {
        var first = view.Edges[Edges[0]];
        if (Edges.Length == 1 && first.To == To) return first;
        BoardEdge[] edges = [.. Edges.Select(
            i => view.Edges[i])], reached = [.. edges.Where(edge => edge.IsReached)], way = [.. Way.Select(i => view.Edges[i])];
        var (factor, part) = (Factor(way), Part(reached));
        return first with
        {
            To = To,
            Others = Others,
            HasGradient = edges.Any(edge => edge.HasGradient),
            IsReached = reached.Length > 0,
            IsCurrent = edges.Any(edge => edge.IsCurrent),
            IsProduct = false,
            Relation = "=",
            LocalName = LocalName,
            Local = factor is { } number ? FormulaNotation.Short.Number(number)
                : way.Length > 0 && way.All(edge => edge.Local == ViewFrame.Hidden) ? ViewFrame.Hidden
                : "",
            Chain = part is not null ? LessonText.Brief(part) : reached.Length > 0 ? ViewFrame.Hidden : "",
            Factor = factor,
            Part = part,
        };
    }

    private static double? Factor(BoardEdge[] way) =>
        way.Length > 0 && way.All(edge => edge.Factor is not null)
            ? way.Aggregate(1d, (product, edge) => product * edge.Factor!.Value)
            : null;

    /// <summary>The sum of what has come back by now. It is all there or all hidden.</summary>
    private static TensorData? Part(BoardEdge[] reached) =>
        reached.Length > 0 && reached.All(edge => edge.Part is not null) ? Sums.Of([.. reached.Select(edge => edge.Part!)]) : null;
}

using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The numbers of a derivation that can be asked for, and a choice of them.</summary>
internal static class QuizCells
{
    /// <summary>At most so many, chosen by the seed, in the order of the derivation.</summary>
    public static IReadOnlyList<QuizCell> Of(Explanation explanation, BoardParts hide, int seed, int most)
    {
        var all = All(explanation, hide).Where(cell => double.IsFinite(cell.Answer)).ToList();
        return [.. Enumerable
            .Range(0, all.Count)
            .OrderBy(i => Chance.Of(seed, i))
            .Take(most)
            .Order()
            .Select(i => all[i] with { Element = (int)(Chance.Of(seed, i) % (uint)all[i].Numbers.Shape.Size) })];
    }

    private static IEnumerable<QuizCell> All(Explanation explanation, BoardParts hide)
    {
        var derivation = explanation.Derivation;
        QuizCell Along(QuizKind kind, DerivationStep edge) => new(explanation, kind, edge.From, edge, 0);
        var merging = derivation.Steps.CountBy(edge => edge.From).Where(count => count.Value > 1).Select(count => count.Key).ToHashSet();
        var last = derivation.Steps.Reverse().DistinctBy(edge => edge.From).ToHashSet();
        if (hide.HasFlag(BoardParts.Values))
            foreach (var result in derivation.Results) yield return new(explanation, QuizKind.Value, result, null, 0);
        foreach (var edge in derivation.Steps)
        {
            if (hide.HasFlag(BoardParts.Local) && edge.Local is not null) yield return Along(QuizKind.Local, edge);
            if (!hide.HasFlag(BoardParts.Chain)) continue;
            // Where one part is all there is, the part is the gradient, and is asked for once.
            if (merging.Contains(edge.From)) yield return Along(QuizKind.Contribution, edge);
            if (last.Contains(edge)) yield return new(explanation, QuizKind.Total, edge.From, null, 0);
        }
    }
}

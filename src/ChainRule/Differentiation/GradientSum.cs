using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Differentiation;

/// <summary>
/// The sum of what the users of a tensor add to its gradient. Users of slices each give a part with zeros around it; parts that lie
/// end to end are joined rather than added: a sequence cut into n steps would otherwise be added up n times over.
/// </summary>
internal static class GradientSum
{
    public static Tensor Sum(IReadOnlyList<Tensor> terms)
    {
        if (terms.Count == 1) return terms[0];
        var parts = terms.Select(Part.Of).OfType<Part>().ToLookup(part => part.Axis);
        var others = terms.Where(term => Part.Of(term) is null);
        return others.Concat(parts.SelectMany(along => Runs([.. along.OrderBy(part => part.Start)]))).Aggregate((sum, term) => sum + term);
    }

    /// <summary>Parts along one axis, by their starts: each row of them that lies end to end as one term.</summary>
    private static IEnumerable<Tensor> Runs(Part[] parts)
    {
        for (int from = 0, to; from < parts.Length; from = to)
        {
            to = from + 1;
            while (to < parts.Length && parts[to].Start == parts[to - 1].End) to++;
            yield return Run(parts[from..to]);
        }
    }

    private static Tensor Run(Part[] parts)
    {
        var (first, whole) = (parts[0], parts[0].Term.Shape);
        if (parts.Length == 1) return first.Term;
        var joined = Functions.Concat([.. parts.Select(part => part.Term.Inputs[0])], first.Axis);
        return joined.Shape.Equals(whole) ? joined : Tensor.Apply(first.Term.Op, joined);
    }

    /// <summary>A term that is zero but for a stretch along one axis.</summary>
    private sealed record Part(Tensor Term, int Axis, int Start)
    {
        public int End => Start + Term.Inputs[0].Shape[Axis];

        public static Part? Of(Tensor term)
        {
            if (term.Op is not SliceTransposeOp place || place.Steps.Any(step => step != 1)) return null;
            int[] cut = [.. Enumerable.Range(0, term.Rank).Where(axis => term.Shape[axis] != term.Inputs[0].Shape[axis])];
            return cut.Length == 1 ? new(term, cut[0], place.Starts[cut[0]]) : null;
        }
    }
}

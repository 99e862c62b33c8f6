using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>The way that brings most of a gradient.</summary>
internal sealed class GradientPath(GradientStudy study)
{
    /// <summary>The tensors on it from the loss back. Those that only show others anew, or carry an update along, are left out.</summary>
    public IReadOnlyList<GradientPathRow> Rows()
    {
        var rows = new List<GradientPathRow>();
        foreach (var tensor in Way().Where(t => t.Op is not ViewOp && !t.Op.Info.Hints.IsItself).Reverse())
        {
            var cotangent = study.Numbers[study.Walk.Cotangent(tensor)!].Norm;
            var factor = rows.Count == 0 ? double.NaN : cotangent / rows[^1].Cotangent;
            rows.Add(new(tensor, study.Numbers[tensor].Typical, cotangent, factor));
        }
        return rows;
    }

    private IEnumerable<Tensor> Way()
    {
        Tensor at = study.Parameter;
        while (true)
        {
            yield return at;
            if (Next(at) is not { } step) yield break;
            at = step.Of;
        }
    }

    /// <summary>The step that brings most; of those that bring nothing, the one that has most to bring.</summary>
    private GradientStep? Next(Tensor at) =>
        study.Onward(at).MaxBy(step => (study.Passed(step).Norm, study.Numbers[step.Upstream].Norm));
}

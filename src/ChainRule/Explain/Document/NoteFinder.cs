using ChainRule.Differentiation;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>Finds where the numbers of an explanation are undefined, unreachable or a matter of convention.</summary>
internal sealed class NoteFinder(Explanation explanation)
{
    private readonly Derivation derivation = explanation.Derivation;

    public IEnumerable<Note> All() => Undefined().Concat(derivation.Wrt.SelectMany(Unreached)).Concat(Kinks()).Concat(Ties());

    /// <summary>
    /// The first place where a number that is not finite comes out of finite ones. An infinity that is written in the expression is meant.
    /// </summary>
    private IEnumerable<Note> Undefined()
    {
        var wrt = derivation.Wrt.FirstOrDefault(wrt => !explanation.GradientOf(wrt).IsFinite());
        if (derivation.Tensors.FirstOrDefault(t => t.Op is not LiteralOp && !explanation.ValueOf(t).IsFinite()) is { } tensor)
            return [tensor is Leaf ? new(NoteKind.NotFinite, tensor) : new(NoteKind.Undefined, tensor)
            {
                Wrt = wrt,
                Value = explanation.ValueOf(derivation.Output).IsFinite() ? tensor : derivation.Output,
            }];
        return derivation.Steps.FirstOrDefault(step => !explanation.ContributionOf(step).IsFinite()) is { } step
            ? [new(NoteKind.Undefined, step.Of, step) { Wrt = wrt, Value = derivation.Output }] : [];
    }

    private IEnumerable<Note> Unreached(Tensor wrt) =>
        derivation.IsReached(wrt) ? [] : [new(derivation.IsUsed(wrt) ? NoteKind.NoGradient : NoteKind.Unused, wrt)];

    private IEnumerable<Note> Kinks() =>
        from step in derivation.Steps
        where step.Of.Op is ElementwiseOp
        let kind = Kink.At(step, explanation.ValueOf)
        where kind is not null
        select new Note(kind.Value, step.Of, step) { Rule = step.Rule };

    /// <summary>
    /// Choices that equal numbers leave open, if the output has a kink or a jump there. What is chosen by an index or a mask passes on what
    /// <c>where</c> does; the greatest and the least have a rule of their own.
    /// </summary>
    private IEnumerable<Note> Ties()
    {
        var active = ReverseWalk.Active(derivation.Tensors, [.. derivation.Wrt]);
        var open = derivation.Tensors
            .Where(t => t.Inputs.Any(active.Contains) && t.Op.IsUndecided([.. t.Inputs.Select(explanation.ValueOf)]))
            .ToList();
        return open.Count == 0 || !derivation.Trial.HasKink(derivation.Wrt, explanation.ValueOf)
            ? []
            : open.Select(t => new Note(NoteKind.Tie, t)
            { Rule = (t.Op.IsDifferentiable(0) ? t.Op : Ops.Arithmetic.Where).Info.Reason });
    }
}

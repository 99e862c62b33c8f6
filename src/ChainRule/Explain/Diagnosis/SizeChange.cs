using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>Says where on its way a gradient falls or rises.</summary>
internal static class SizeChange
{
    // Ops that make less of the whole change are not spoken of.
    private const double TellingShare = 0.2;
    private const double LeftOfCancelled = 1e-3;

    /// <summary>The ops at which it falls most, all their steps taken together.</summary>
    public static IEnumerable<GradientCause> Falls(IReadOnlyList<GradientPathRow> path) => Changes(path, rises: false).Take(2).Select(Fall);

    /// <summary>The ops at which it rises most, all their steps taken together.</summary>
    public static IEnumerable<GradientCause> Rises(IReadOnlyList<GradientPathRow> path) => Changes(path, rises: true).Take(2).Select(Rise);

    /// <summary>The steps of one op: how often it comes, what they come to together, and the step that changes most.</summary>
    private sealed record Change(Op Op, int Steps, double Together, double Most, Tensor At);

    /// <summary>The factor of a row is made by the op of the row before: the gradient has passed that.</summary>
    private static IEnumerable<Change> Changes(IReadOnlyList<GradientPathRow> path, bool rises)
    {
        var changes = path.Zip(path.Skip(1), (of, from) => (Of: of.Node, Log: (rises ? 1 : -1) * Math.Log(from.Factor)))
            .Where(step => double.IsFinite(step.Log) && step.Log > 0)
            .GroupBy(step => step.Of.Op.Info.Name)
            .Select(steps => (Steps: steps.ToList(), Most: steps.MaxBy(step => step.Log)))
            .Select(
                group => new Change(group.Most.Of.Op, group.Steps.Count, group.Steps.Sum(step => step.Log), group.Most.Log, group.Most.Of))
            .OrderByDescending(change => change.Together)
            .ToList();
        var all = changes.Sum(change => change.Together);
        return changes.Where(change => change.Together > TellingShare * all)
            .Select(change => rises ? change : change with { Together = -change.Together, Most = -change.Most });
    }

    private static GradientCause Fall(Change change) => Cancels(change)
        ? new(GradientCauseKind.Cancelled, change.At,
            $"the parts that {NodeLabels.MadeWithPlace(change.At)} passes on cancel each other: {Factor(change.Most)} is left",
            FlatSteps.NoEffect)
        : new(GradientCauseKind.Shrinks, change.At, $"{Steps(change)} {(change.Steps == 1 ? "shrinks" : "shrink")} it{Sizes(change)}",
            FallAdvice(change.Op));

    private static GradientCause Rise(Change change) =>
        new(GradientCauseKind.Grows, change.At, $"{Steps(change)} {(change.Steps == 1 ? "multiplies" : "multiply")} it{Sizes(change)}",
            RiseAdvice(change.Op));

    private static string Steps(Change change) =>
        change.Steps == 1 ? NodeLabels.MadeWithPlace(change.At) : $"{change.Steps} steps through {change.Op.Info.Name}";

    private static string Sizes(Change change)
    {
        var together = $" by {Factor(change.Together)}";
        if (change.Steps == 1) return together;
        var mean = change.Together / change.Steps;
        var standsOut = Math.Abs(change.Most) > 2 * Math.Abs(mean);
        return $"{together} together, {Factor(mean)} each on average, {(standsOut ? $"and {Factor(change.Most)}" : "as")} "
            + $"at {NodeLabels.MadeWithPlace(change.At)}";
    }

    private static string Factor(double log) => $"×{NodeLabels.Short(Math.Exp(log))}";

    /// <summary>
    /// A sum passes on all it gets: it is much less only where what comes together, of a broadcast or by several ways, cancels.
    /// </summary>
    private static bool Cancels(Change change) => change.Op.Info.Hints.IsSum && change.Most < Math.Log(LeftOfCancelled);

    private static string FallAdvice(Op op) => op.Info.Hints.Shrinks ?? (op is GeneralOp
        ? "a larger initialisation (Kaiming for Relu, Xavier for tanh); residual connections; a normalisation between layers"
        : "larger values here, or a way around it: a residual connection");

    private static string RiseAdvice(Op op) => op.Info.Hints.Grows ?? (op is GeneralOp
        ? "a smaller or an orthogonal initialisation, a normalisation between layers, gradient clipping by norm, a smaller learning rate"
        : "smaller values here: normalise inputs, clip the gradient by norm, lower the learning rate");
}

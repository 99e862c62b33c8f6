using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Explanations;

/// <summary>Finds the steps of a walk that pass nothing, or next to nothing, on, and says why.</summary>
internal sealed class FlatSteps(GradientStudy study)
{
    private const int Told = 4;
    private const double MostlyFlat = 0.75;

    /// <summary>What to say where all parts cancel.</summary>
    public const string NoEffect =
        "the loss may not depend on it at all, as on a bias before a normalisation that takes the mean out again: leave it out";

    private readonly Measurements numbers = study.Numbers;

    /// <summary>Why nothing arrives: the steps at which all ways end, and what has made it little before.</summary>
    public IEnumerable<GradientCause> WhereItEnds(IReadOnlyList<GradientPathRow> path) =>
        Ends().Concat(OnTheWay(path)).DistinctBy(cause => cause.Node);

    private IEnumerable<GradientCause> Ends()
    {
        var ends = study.Walk.Steps
            .Where(step => !numbers[step.Upstream].IsZero && study.Passed(step).IsZero)
            .Take(Told)
            .Select(End)
            .ToList();
        return ends.Count > 0 ? ends.DistinctBy(cause => (cause.Kind, cause.Node, cause.Message)) : Cancelled();
    }

    /// <summary>Why little arrives: what is mostly flat on the way.</summary>
    public IEnumerable<GradientCause> OnTheWay(IReadOnlyList<GradientPathRow> path) =>
        path.Select(row => Mostly(row.Node)).OfType<GradientCause>().Take(Told);

    private GradientCause? Mostly(Tensor tensor) =>
        tensor.Op.Info.Hints.Flat is { } range && FlatShare.Of(tensor, range, numbers) is var seen && seen.Share >= MostlyFlat
            ? Flat(tensor, range, seen)
            : null;

    private GradientCause End(GradientStep step) => step.Of.Op switch
    {
        { Info.Hints.Flat: { } range } => Flat(step.Of, range, FlatShare.Of(step.Of, range, numbers)),
        ElementwiseOp { Signature: Signature.Selection } => OtherBranch(step),
        var op when op.Info.Hints.RoleOf(step.Input) == OperandRole.Choice => OtherOperand(step),
        ElementwiseOp when step.Local is { } local && step.Of.Inputs.Contains(local) => ZeroFactor(step), // of a product
        GeneralOp { IsMultilinear: true } => ZeroFactor(step),
        ElementwiseOp => step.Local is { } local && numbers[local].IsZero ? FlatHere(step) : SumsToNothing(step),
        _ => SumsToNothing(step),
    };

    private static GradientCause Flat(Tensor of, FlatRange range, FlatShare seen)
    {
        var kind = range.IsGoal ? GradientCauseKind.NoError : GradientCauseKind.Saturated;
        var made = NodeLabels.MadeWithPlace(of);
        if (range is FlatRange.OfRows)
            return new(kind, of, $"{seen.Words("rows")} of {made} {(seen.Count == 1 ? "gives" : "give")} {range.Words}: {range.End}",
                range.Remedy);
        var units = seen.FlatUnits > 0 && seen.Units > 1 ? $", {seen.FlatUnits} of its {seen.Units} units everywhere" : "";
        return new(kind, of, $"{seen.Words()} of {made} {Are(seen)} {range.Words}{(seen.IsAll ? $": {range.End}" : units)}", range.Remedy);
    }

    private GradientCause OtherBranch(GradientStep step)
    {
        var mask = numbers.Value(step.Of.Inputs[0]);
        var seen = FlatShare.Of(mask.Shape, element => mask[element] == 1 == (step.Input == 2));
        return new(GradientCauseKind.OtherBranch, step.Of,
            $"{NodeLabels.MadeWithPlace(step.Of)} takes the other branch, not {NodeLabels.Of(step.From)}, for {seen.Words()} of its "
            + $"condition",
            "check the condition; where a bound is always reached, as in a clamp, nothing passes");
    }

    private static GradientCause OtherOperand(GradientStep step) => new(GradientCauseKind.OtherBranch, step.Of,
        $"{NodeLabels.MadeWithPlace(step.Of)} takes its other operand everywhere, never {NodeLabels.Of(step.From)}",
        "check which of the two should win; a bound that is always reached passes nothing");

    private GradientCause ZeroFactor(GradientStep step)
    {
        var others = step.Of.Inputs.Where((t, i) => i != step.Input && t.DType.IsFloat()).Select(Shown);
        if (others.FirstOrDefault(t => numbers[t].Zeros > 0) is not { } other) return SumsToNothing(step);
        var zeros = numbers.Value(other);
        var seen = FlatShare.Of(other.Shape, element => zeros[element] == 0);
        var rest = seen.IsAll ? "" : ", and no gradient comes for the rest";
        return new(GradientCauseKind.ZeroFactor, step.Of,
            $"{NodeLabels.MadeWithPlace(step.Of)} multiplies {NodeLabels.Of(step.From)} by {NodeLabels.Of(other)}, "
            + $"where {seen.Words()} {Are(seen)} 0{rest}",
            other is Parameter
                ? "begin with small random values, as the layers do, not with zeros"
                : "check what should be masked out or is 0 here");
    }

    private static string Are(FlatShare seen) => seen.Count == 1 ? "is" : "are";

    /// <summary>What a view shows.</summary>
    private static Tensor Shown(Tensor tensor)
    {
        while (tensor.Op is ViewOp) tensor = tensor.Inputs[0];
        return tensor;
    }

    private GradientCause FlatHere(GradientStep step) => new(GradientCauseKind.Saturated, step.Of,
        $"{NodeLabels.MadeWithPlace(step.Of)} is flat at all {numbers[step.Of].Count} values: {step.Rule}",
        "bring its operand to where it has a slope, or take a function that has one everywhere");

    private static GradientCause SumsToNothing(GradientStep step) => new(GradientCauseKind.Cancelled, step.Of,
        $"what {NodeLabels.MadeWithPlace(step.Of)} passes on to {NodeLabels.Of(step.From)} adds up to exactly 0",
        NoEffect);

    private IEnumerable<GradientCause> Cancelled()
    {
        var met = study.Walk.Steps
            .Where(step => !study.Passed(step).IsZero && study.Walk.Cotangent(step.From) is { } sum && numbers[sum].IsZero)
            .FirstOrDefault();
        if (met is null) yield break;
        yield return new(GradientCauseKind.Cancelled, met.From,
            $"the parts of the gradient that meet at {NodeLabels.WithPlace(met.From)} cancel: their sum is exactly 0",
            NoEffect);
    }
}

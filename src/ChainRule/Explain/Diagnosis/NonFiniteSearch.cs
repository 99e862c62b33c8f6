using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// Finds what first went wrong where a loss or a gradient is not finite: in forward order the op that makes an infinite number or
/// NaN of finite ones; where the loss is finite, in backward order the first step that does.
/// </summary>
internal sealed class NonFiniteSearch(GradientStudy study)
{
    private readonly Measurements numbers = study.Numbers;
    private readonly NonFiniteSource source = new(study.Numbers);

    public IEnumerable<GradientCause> Causes()
    {
        if (!numbers[study.Loss].IsFinite) return [Made(source.Of(new(study.Loss, 0)))];
        if (numbers[study.Parameter] is { IsFinite: false } given) return [Made(new(study.Parameter, given.FirstNonFinite))];
        return study.Walk.Steps.FirstOrDefault(step => !study.Passed(step).IsFinite) is { } first ? [Slope(first)] : [Overflow()];
    }

    private GradientCause Made(Element at) =>
        at.Tensor is Leaf leaf ? Given(leaf, at.Place) : new(GradientCauseKind.ValueNotFinite, at.Tensor,
        MakesOf(at), Hints.For(at.Tensor.Op));

    private string MakesOf(Element at) =>
        $"{NodeLabels.MadeWithPlace(at.Tensor)} makes {NodeLabels.Short(source.Value(at))} of {Operands(at)}{Where(at)}";

    private GradientCause Given(Leaf leaf, int place)
    {
        var holds = leaf is Parameter { IsInitialized: false } ? "was never given values: it holds" : "itself holds";
        var kind = leaf.Op.Info.Name.ToLowerInvariant();
        var message = $"the {kind} {NodeLabels.WithPlace(leaf)} {holds} {NodeLabels.Short(leaf.Data[place])}{Where(new(leaf, place))}";
        return new(GradientCauseKind.GivenNotFinite, leaf, message, leaf switch
        {
            Parameter { IsInitialized: false } => "initialise it, or load a checkpoint, before it is used",
            Variable => "it went wrong in a step before this one: go back to the last good checkpoint, and look at the gradients there; "
                + "a smaller learning rate and clipping help most",
            _ => "clean the data: leave such rows out, or fill in a mean; a column with one value has no deviation to divide by",
        });
    }

    private GradientCause Slope(GradientStep step)
    {
        if (step.Of.Op is not ElementwiseOp || FirstNonFinite(step) is not { } place) return FromMany(step);
        var at = new Element(step.Of, place);
        var isStopped = numbers.Value(step.Upstream)[place] == 0;
        if (NonFiniteAmong(step.Of, place) is { } odd && source.Of(odd) is var maker)
            return isStopped ? Stopped(at, maker, MakesOf(maker)) : Made(maker);
        var slope = NodeLabels.Short(At(step.Local!, place, step.Of.Shape));
        var steep = $"the derivative of {NodeLabels.MadeWithPlace(step.Of)} is {slope} at {Operands(at)}{Where(at)}";
        return isStopped ? Stopped(at, at, steep) : new(GradientCauseKind.SlopeNotFinite, step.Of, steep, Hints.For(step.Of.Op));
    }

    /// <summary>No gradient arrives at an element, but an infinite one would pass it on.</summary>
    private GradientCause Stopped(Element at, Element maker, string what)
    {
        var op = maker.Tensor.Op;
        return Stopper(at) switch
        {
            null => new(GradientCauseKind.SlopeNotFinite, maker.Tensor, $"{what}; no gradient arrives there, and 0·∞ is NaN",
                Hints.For(op)),
            { Op: ElementwiseOp { Signature: Signature.Selection } } choice => new(GradientCauseKind.UntakenBranch, maker.Tensor,
                $"{what}; {NodeLabels.MadeWithPlace(choice)} does not take it there, but then its gradient is 0·∞, which is NaN",
                Hints.ForUntaken(op)),
            var stop => new(GradientCauseKind.SlopeNotFinite, maker.Tensor,
                $"{what}; {NodeLabels.MadeWithPlace(stop)} passes 0 on there, but then the gradient is 0·∞, which is NaN", Hints.For(op)),
        };
    }

    /// <summary>The element of the result at which upstream × local is first not finite.</summary>
    private int? FirstNonFinite(GradientStep step)
    {
        var upstream = numbers.Value(step.Upstream);
        for (var i = 0; i < step.Of.Shape.Size; i++)
            if (!double.IsFinite(upstream[i] * At(step.Local!, i, step.Of.Shape))) return i;
        return null;
    }

    /// <summary>Where a value of the forward pass is odd already, the slope is only a consequence.</summary>
    private Element? NonFiniteAmong(Tensor of, int place) => of.Inputs
        .Where(input => input.DType.IsFloat())
        .Select(input => new Element(input, ElementIndex.In(input.Shape, place, of.Shape)))
        .Append(new(of, place))
        .Where(element => !double.IsFinite(source.Value(element))).Select(element => (Element?)element).FirstOrDefault();

    /// <summary>The tensor above, element by element, that stops the gradient.</summary>
    private Tensor? Stopper(Element at)
    {
        var (above, seen) = (new Stack<Tensor>([at.Tensor]), new HashSet<Tensor>());
        while (above.TryPop(out var tensor))
        {
            foreach (var step in study.Onward(tensor))
            {
                if (step.Of.Op is not ElementwiseOp || !step.Of.Shape.Equals(at.Tensor.Shape) || !seen.Add(step.Of)) continue;
                if (numbers.Value(step.Upstream)[at.Place] != 0) return step.Of;
                above.Push(step.Of);
            }
        }
        return null;
    }

    private GradientCause FromMany(GradientStep step)
    {
        var inputs = step.Of.Inputs.Where(input => input.DType.IsFloat()).ToList();
        if (inputs.Find(input => !numbers[input].IsFinite) is { } odd) return Made(source.Of(new(odd, numbers[odd].FirstNonFinite)));
        var (values, upstream) = (inputs.Max(input => numbers[input].Largest), numbers[step.Upstream].Largest);
        return new(GradientCauseKind.SlopeNotFinite, step.Of,
            $"what {NodeLabels.MadeWithPlace(step.Of)} passes on to {NodeLabels.Of(step.From)} is not finite: "
            + $"values up to {NodeLabels.Short(values)} meet a gradient up to {NodeLabels.Short(upstream)}", Hints.For(step.Of.Op));
    }

    private GradientCause Overflow() => new(GradientCauseKind.SlopeNotFinite, study.Parameter,
        $"the parts of the gradient that meet at {NodeLabels.Of(study.Parameter)} are finite, but their sum is not",
        Hints.For(study.Loss.Op));

    private string Operands(Element at)
    {
        if (at.Tensor.Op.Info.Hints.NotFiniteRow is { } row) return $"a row of {NodeLabels.Of(at.Tensor.Inputs[0])} that {row}";
        var inputs = at.Tensor.Inputs.Where(input => input.DType.IsFloat());
        return at.Tensor.Op is ElementwiseOp
            ? string.Join(" and ", inputs.Select(input => Operand(input, At(input, at.Place, at.Tensor.Shape))))
            : string.Join(" and ",
                inputs.Select(input => $"{NodeLabels.Of(input)} with numbers up to {NodeLabels.Short(numbers[input].Largest)}"));
    }

    private static string Operand(Tensor input, double value) =>
        input.Op is LiteralOp ? NodeLabels.Short(value) : $"{NodeLabels.Of(input)} = {NodeLabels.Short(value)}";

    private double At(Tensor operand, int place, Shape whole) => numbers.Value(operand)[ElementIndex.In(operand.Shape, place, whole)];

    private string Where(Element at)
    {
        var (shape, odd) = (at.Tensor.Shape, numbers[at.Tensor].NonFinite);
        if (shape.Size == 1) return "";
        var element = $"at element {ElementIndex.Name(at.Place, shape)} of {shape}";
        return odd > 1 ? $" {element}, and {odd - 1} more" : $" {element}";
    }
}

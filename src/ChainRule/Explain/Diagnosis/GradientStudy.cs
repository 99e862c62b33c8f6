using ChainRule.Differentiation;
using ChainRule.Graph;

namespace ChainRule.Explanations;

/// <summary>
/// The graph of a loss, the walk from it back to one parameter, and what all tensors of both come to: what a diagnosis is read from.
/// </summary>
internal sealed class GradientStudy
{
    private const double TinyChange = 1e-5, HugeStep = 1000;

    private readonly ILookup<Tensor, GradientStep> onward;

    public GradientStudy(Tensor loss, Parameter parameter)
    {
        (Loss, Parameter) = (loss, parameter);
        Order = TopologicalOrder.Of(loss);
        Walk = ReverseWalk.Run([(loss, Functions.One(loss).BroadcastTo(loss.Shape))], [parameter]);
        onward = Walk.Steps.ToLookup(step => step.From);
        Numbers.Add(Order);
        Numbers.Add(Walk.Steps.SelectMany(step => step.Contribution is { } value ? new[] { step.Upstream, value } : [step.Upstream]));
        if (Gradient is { } gradient) Numbers.Add([gradient]);
    }

    public Tensor Loss { get; }

    public Parameter Parameter { get; }

    /// <summary>Every tensor that the loss is made of, inputs first.</summary>
    public IReadOnlyList<Tensor> Order { get; }

    public ReverseWalk Walk { get; }

    public Measurements Numbers { get; } = new();

    /// <summary>∂L/∂w; <see langword="null"/> where nothing leads there.</summary>
    public Tensor? Gradient => Walk.Cotangent(Parameter);

    /// <summary>The steps that go from a tensor towards the loss.</summary>
    public IEnumerable<GradientStep> Onward(Tensor tensor) => onward[tensor];

    /// <summary>What a step adds to its input's gradient.</summary>
    public Magnitude Passed(GradientStep step) => step.Contribution is { } value ? Numbers[value] : new(0, 0, 0, -1, false, 0, 0);

    public GradientDiagnosis Diagnose()
    {
        var gradient = Gradient is { } reached ? Numbers[reached] : default;
        var state = Gradient is null ? GradientState.NotReached : StateOf(gradient, Numbers[Parameter], Numbers[Loss]);
        var path = Gradient is null ? [] : new GradientPath(this).Rows();
        var causes = CausesOf(state, path);
        if (Parameter.IsFrozen) causes.Add(Frozen());
        return new()
        {
            Loss = Loss,
            LossValue = Numbers.Value(Loss).Item(),
            Parameter = Parameter,
            State = state == GradientState.Fine && Parameter.IsFrozen ? GradientState.Frozen : state,
            Norm = gradient.Norm,
            ZeroShare = Gradient is null || gradient.Count == 0 ? 1 : (double)gradient.Zeros / gradient.Count,
            Causes = causes,
            Path = path,
        };
    }

    /// <summary>How a gradient is, by its own size, the parameter's and the loss's.</summary>
    public static GradientState StateOf(Magnitude gradient, Magnitude parameter, Magnitude loss)
    {
        if (!gradient.IsFinite || !loss.IsFinite) return GradientState.NotFinite;
        if (gradient.IsZero) return GradientState.Zero;
        var root = Math.Sqrt(gradient.Count);
        if (gradient.Norm > HugeStep * Math.Max(parameter.Norm, 0.1 * root)) return GradientState.Huge;
        var change = gradient.Norm * Math.Max(parameter.Norm, 0.01 * root);
        return change < TinyChange * Math.Max(loss.Largest, 1) ? GradientState.Tiny : GradientState.Fine;
    }

    private List<GradientCause> CausesOf(GradientState state, IReadOnlyList<GradientPathRow> path) => state switch
    {
        GradientState.NotReached => [.. new CutEdges(Order).Causes(Parameter)],
        GradientState.NotFinite => [.. new NonFiniteSearch(this).Causes()],
        GradientState.Zero => [.. new FlatSteps(this).WhereItEnds(path)],
        GradientState.Tiny when new FlatSteps(this).OnTheWay(path).ToList() is { Count: > 0 } flat => flat,
        GradientState.Tiny => [.. SizeChange.Falls(path)],
        GradientState.Huge => [.. SizeChange.Rises(path)],
        _ => [],
    };

    private GradientCause Frozen() => new(GradientCauseKind.Frozen, Parameter,
        $"{NodeLabels.Of(Parameter)} is frozen: training leaves it as it is", "call Unfreeze() on its module, or set IsFrozen to false");
}

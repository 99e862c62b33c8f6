using ChainRule.Execution;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Explanations;

/// <summary>
/// The part of an explanation that values do not change: the expression, the trace of its gradient, the formula and the names of each step.
/// <see cref="Explain"/> computes all values in one run, as often as wanted. One thread may use it at a time.
/// </summary>
public sealed class Derivation
{
    private readonly Dictionary<Tensor, int> places = [];
    private readonly HashSet<Tensor> expression;
    private readonly Tensor[] computed;
    private readonly List<Tensor> given = [];
    private readonly Evaluation evaluation;

    internal Derivation(Tensor output, IReadOnlyList<Tensor> wrt, long maxBytes = FormulaLimits.MaxBytes)
    {
        Tensors = TopologicalOrder.Of([output, .. wrt]);
        Results = [.. Tensors.Where(t => t.Inputs.Length > 0)];
        expression = [.. Tensors];
        Names = new NodeNames(Tensors, output);
        // The seed is a tensor of its own, so that no simplification makes it vanish from the formulas.
        Trace = Gradient.Trace(output, Tensor.Constant(TensorData.Filled(output.Type, 1)), wrt);
        IsScalar = Trace.Steps.All(step => step.Of.Shape.Size == 1 && step.From.Shape.Size == 1);
        Steps = Formulas();
        var wanted = Wanted();
        computed = [.. wanted.Where(t => t.Inputs.Length > 0)];
        RequireFits(maxBytes);
        evaluation = new Evaluation(computed);
        foreach (var tensor in computed) places.Add(tensor, places.Count);
        foreach (var tensor in Tensors.Concat(wanted).Where(t => t.Inputs.Length == 0))
            if (places.TryAdd(tensor, places.Count)) given.Add(tensor);
        Trial = new Trial(output);
    }

    /// <summary>The scalar that is differentiated.</summary>
    public Tensor Output => Trace.Output;

    /// <summary>The leaves that it is differentiated by.</summary>
    public IReadOnlyList<Tensor> Wrt => Trace.Wrt;

    /// <summary>The record of the walk from the output back.</summary>
    public GradientTrace Trace { get; }

    /// <summary>Every tensor of the expression, inputs first.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>The tensors that the forward pass computes, inputs first.</summary>
    public IReadOnlyList<Tensor> Results { get; }

    /// <summary>The steps of the trace with their formulas, from the output back.</summary>
    public IReadOnlyList<DerivationStep> Steps { get; }

    /// <summary>A name for each tensor of the expression but for unnamed numbers.</summary>
    public NodeNames Names { get; }

    /// <summary>Whether every step is from one number to one number, so that the chain rule is a sum of products along paths.</summary>
    public bool IsScalar { get; }

    internal Trial Trial { get; }

    internal Curvature Curvature => field ??= new(Output, Wrt);

    /// <summary>The derivation of ∂output/∂wrt; the options say by what, and how large the values may be.</summary>
    /// <exception cref="ShapeException">
    /// The output is not a scalar, or the values are larger than <see cref="ExplainOptions.MaxBytes"/>.
    /// </exception>
    /// <exception cref="ArgumentException">There is nothing to differentiate by, or it is not a leaf.</exception>
    public static Derivation Of(Tensor output, ExplainOptions options)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        ChainRule.Explain.RequireScalar("Explain.Gradient", output);
        var wrt = options.Wrt.Count > 0 ? options.Wrt.Distinct().ToList() : [.. TopologicalOrder.Of(output).OfType<Parameter>()];
        if (wrt.Count == 0) throw new ArgumentException($"{output.Describe()} holds no parameter: say what to differentiate it by");
        if (wrt.Find(t => t is not Leaf || !t.DType.IsFloat()) is { } other)
            throw new ArgumentException(
                $"{other.Describe()} cannot be stepped: name parameters, inputs or constants of floating-point numbers");
        return new Derivation(output, wrt, options.MaxBytes);
    }

    /// <summary>
    /// The explanation at the leaves' current values. What needs further runs of the graph, the notes and the step that is tried, is
    /// computed when it is first asked for: ask before the leaves change.
    /// </summary>
    /// <param name="options">The learning rate of the step that is tried, and the looks of the text.</param>
    public Explanation Explain(ExplainOptions? options = null) => new(this, Values(), options ?? new());

    /// <summary>Whether a gradient arrives at a tensor.</summary>
    public bool IsReached(Tensor tensor) => Trace.Cotangent(tensor) is not null;

    /// <summary>Whether the output is made of a tensor, by whatever ops.</summary>
    internal bool IsUsed(Tensor tensor) => ReferenceEquals(tensor, Output) || Tensors.Any(t => t.Inputs.Contains(tensor));

    /// <summary>Where a tensor's value stands among those of a run.</summary>
    internal int Place(Tensor tensor) => places.TryGetValue(tensor, out var place)
        ? place
        : throw new ArgumentException($"{tensor.Describe()} is no part of this derivation");

    private TensorData[] Values()
    {
        var values = new TensorData[places.Count];
        evaluation.Run().CopyTo(values, 0);
        for (var i = 0; i < given.Count; i++) values[computed.Length + i] = Given(given[i]);
        return values;
    }

    private static TensorData Given(Tensor tensor) =>
        tensor is Leaf leaf ? leaf.Data : TensorData.Filled(tensor.Type, ((LiteralOp)tensor.Op).Value);

    /// <summary>All values are computed and held, so their shapes are looked at before.</summary>
    private void RequireFits(long maxBytes)
    {
        var bytes = computed.Sum(tensor => tensor.Type.Bytes);
        if (bytes > maxBytes)
            throw new ShapeException(FormulaLimits.TooLarge("the explanation", bytes, " in its results and gradients", maxBytes));
    }

    private List<DerivationStep> Formulas()
    {
        var locals = Trace.Steps.Select(Local).ToList();
        var simple = new Queue<Tensor>(Simplifier.Simplify([.. locals.OfType<Tensor>()], expression.Contains));
        var parts = Trace.Steps.CountBy(step => step.From).ToDictionary();
        return [.. Trace.Steps.Select((step, i) =>
        {
            var local = locals[i] is null ? null : simple.Dequeue();
            return new DerivationStep(step, local, Product(step), parts[step.From] > 1, Constants(step, local));
        })];
    }

    // One upstream is another's product: each product is simplified for itself, and takes its upstream as it is.
    private Tensor? Product(GradientStep step) => IsScalar || step.Contribution is not { } value
        ? null
        : Simplifier.Simplify([value], t => ReferenceEquals(t, step.Upstream) || expression.Contains(t))[0];

    /// <summary>∂of/∂from. Where a step between scalars gives none, it is the step's own rule for the upstream 1.</summary>
    private Tensor? Local(GradientStep step)
    {
        if (step.Local is not null || !IsScalar) return step.Local;
        var one = Functions.One(step.Of).BroadcastTo(step.Of.Shape);
        return step.Of.Op is LinearOp linear ? linear.Transpose(one, step.Of) : ((GeneralOp)step.Of.Op).Vjp(step.Input, one, step.Of);
    }

    private List<Tensor> Constants(GradientStep step, Tensor? local) => local is null ? [] :
        [.. step.Of.Inputs
            .Where((t, i) => i != step.Input && t is Leaf { Name: not null } && !Wrt.Contains(t) && !Mentions(local, t))
            .Distinct()];

    /// <summary>Whether a formula has a tensor of the expression in it, written out.</summary>
    private bool Mentions(Tensor formula, Tensor tensor) =>
        ReferenceEquals(formula, tensor) || (!expression.Contains(formula) && formula.Inputs.Any(input => Mentions(input, tensor)));

    private HashSet<Tensor> Wanted()
    {
        var wanted = new HashSet<Tensor>(Results);
        foreach (var step in Steps) wanted.UnionWith(new[] { step.Upstream, step.Local, step.Step.Contribution }.OfType<Tensor>());
        wanted.UnionWith(Wrt.Append(Output).Select(Trace.Cotangent).OfType<Tensor>());
        return wanted;
    }
}

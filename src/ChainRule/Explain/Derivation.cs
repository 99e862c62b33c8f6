using ChainRule.Execution;
using ChainRule.Formulas;
using ChainRule.Graph;
using ChainRule.Rewriting;

namespace ChainRule.Explanations;

/// <summary>One step of the walk with the formulas that are printed for it, simplified.</summary>
/// <param name="Step">The step: the tensors that are computed.</param>
/// <param name="Local">∂of/∂from; <see langword="null"/> where it is not one number per element.</param>
/// <param name="Product">
/// Upstream × local, as an expression of the upstream; <see langword="null"/> in a scalar graph, where numbers say it.
/// </param>
internal sealed record Edge(GradientStep Step, Tensor? Local, Tensor? Product)
{
    public Tensor From => Step.From;

    public Tensor Of => Step.Of;

    /// <summary>The formula that says what happens along the edge.</summary>
    public Tensor Formula => Local ?? Product!;
}

/// <summary>
/// What an explanation is made of: the graph, the steps that differentiation took, and the values of both, computed together
/// in one run. Nothing here differentiates or computes by itself.
/// </summary>
internal sealed class Derivation
{
    private readonly Dictionary<Tensor, TensorData> values = [];
    private readonly HashSet<Tensor> forward;
    private readonly GradientTrace trace;
    private readonly Tensor[] computed;
    private readonly Evaluation evaluation;

    public Derivation(Tensor output, IReadOnlyList<Tensor> wrt, long maxBytes = FormulaLimits.MaxBytes)
    {
        (Output, Wrt) = (output, wrt);
        Forward = TopologicalOrder.Of([output, .. wrt]);
        forward = [.. Forward];
        Names = new NodeNames(Forward, output);
        // The seed is a tensor of its own, so that no simplification makes it vanish from the formulas.
        var seed = Tensor.Constant(Filled(output.Type, 1));
        trace = ChainRule.Gradient.Trace(output, seed, wrt);
        IsScalar = trace.Steps.All(step => step.Of.Shape.Size == 1 && step.From.Shape.Size == 1);
        Edges = Formulas();
        computed = [.. Wanted().Where(t => t.Inputs.Length > 0)];
        RequireFits(maxBytes);
        evaluation = new Evaluation(computed);
        Compute();
    }

    public Tensor Output { get; }

    public IReadOnlyList<Tensor> Wrt { get; }

    /// <summary>Every tensor of the expression, inputs first.</summary>
    public IReadOnlyList<Tensor> Forward { get; }

    public NodeNames Names { get; }

    /// <summary>The steps in the order in which they were taken: from the output back.</summary>
    public IReadOnlyList<Edge> Edges { get; }

    /// <summary>Whether every local derivative is one number, so that there is a chain of factors.</summary>
    public bool IsScalar { get; }

    /// <summary>The results, inputs first: what the forward pass computes.</summary>
    public IEnumerable<Tensor> Results => Forward.Where(t => t.Inputs.Length > 0);

    public TensorData Value(Tensor tensor) => tensor switch
    {
        { Op: LiteralOp literal } => Filled(tensor.Type, literal.Value),
        Leaf leaf => leaf.Data,
        _ => values[tensor],
    };

    /// <summary>The part of the gradient that comes along an edge.</summary>
    public TensorData Contribution(Edge edge) =>
        edge.Step.Contribution is { } value ? Value(value) : TensorData.Zeros(edge.From.Shape, edge.From.DType);

    /// <summary>∂output/∂tensor.</summary>
    public TensorData Gradient(Tensor tensor) =>
        trace.Cotangent(tensor) is { } gradient ? Value(gradient) : TensorData.Zeros(tensor.Shape, tensor.DType);

    /// <summary>Whether a gradient arrives at a tensor.</summary>
    public bool IsReached(Tensor tensor) => trace.Cotangent(tensor) is not null;

    /// <summary>Whether the output is made of a tensor, by whatever ops.</summary>
    public bool IsUsed(Tensor tensor) => ReferenceEquals(tensor, Output) || Forward.Any(t => t.Inputs.Contains(tensor));

    /// <summary>Whether a formula has a tensor of the expression in it, written out.</summary>
    public bool Mentions(Tensor formula, Tensor tensor) =>
        ReferenceEquals(formula, tensor) || (!forward.Contains(formula) && formula.Inputs.Any(input => Mentions(input, tensor)));

    /// <summary>Computes all values anew, in one run: leaves may have changed theirs.</summary>
    public void Compute()
    {
        var results = evaluation.Run();
        for (var i = 0; i < computed.Length; i++) values[computed[i]] = results[i];
    }

    public static TensorData Filled(TensorType type, double value)
    {
        var data = TensorData.Zeros(type.Shape, type.DType);
        for (var i = 0; i < type.Shape.Size; i++) data.Set(i, value);
        return data;
    }

    /// <summary>All values are computed and held, so their shapes are looked at before.</summary>
    private void RequireFits(long maxBytes)
    {
        var bytes = computed.Sum(tensor => tensor.Type.Bytes);
        if (bytes > maxBytes)
            throw new ShapeException(FormulaLimits.TooLarge("the explanation", bytes, " in its results and gradients", maxBytes));
    }

    private List<Edge> Formulas()
    {
        var locals = trace.Steps.Select(Local).ToList();
        var simple = new Queue<Tensor>(Simplifier.Simplify([.. locals.OfType<Tensor>()], forward.Contains));
        return [.. trace.Steps.Select((step, i) => new Edge(step, locals[i] is null ? null : simple.Dequeue(), Product(step)))];
    }

    // One upstream is another's product: each product is simplified for itself, and takes its upstream as it is.
    private Tensor? Product(GradientStep step) => IsScalar || step.Contribution is not { } value
        ? null
        : Simplifier.Simplify([value], t => ReferenceEquals(t, step.Upstream) || forward.Contains(t))[0];

    /// <summary>∂of/∂from. Where a step between scalars gives none, it is the step's own rule for the upstream 1.</summary>
    private Tensor? Local(GradientStep step)
    {
        if (step.Local is not null || !IsScalar) return step.Local;
        var one = Functions.One(step.Of).BroadcastTo(step.Of.Shape);
        return step.Of.Op is LinearOp linear ? linear.Transpose(one, step.Of) : ((GeneralOp)step.Of.Op).Vjp(step.Input, one, step.Of);
    }

    private HashSet<Tensor> Wanted()
    {
        var wanted = new HashSet<Tensor>(Results);
        foreach (var edge in Edges)
        {
            wanted.Add(edge.Step.Upstream);
            if (edge.Local is { } local) wanted.Add(local);
            if (edge.Step.Contribution is { } value) wanted.Add(value);
        }
        foreach (var tensor in Wrt)
            if (trace.Cotangent(tensor) is { } gradient) wanted.Add(gradient);
        return wanted;
    }
}

using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Differentiation;

/// <summary>
/// Reverse mode: from the output back to its inputs, each tensor once and after everything that uses it, so that its
/// gradient is complete before it is passed on. It builds a graph; nothing is computed.
/// </summary>
internal sealed class ReverseWalk
{
    private readonly Dictionary<Tensor, List<Tensor>> terms = [];
    private readonly Dictionary<Tensor, Tensor> cotangents = [];
    private readonly List<GradientStep> steps = [];

    private ReverseWalk() { }

    /// <summary>The steps in the order in which they were taken.</summary>
    public IReadOnlyList<GradientStep> Steps => steps;

    /// <summary>∂output/∂tensor for a tensor the walk has reached, else <see langword="null"/>: zero.</summary>
    public Tensor? Cotangent(Tensor tensor)
    {
        if (!cotangents.TryGetValue(tensor, out var sum) && terms.TryGetValue(tensor, out var added))
            cotangents[tensor] = sum = GradientSum.Sum(added);
        return sum;
    }

    /// <summary>
    /// Differentiates <paramref name="outputs"/>, each seeded with its cotangent, by every tensor in <paramref name="wrt"/>.
    /// </summary>
    /// <param name="outputs">The tensors to differentiate.</param>
    /// <param name="wrt">The tensors to differentiate by.</param>
    /// <param name="fixed">Tensors that do not depend on <paramref name="wrt"/>: the walk does not enter the graphs below them.</param>
    public static ReverseWalk Run(IReadOnlyList<(Tensor Output, Tensor Seed)> outputs, IReadOnlyCollection<Tensor> wrt,
        params ReadOnlySpan<Tensor> @fixed)
    {
        var walk = new ReverseWalk();
        var order = TopologicalOrder.Of(outputs.Select(o => o.Output), new HashSet<Tensor>([.. @fixed]).Add);
        var active = Active(order, wrt);
        foreach (var (output, seed) in outputs) walk.Accumulate(output, seed);
        for (var i = order.Count - 1; i >= 0; i--)
            if (active.Contains(order[i]) && walk.Cotangent(order[i]) is { } upstream)
                walk.Visit(order[i], upstream, active);
        return walk;
    }

    /// <summary>The tensors through which a change of <paramref name="wrt"/> can reach the outputs.</summary>
    public static HashSet<Tensor> Active(IReadOnlyList<Tensor> order, IReadOnlyCollection<Tensor> wrt)
    {
        var active = new HashSet<Tensor>(wrt);
        foreach (var tensor in order)
            for (var i = 0; i < tensor.Inputs.Length; i++)
                if (active.Contains(tensor.Inputs[i]) && tensor.Op.IsDifferentiable(i)) active.Add(tensor);
        return active;
    }

    /// <summary>Whether a gradient can pass an edge at all: its op has a derivative there that is not zero by rule.</summary>
    public static bool Passes(Tensor of, int input) =>
        of.Op.IsDifferentiable(input) && !(of.Op is ElementwiseOp op && IsZero(op.Partial(input, of)));

    private void Visit(Tensor tensor, Tensor upstream, HashSet<Tensor> active)
    {
        using var origin = Origins.As(tensor);
        for (var i = 0; i < tensor.Inputs.Length; i++)
        {
            if (!active.Contains(tensor.Inputs[i]) || !tensor.Op.IsDifferentiable(i)) continue;
            var step = Step(tensor, i, upstream);
            steps.Add(step);
            if (step.Contribution is { } value) Accumulate(tensor.Inputs[i], value);
        }
    }

    /// <summary>What one input of a tensor gets of an upstream, by the op's own rule.</summary>
    internal static GradientStep Step(Tensor tensor, int input, Tensor upstream)
    {
        switch (tensor.Op)
        {
            case ElementwiseOp op:
                var local = op.Partial(input, tensor);
                return new(tensor, input, upstream, local,
                    IsZero(local) ? null : TimesLocal(upstream, local).SumTo(tensor.Inputs[input].Shape));
            case LinearOp op:
                return new(tensor, input, upstream, null, op.Transpose(upstream, tensor));
            case GeneralOp op:
                return new(tensor, input, upstream, null, op.Vjp(input, upstream, tensor));
            default:
                throw new NotSupportedException(
                    $"{tensor.Op.Info.Name} has no derivative rule for input {input}; declare it as a LinearOp, a GeneralOp or with "
                    + $"partial derivatives");
        }
    }

    /// <summary>
    /// upstream × local. A factor of ±1 is left out, and a local derivative that is 1 or 0 chooses: what is not chosen passes
    /// nothing on, be the upstream infinite, as in PyTorch.
    /// </summary>
    internal static Tensor TimesLocal(Tensor upstream, Tensor local) => local switch
    {
        { Op: LiteralOp { Value: 1 } } => upstream,
        { Op: LiteralOp { Value: -1 } } => -upstream,
        { Inputs: [{ DType: DType.Bool } mask, { Op: LiteralOp { Value: 1 } }, { Op: LiteralOp { Value: 0 } }] } =>
            Where(mask, upstream, 0),
        { Inputs: [{ DType: DType.Bool } mask, { Op: LiteralOp { Value: 0 } }, { Op: LiteralOp { Value: 1 } }] } =>
            Where(mask, 0, upstream),
        _ => upstream * local,
    };

    internal static bool IsZero(Tensor tensor) => tensor.Op is LiteralOp { Value: 0 };

    private void Accumulate(Tensor tensor, Tensor value)
    {
        if (terms.TryGetValue(tensor, out var added)) added.Add(value);
        else terms.Add(tensor, [value]);
    }
}

using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// The reverse walk with its own rules and another bookkeeping. The gradients are what comes out; what a tensor passed on
/// is what its gradient was at that moment.
/// </summary>
internal sealed class WrongWalk
{
    private readonly Derivation derivation;
    private readonly ILookup<Tensor, DerivationStep> edges;
    private readonly bool assigns;
    private readonly Dictionary<Tensor, Tensor> gradients = [];
    private readonly List<(Tensor Of, Tensor Upstream)> passed = [];
    private readonly Dictionary<Tensor, TensorData> values = [];

    private WrongWalk(Derivation derivation, bool assigns)
    {
        (this.derivation, this.assigns) = (derivation, assigns);
        edges = derivation.Steps.ToLookup(edge => edge.Of);
        gradients[derivation.Output] = Tensor.Constant(1.0).BroadcastTo(derivation.Output.Shape);
    }

    /// <summary>What each tensor passed on, in that order.</summary>
    public IEnumerable<(Tensor Of, TensorData Value)> Passed => passed.Select(pass => (pass.Of, values[pass.Upstream]));

    /// <summary>In the right order, but with <c>=</c> where <c>+=</c> belongs.</summary>
    public static WrongWalk Assigning(Derivation derivation) =>
        new WrongWalk(derivation, assigns: true).Walked(derivation.Steps.Select(edge => edge.Of).Distinct());

    /// <summary>
    /// Every tensor once, the nearest to the output first; of those equally near, the one that others still wait to reach.
    /// </summary>
    public static WrongWalk NearestFirst(Derivation derivation)
    {
        var walk = new WrongWalk(derivation, assigns: false);
        var place = derivation.Tensors.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        return walk.Walked(walk.Distances().OrderBy(pair => pair.Value).ThenBy(pair => place[pair.Key]).Select(pair => pair.Key));
    }

    /// <summary>What comes out as the gradient of a tensor.</summary>
    public TensorData Gradient(Tensor tensor) =>
        gradients.TryGetValue(tensor, out var gradient) ? values[gradient] : TensorData.Zeros(tensor.Shape, tensor.DType);

    /// <summary>How many edges lie between a tensor and the output, by the shortest way.</summary>
    private Dictionary<Tensor, int> Distances()
    {
        var (distances, queue) = (new Dictionary<Tensor, int> { [derivation.Output] = 0 }, new Queue<Tensor>([derivation.Output]));
        while (queue.TryDequeue(out var tensor))
            foreach (var edge in edges[tensor])
                if (distances.TryAdd(edge.From, distances[tensor] + 1)) queue.Enqueue(edge.From);
        return distances;
    }

    /// <summary>Like the right walk it only builds tensors; all are computed at the end, in one run.</summary>
    private WrongWalk Walked(IEnumerable<Tensor> order)
    {
        foreach (var tensor in order) Pass(tensor);
        Tensor[] wanted = [.. gradients.Values.Concat(passed.Select(pass => pass.Upstream)).Distinct()];
        foreach (var (tensor, value) in wanted.Zip(Tensor.Evaluate(wanted))) values[tensor] = value;
        return this;
    }

    private void Pass(Tensor tensor)
    {
        if (!gradients.TryGetValue(tensor, out var upstream)) return;
        passed.Add((tensor, upstream));
        foreach (var edge in edges[tensor])
        {
            var part = ChainRule.Gradient.Step(tensor, edge.Input, upstream).Contribution
                ?? Tensor.Constant(TensorData.Zeros(edge.From.Shape, edge.From.DType));
            gradients[edge.From] = !assigns && gradients.TryGetValue(edge.From, out var before) ? before + part : part;
        }
    }
}

using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// The reverse walk with its own local derivatives and another bookkeeping. The gradients are what comes out; what a tensor passed on
/// is what its gradient was at that moment.
/// </summary>
internal sealed class WrongWalk
{
    private readonly Derivation derivation;
    private readonly ILookup<Tensor, Edge> edges;
    private readonly bool assigns;

    private WrongWalk(Derivation derivation, bool assigns)
    {
        (this.derivation, this.assigns) = (derivation, assigns);
        edges = derivation.Edges.ToLookup(edge => edge.Of);
        Gradients[derivation.Output] = 1;
    }

    public Dictionary<Tensor, double> Gradients { get; } = [];

    public Dictionary<Tensor, double> Passed { get; } = [];

    /// <summary>In the right order, but with <c>=</c> where <c>+=</c> belongs.</summary>
    public static WrongWalk Assigning(Derivation derivation)
    {
        var walk = new WrongWalk(derivation, assigns: true);
        foreach (var tensor in derivation.Edges.Select(edge => edge.Of).Distinct()) walk.Pass(tensor);
        return walk;
    }

    /// <summary>Every tensor once, the nearest to the output first; of those equally near, the one that others still wait to reach.</summary>
    public static WrongWalk NearestFirst(Derivation derivation)
    {
        var walk = new WrongWalk(derivation, assigns: false);
        var place = derivation.Forward.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        foreach (var (tensor, _) in walk.Distances().OrderBy(pair => pair.Value).ThenBy(pair => place[pair.Key])) walk.Pass(tensor);
        return walk;
    }

    /// <summary>How many edges lie between a tensor and the output, by the shortest way.</summary>
    private Dictionary<Tensor, int> Distances()
    {
        var (distances, queue) = (new Dictionary<Tensor, int> { [derivation.Output] = 0 }, new Queue<Tensor>([derivation.Output]));
        while (queue.TryDequeue(out var tensor))
            foreach (var edge in edges[tensor])
                if (distances.TryAdd(edge.From, distances[tensor] + 1)) queue.Enqueue(edge.From);
        return distances;
    }

    private void Pass(Tensor tensor)
    {
        Passed[tensor] = Gradients.GetValueOrDefault(tensor);
        foreach (var edge in edges[tensor])
        {
            var part = Passed[tensor] * derivation.Value(edge.Local!).Item();
            Gradients[edge.From] = assigns ? part : Gradients.GetValueOrDefault(edge.From) + part;
        }
    }
}

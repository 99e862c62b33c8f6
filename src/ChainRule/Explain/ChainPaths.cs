namespace ChainRule.Explanations;

/// <summary>
/// The ways from a tensor to the output, along the steps of the walk. Their number doubles with every fork, so they are
/// counted and weighed without being walked, and only the first are listed.
/// </summary>
internal sealed class ChainPaths
{
    /// <summary>The most paths that are listed for a tensor.</summary>
    public const int Listed = 100;

    /// <summary>A count that has grown beyond this stays at it.</summary>
    public const long Countless = 1_000_000_000_000_000_000;

    // So that a hundred very long paths do not outgrow the graph they come from.
    private const int ListedSteps = 20_000;

    private readonly Derivation derivation;
    private readonly Dictionary<Tensor, List<Edge>> onward = [];
    private readonly Dictionary<Tensor, (long Count, double Magnitude)> totals = [];

    public ChainPaths(Derivation derivation)
    {
        this.derivation = derivation;
        totals[derivation.Output] = (1, 1);
        // The walk has taken all steps from a tensor's users before it takes those from the tensor.
        foreach (var edge in derivation.Edges)
        {
            var (count, magnitude) = totals[edge.Of];
            var (sum, weight) = totals.GetValueOrDefault(edge.From);
            totals[edge.From] = (Math.Min(Countless, sum + count), weight + magnitude * Math.Abs(Factor(edge)));
            if (!onward.TryGetValue(edge.From, out var edges)) onward[edge.From] = edges = [];
            edges.Add(edge);
        }
        foreach (var edges in onward.Values) edges.Reverse();
    }

    /// <summary>How many ways there are besides some, <see cref="Countless"/> for that many and more.</summary>
    public long CountBeyond(Tensor tensor, int some) =>
        totals.GetValueOrDefault(tensor).Count is var all && all == Countless ? all : all - some;

    /// <summary>The sum of the paths' products without their signs: what there would be if nothing cancelled.</summary>
    public double Magnitude(Tensor tensor) => totals.GetValueOrDefault(tensor).Magnitude;

    /// <summary>The local derivative along an edge, a number.</summary>
    public double Factor(Edge edge) => derivation.Value(edge.Local!).Item();

    /// <summary>The product of the local derivatives along a path.</summary>
    public double Product(IEnumerable<Edge> path) => path.Aggregate(1d, (product, edge) => product * Factor(edge));

    /// <summary>Some paths from a tensor to the output, each a list of edges; those that count most come first.</summary>
    public List<Edge[]> From(Tensor tensor, int most = Listed) =>
        [.. Walk(tensor, most).OrderByDescending(path => Math.Abs(Product(path)))];

    private List<Edge[]> Walk(Tensor tensor, int most)
    {
        var found = new List<Edge[]>();
        if (!totals.ContainsKey(tensor)) return found;
        var (path, next, steps) = (new List<Edge>(), new Stack<int>([0]), 0);
        while (next.Count > 0 && found.Count < most && steps <= ListedSteps)
        {
            var at = path.Count == 0 ? tensor : path[^1].Of;
            var choice = next.Pop();
            if (ReferenceEquals(at, derivation.Output))
            {
                found.Add([.. path]);
                steps += path.Count;
            }
            else if (choice < onward[at].Count)
            {
                next.Push(choice + 1);
                path.Add(onward[at][choice]);
                next.Push(0);
                continue;
            }
            if (path.Count > 0) path.RemoveAt(path.Count - 1);
        }
        return found;
    }
}

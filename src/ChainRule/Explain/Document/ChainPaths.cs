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

    private readonly Explanation explanation;
    private readonly Dictionary<Tensor, List<DerivationStep>> onward = [];
    private readonly Dictionary<Tensor, (long Count, double Magnitude)> totals = [];

    public ChainPaths(Explanation explanation)
    {
        this.explanation = explanation;
        totals[explanation.Output] = (1, 1);
        // The walk has taken all steps from a tensor's users before it takes those from the tensor.
        foreach (var step in explanation.Derivation.Steps)
        {
            var (count, magnitude) = totals[step.Of];
            var (sum, weight) = totals.GetValueOrDefault(step.From);
            totals[step.From] = (Math.Min(Countless, sum + count), weight + magnitude * Math.Abs(Factor(step)));
            if (!onward.TryGetValue(step.From, out var steps)) onward[step.From] = steps = [];
            steps.Add(step);
        }
        foreach (var steps in onward.Values) steps.Reverse();
    }

    /// <summary>How many ways there are besides some, <see cref="Countless"/> for that many and more.</summary>
    public long CountBeyond(Tensor tensor, int some) =>
        totals.GetValueOrDefault(tensor).Count is var all && all == Countless ? all : all - some;

    /// <summary>The sum of the paths' products without their signs: what there would be if nothing cancelled.</summary>
    public double Magnitude(Tensor tensor) => totals.GetValueOrDefault(tensor).Magnitude;

    /// <summary>Some paths from a tensor to the output; those that count most come first.</summary>
    public IReadOnlyList<ChainPath> From(Tensor tensor) => [.. Walk(tensor).OrderByDescending(path => Math.Abs(path.Product))];

    private ChainPath Path(DerivationStep[] steps, double magnitude)
    {
        double[] factors = [.. steps.Select(Factor)];
        var product = factors.Aggregate(1d, (product, factor) => product * factor);
        return new(steps, factors, product, magnitude == 0 ? 0 : Math.Abs(product) / magnitude);
    }

    private double Factor(DerivationStep step) => explanation.ValueOf(step.Local!).Item();

    private List<ChainPath> Walk(Tensor tensor)
    {
        var found = new List<ChainPath>();
        if (!totals.TryGetValue(tensor, out var total)) return found;
        var (path, next, steps) = (new List<DerivationStep>(), new Stack<int>([0]), 0);
        while (next.Count > 0 && found.Count < Listed && steps <= ListedSteps)
        {
            var at = path.Count == 0 ? tensor : path[^1].Of;
            var choice = next.Pop();
            if (ReferenceEquals(at, explanation.Output))
            {
                found.Add(Path([.. path], total.Magnitude));
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

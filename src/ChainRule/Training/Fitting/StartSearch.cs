using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Looks for values from which a descent finds a good fit: many points spread evenly, the linear parameters solved for at
/// each, and short descents from the best.
/// </summary>
internal sealed class StartSearch
{
    private const int MaxTrials = 20_000;
    private readonly FitProblem problem;
    private readonly FlatParameters parameters;
    private readonly LinearPart linear;
    private readonly (Parameter Parameter, StartRange Range)[] searched;
    private readonly double offset;
    private readonly int trials;
    private readonly double phi = 1.5;

    /// <param name="problem">The fit over few rows.</param>
    /// <param name="parameters">All its parameters.</param>
    /// <param name="free">Those of one number whose first value may be chosen.</param>
    /// <param name="seed">Another seed tries other points.</param>
    public StartSearch(FitProblem problem, FlatParameters parameters, IEnumerable<Parameter> free, int seed)
    {
        (this.problem, this.parameters) = (problem, parameters);
        var scalars = free.Where(p => p.Rank == 0).ToList();
        linear = LinearPart.Of(problem, scalars);
        searched = [.. scalars.Except(linear.Parameters).Select(p => (p, new StartRange(p, problem)))];
        offset = new Random(seed).NextDouble();
        trials = Trials();
        for (var k = 0; k < 60; k++) phi = Math.Pow(1 + phi, 1.0 / (searched.Length + 1));
    }

    /// <summary>
    /// Gives the parameters values that are a good start; where they are now is one to choose from. Returns the losses on the
    /// way there from the point that was best.
    /// </summary>
    public IReadOnlyList<double> Run(CancellationToken cancellation)
    {
        var starts = new List<Start> { new(parameters.Read(), [problem.Evaluate()]) };
        for (var i = 0; i < trials; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            // The first trial leaves the searched ones as they are: only the linear ones are solved for.
            for (var p = 0; p < searched.Length && i > 0; p++) Set(searched[p].Parameter, searched[p].Range.At(Share(i, p)));
            linear.Solve();
            starts.Add(new(parameters.Read(), [problem.Evaluate()]));
        }
        var best = Descend(starts, cancellation);
        parameters.Write(best.Point);
        return best.Losses;
    }

    /// <summary>A point, and the losses on the way to it.</summary>
    private sealed record Start(double[] Point, IReadOnlyList<double> Losses)
    {
        public double Loss => Losses[^1];
    }

    private int Trials()
    {
        if (searched.Length == 0) return 1;
        var product = searched.Aggregate(1L, (all, s) => Math.Min(MaxTrials, all * s.Range.Trials));
        return (int)Math.Clamp(product, 200L * searched.Length, MaxTrials);
    }

    /// <summary>
    /// Point i of an even spread in any number of dimensions: multiples of the powers of 1/φ, where φ^(d+1) = φ + 1
    /// (M. Roberts, "The unreasonable effectiveness of quasirandom sequences", 2018).
    /// </summary>
    private double Share(int i, int dimension)
    {
        var at = offset + i * Math.Pow(phi, -(dimension + 1));
        return at - Math.Floor(at);
    }

    /// <summary>Rounds of descents: fewer starts and more steps each time.</summary>
    private Start Descend(List<Start> starts, CancellationToken cancellation)
    {
        if (searched.Length == 0) return Best(starts, 1)[0];
        foreach (var (count, steps) in new[] { (32, 8), (6, 40), (2, 200) })
            starts = [.. Best(starts, count).Select(start => Descend(start, steps, cancellation))];
        return Best(starts, 1)[0];
    }

    private static List<Start> Best(List<Start> starts, int count)
    {
        var finite = starts.Where(start => double.IsFinite(start.Loss)).OrderBy(start => start.Loss).Take(count).ToList();
        return finite.Count > 0 ? finite : starts[..1];
    }

    private Start Descend(Start start, int steps, CancellationToken cancellation)
    {
        if (!double.IsFinite(start.Loss)) return start;
        parameters.Write(start.Point);
        var losses = start.Losses.ToList();
        new ScaledDescent(problem, parameters) { MaxIterations = steps }.Run(loss =>
        {
            losses.Add(loss);
            cancellation.ThrowIfCancellationRequested();
        });
        return new(parameters.Read(), losses);
    }

    private static void Set(Parameter parameter, double value) => parameter.Value.Elements<double>()[0] = value;
}

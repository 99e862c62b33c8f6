using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Misconceptions, run for real: the same local derivatives, another bookkeeping.</summary>
/// <example><code>
/// var report = Mistakes.Run(problem, Mistake.AssignInsteadOfAccumulate);
/// foreach (var row in report.Rows) Console.WriteLine($"{row.Name}: {row.Wrong} instead of {row.Right}");
/// </code></example>
public static class Mistakes
{
    private const int MaxElements = 4;

    /// <summary>A formula on which a mistake shows.</summary>
    public static Preset ExampleOf(Mistake mistake) => mistake == Mistake.WrongOrder ? EarlyBird : Presets.Find("two-paths");

    // a is one edge from a² and three from (a·v − y)²: who goes by nearness passes it on too early.
    private static Preset EarlyBird { get; } = new("early", "A result used near and far", "One path from a to e is short, the other long.",
        "a = w*x\ne = (a*v - y)^2 + a^2", Presets.Values("w=2", "x=3", "v=0.5", "y=10"), [], 0.01);

    /// <summary>Makes the mistake on a formula.</summary>
    /// <param name="problem">The formula and its values; nothing of it is changed.</param>
    /// <param name="mistake">The mistake.</param>
    /// <param name="rate">The learning rate, where the mistake shows from step to step.</param>
    public static MistakeReport Run(Problem problem, Mistake mistake, double rate = 0.1)
    {
        ArgumentNullException.ThrowIfNull(problem);
        if (mistake == Mistake.NoZeroing) return MissingZero.Run(problem, rate);
        var explanation = problem.Derive().Explain();
        return Report(mistake, explanation, mistake == Mistake.AssignInsteadOfAccumulate
            ? WrongWalk.Assigning(explanation.Derivation)
            : WrongWalk.NearestFirst(explanation.Derivation));
    }

    private static MistakeReport Report(Mistake mistake, Explanation explanation, WrongWalk walk)
    {
        var derivation = explanation.Derivation;
        var reached = derivation.Tensors.Where(derivation.IsReached).Reverse().ToList();
        List<MistakeRow> rows = [.. reached.SelectMany(
            tensor => Rows(FormulaNotation.Pretty.Name(derivation.Names, tensor), explanation.GradientOf(tensor), walk.Gradient(tensor)))];
        var words = new MistakeWords(explanation, walk);
        return rows.Exists(row => row.Differs)
            ? new(mistake, rows, [], mistake == Mistake.WrongOrder ? words.TooEarly() : words.Replaced(), null)
            : new(mistake, rows, [], mistake == Mistake.WrongOrder ? MistakeWords.NobodyEarly : words.NothingReplaced(),
                ExampleOf(mistake));
    }

    /// <summary>Every element of a small tensor; of a large one that at which the two are farthest apart.</summary>
    private static IEnumerable<MistakeRow> Rows(string name, TensorData right, TensorData wrong)
    {
        IEnumerable<int> shown = right.Shape.Size <= MaxElements
            ? Enumerable.Range(0, right.Shape.Size)
            : [Elements.Farthest(right, wrong)];
        return shown.Select(i => new MistakeRow(name + Elements.Suffix(right.Shape, i), right[i], wrong[i]));
    }
}

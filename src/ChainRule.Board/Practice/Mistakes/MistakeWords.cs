using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Says in a sentence why a wrong walk gives other gradients.</summary>
internal sealed class MistakeWords(Derivation derivation, WrongWalk walk)
{
    public const string NobodyEarly = "here no result passes its gradient on before it is complete, even in this order; the example has one that does";

    /// <summary>The first tensor on the way back whose parts replaced each other.</summary>
    public string Replaced()
    {
        var (tensor, parts) = Merges().First(merge => Differ(derivation.Gradient(merge.Tensor).Item(), walk.Gradients[merge.Tensor]));
        var right = Number(derivation.Gradient(tensor).Item());
        return $"{Name(tensor)} is used {parts.Count} times, so {Partial(tensor)} is {Sum(parts)} = {right}; with = instead of += the last part, {Number(walk.Gradients[tensor])}, replaces what came before";
    }

    /// <summary>Either nothing merges, or what is replaced is nothing.</summary>
    public string NothingReplaced() => Merges().Any()
        ? "paths merge here, but what is replaced happens to add nothing; the example shows a difference"
        : "here no two paths merge: every gradient has one part, so = and += do the same; the example has a weight that is used twice";

    /// <summary>The first tensor that passed on less than all of its gradient.</summary>
    public string TooEarly()
    {
        var tensor = walk.Passed.First(passed => Differ(passed.Value, derivation.Gradient(passed.Key).Item()) && derivation.Edges.Any(edge => ReferenceEquals(edge.Of, passed.Key))).Key;
        return $"{Name(tensor)} passes on {Number(walk.Passed[tensor])} before all its parts have arrived: {Partial(tensor)} is {Sum(Parts(tensor))} = {Number(derivation.Gradient(tensor).Item())}. "
            + "A result must wait for everything that uses it, which a topological order sees to";
    }

    private IEnumerable<(Tensor Tensor, List<double> Parts)> Merges() =>
        derivation.Forward.Reverse().Select(tensor => (tensor, Parts(tensor))).Where(merge => merge.Item2.Count > 1);

    private List<double> Parts(Tensor tensor) =>
        [.. derivation.Edges.Where(edge => ReferenceEquals(edge.From, tensor)).Select(edge => derivation.Contribution(edge).Item())];

    private static bool Differ(double right, double wrong) => new MistakeRow("", right, wrong).Differs;

    private static string Sum(List<double> parts) => string.Join(" + ", parts.Select(Style.Pretty.Factor));

    private string Name(Tensor tensor) => derivation.Names.In(Style.Pretty, tensor);

    private string Partial(Tensor tensor) => derivation.Names.Partial(Style.Pretty, derivation.Output, tensor);

    private static string Number(double value) => Style.Pretty.Number(value);
}

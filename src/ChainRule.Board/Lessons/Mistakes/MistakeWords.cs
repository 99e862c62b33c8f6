using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Says in a sentence why a wrong walk gives other gradients.</summary>
internal sealed class MistakeWords(Explanation explanation, WrongWalk walk)
{
    public const string NobodyEarly =
        "here no result passes its gradient on before it is complete, even in this order; the example has one that does";

    private readonly Derivation derivation = explanation.Derivation;

    /// <summary>The first tensor on the way back whose parts replaced each other, at the element where that makes most.</summary>
    public string Replaced()
    {
        var (tensor, uses) = Merges().First(merge => At(merge.Tensor, walk.Gradient(merge.Tensor)).Row.Differs);
        var (element, at) = At(tensor, walk.Gradient(tensor));
        return $"{Name(tensor)} is used {uses} times, so {Partial(tensor)}{at.Name} is {Sum(tensor, element)}; with = instead of += the "
            + $"last part, {FormulaNotation.Pretty.Number(at.Wrong)}, replaces what came before";
    }

    /// <summary>Either nothing merges, or what is replaced is nothing.</summary>
    public string NothingReplaced() => Merges().Any()
        ? "paths merge here, but what is replaced happens to add nothing; the example shows a difference"
        : "here no two paths merge: every gradient has one part, so = and += do the same; the example has a weight that is used twice";

    /// <summary>The first tensor that passed on less than all of its gradient.</summary>
    public string TooEarly()
    {
        var (tensor, value) = walk.Passed.First(
            pass => At(pass.Of, pass.Value).Row.Differs && derivation.Steps.Any(edge => ReferenceEquals(edge.Of, pass.Of)));
        var (element, at) = At(tensor, value);
        return $"{Name(tensor)}{at.Name} passes on {FormulaNotation.Pretty.Number(at.Wrong)} before all its parts have "
        + $"arrived: {Partial(tensor)}{at.Name} is {Sum(tensor, element)}. "
            + "A result must wait for everything that uses it, which a topological order sees to";
    }

    private IEnumerable<(Tensor Tensor, int Uses)> Merges() =>
        derivation.Tensors.Reverse().Select(tensor => (tensor, Into(tensor).Count())).Where(merge => merge.Item2 > 1);

    private IEnumerable<DerivationStep> Into(Tensor tensor) => derivation.Steps.Where(edge => ReferenceEquals(edge.From, tensor));

    /// <summary>The element at which a gradient is farthest from the right one, named by its place.</summary>
    private (int Element, MistakeRow Row) At(Tensor tensor, TensorData wrong)
    {
        var right = explanation.GradientOf(tensor);
        var element = Elements.Farthest(right, wrong);
        return (element, new(Elements.Suffix(tensor.Shape, element), right[element], wrong[element]));
    }

    /// <summary>The parts of an element's gradient, and what they come to.</summary>
    private string Sum(Tensor tensor, int element)
    {
        var parts = Into(tensor).Select(edge => FormulaNotation.Pretty.Factor(explanation.ContributionOf(edge)[element]));
        return $"{string.Join(" + ", parts)} = {FormulaNotation.Pretty.Number(explanation.GradientOf(tensor)[element])}";
    }

    private string Name(Tensor tensor) => FormulaNotation.Pretty.Name(derivation.Names, tensor);

    private string Partial(Tensor tensor) => FormulaNotation.Pretty.Partial(derivation.Names, derivation.Output, tensor);
}

using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>
/// Asks what the gradient answers. Where a result is compared with data, as ŷ − y does, the question is how to bring the two together;
/// elsewhere how the output changes.
/// </summary>
/// <param name="text">The texts of the lesson.</param>
/// <param name="tellsValues">Whether the question may tell what the formula gives now.</param>
internal sealed class QuestionText(LessonText text, bool tellsValues = true)
{
    // More names or comparisons make a list that nobody reads.
    private const int MostNames = 4, MostComparisons = 2;
    private const string Prediction = "the prediction";

    private readonly Explanation explanation = text.Explanation;
    private readonly Derivation derivation = text.Explanation.Derivation;

    /// <summary>The question.</summary>
    public string Write()
    {
        var compared = Comparisons().DistinctBy(pair => pair.Target).ToList();
        if (compared.Count is 0 or > MostComparisons || compared.TrueForAll(IsMet)) return AboutOutput();
        if (!tellsValues || compared.Exists(pair => pair.Result.Shape.Size != 1 || pair.Target.Shape.Size != 1))
            return $"How must {Parameters()} change so that "
                + $"{string.Join(" and ", compared.Select(pair => $"{Name(pair.Result)} comes closer to {Name(pair.Target)}"))}?";
        var said = string.Join(", and ", compared.Select(pair => $"{Says(pair.Result)}, but {Name(pair.Target)} is {Value(pair.Target)}"));
        var begin = LoneParameter() is { } lone ? $"{Equation(lone)} gives {said}"
            : said.StartsWith(Prediction, StringComparison.Ordinal) ? Capital(said) : said;
        return $"{begin}: how must {Parameters()} change?";
    }

    /// <summary>The differences between a result that depends on the parameters and a name that does not.</summary>
    private IEnumerable<(Tensor Result, Tensor Target)> Comparisons()
    {
        foreach (var difference in derivation.Results)
        {
            if (difference.Op.Notation is not Notation.Infix { Symbol: "-" }) continue;
            var (left, right) = (difference.Inputs[0], difference.Inputs[1]);
            if (IsResult(left) && IsTarget(right)) yield return (left, right);
            if (IsTarget(left) && IsResult(right)) yield return (right, left);
        }
    }

    private bool IsResult(Tensor tensor) => tensor is not Leaf && derivation.IsReached(tensor);

    private bool IsTarget(Tensor tensor) => tensor is Leaf { Name: not null } && !derivation.Wrt.Contains(tensor);

    private bool IsMet((Tensor Result, Tensor Target) pair) =>
        explanation.ValueOf(pair.Result).ToDoubles().SequenceEqual(explanation.ValueOf(pair.Target).ToDoubles());

    private string AboutOutput() => LoneParameter() is not { } lone
        ? $"How must {Parameters()} change to make {Name(derivation.Output)} smaller?"
        : !tellsValues ? $"How does {Name(derivation.Output)} change when {Name(lone)} grows?"
        : $"{Equation(lone)} gives {Equation(derivation.Output)}: how does {Name(derivation.Output)} change when {Name(lone)} grows?";

    /// <summary>The parameter, where there is one and it is a number.</summary>
    private Tensor? LoneParameter() => derivation.Wrt is [{ Shape.Size: 1 } lone] ? lone : null;

    private string Parameters()
    {
        var names = derivation.Wrt.Select(Name).ToList();
        return names.Count == 1 ? names[0]
            : names.Count <= MostNames ? $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}"
            : $"the {names.Count} parameters";
    }

    private string Equation(Tensor tensor) => $"{Name(tensor)} = {Value(tensor)}";

    private string Says(Tensor result) => IsShort(result) ? Equation(result) : $"{Name(result)} is {Value(result)}";

    private string Value(Tensor tensor) => LessonText.Brief(explanation.ValueOf(tensor));

    /// <summary>Its name, or its formula; a formula of unnamed results would name them by numbers that nobody has seen yet.</summary>
    private string Name(Tensor tensor) =>
        tensor.Name is not null || ReferenceEquals(tensor, derivation.Output) ? text.Name(tensor)
        : IsShort(tensor) ? text.Formulas.Expression(tensor)
        : Prediction;

    private static bool IsShort(Tensor tensor) => tensor.Name is not null || tensor.Inputs.All(input => input is Leaf);

    private static string Capital(string sentence) => char.ToUpperInvariant(sentence[0]) + sentence[1..];
}

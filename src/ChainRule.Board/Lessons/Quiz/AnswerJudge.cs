using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>Finds what is right or wrong with an answer, by trying what people do wrong on the derivation's own numbers.</summary>
internal sealed class AnswerJudge(QuizCell cell, GivenNumber given, HintWriter hints)
{
    // 2¹⁰ sums are tried at once.
    private const int MaxParts = 10;

    private readonly double answer = cell.Answer;

    public QuizAnswer Judge()
    {
        if (given.Is(answer)) return new(AnswerKind.Right, $"right: {cell.Prompt} = {FormulaNotation.Pretty.Number(answer)}");
        foreach (var (wrong, kind, message) in Mistakes())
            if (wrong is { } number && given.Is(number)) return new(kind, message);
        return given.IsNear(answer)
            ? new(AnswerKind.TooRough, "near, but it has too few digits or was cut instead of rounded; give one digit more")
            : new(AnswerKind.NotThis, $"not this; {Rule()}");
    }

    private IEnumerable<(double? Number, AnswerKind Kind, string Message)> Mistakes() =>
    [
        (-answer, AnswerKind.WrongSign, "the size is right, but the sign is wrong"),
        .. cell.Kind switch
        {
            QuizKind.Value => OfValue(),
            QuizKind.Local => OfLocal(cell.Edge!),
            _ => cell.RuleEdge is { } edge ? OfProduct(edge) : OfSum(),
        },
        (1 / answer, AnswerKind.UpsideDown, "that is one over it: upside down"),
    ];

    private IEnumerable<(double?, AnswerKind, string)> OfValue()
    {
        if (cell.Tensor.Op is not ElementwiseOp) yield break;
        double?[] operands = [.. cell.Tensor.Inputs.Select(input => cell.Beside(cell.Explanation.ValueOf(input)))];
        if (operands is [{ } a, { } b])
        {
            const string other = "that is another operation on the same numbers";
            yield return (a + b, AnswerKind.WrongOperation, $"{other}: their sum");
            yield return (a * b, AnswerKind.WrongOperation, $"{other}: their product");
            yield return (a - b, AnswerKind.WrongOperation, $"{other}: their difference");
            yield return (a / b, AnswerKind.WrongOperation, $"{other}: their quotient");
        }
        foreach (var (operand, tensor) in operands.Zip(cell.Tensor.Inputs).Where(pair => HasName(pair.Second)))
            yield return (operand, AnswerKind.UsedForwardValue, $"that is the value of {Name(tensor)}, before the operation");
    }

    private IEnumerable<(double?, AnswerKind, string)> OfLocal(DerivationStep edge) =>
        [Forward(edge.Of), .. Factors(edge), .. edge.Of.Inputs.Where(HasName).Select(Forward)];

    private IEnumerable<(double?, AnswerKind, string)> OfProduct(DerivationStep edge)
    {
        var upstream = cell.Beside(cell.Explanation.ValueOf(edge.Upstream));
        var local = edge.Local is null ? null : cell.Beside(cell.Explanation.ValueOf(edge.Local));
        yield return (local, AnswerKind.ForgotUpstream,
            $"that is the local derivative alone: multiply it by the upstream {Partial(edge.Of)}");
        yield return (upstream, AnswerKind.ForgotLocal,
            $"that is the upstream gradient {Partial(edge.Of)} alone: multiply it by the local derivative");
        yield return (upstream + local, AnswerKind.AddedInsteadOfMultiplied, "along one path the factors are multiplied, not added");
        foreach (var factor in Factors(edge)) yield return factor;
        yield return Forward(edge.From);
        yield return Forward(edge.Of);
    }

    private IEnumerable<(double?, AnswerKind, string)> OfSum()
    {
        var edges = cell.Arriving;
        double?[] parts = [.. edges.Select(edge => cell.Beside(cell.Explanation.ContributionOf(edge)))];
        if (parts.Length > MaxParts || parts.Any(part => part is null)) yield break;
        var name = Name(cell.Tensor);
        yield return (parts[^1], AnswerKind.AssignedInsteadOfAdded,
            $"that is only the part that arrives last, as if = stood for +=; {name} is used {parts.Length} times, and all parts are added");
        for (var chosen = 1; chosen < (1 << parts.Length) - 1; chosen++)
        {
            var sum = Enumerable.Range(0, parts.Length).Where(i => (chosen >> i & 1) == 1).Sum(i => parts[i]!.Value);
            yield return (sum, AnswerKind.ForgotPath, $"a path is missing: {name} is used {parts.Length} times, and every use adds a part");
            yield return (answer - 2 * sum, AnswerKind.WrongSign, "a part has the wrong sign");
        }
        foreach (var (edge, part) in edges.Zip(parts))
            if (edge.Local is not null && cell.Beside(cell.Explanation.ValueOf(edge.Local)) is { } local)
                yield return (answer - part + local, AnswerKind.ForgotUpstream,
                    $"in the part along {Name(edge.Of)} the upstream gradient is missing");
        yield return (parts.Aggregate(1.0, (product, part) => product * part!.Value), AnswerKind.WrongOperation,
            "where paths merge their parts are added, not multiplied");
        yield return Forward(cell.Tensor);
    }

    /// <summary>The numbers that stand in the local rule's formula: one of them may have been left out.</summary>
    private IEnumerable<(double?, AnswerKind, string)> Factors(DerivationStep edge)
    {
        if (edge.Local is not { } local) return [];
        var known = cell.Explanation.Derivation.Tensors.ToHashSet();
        return TopologicalOrder
            .Of(local)
            .Where(part => part.Op is LiteralOp && !known.Contains(part))
            .Select(part => ((LiteralOp)part.Op).Value)
            .Concat(Exponents(edge.Of))
            .Distinct()
            .Where(factor => factor is not (0 or 1 or -1))
            .Select(factor =>
                ((double?)(answer / factor), AnswerKind.ForgotFactor,
                    $"the factor {FormulaNotation.Pretty.Number(factor)} of the rule is missing: {hints.Rule(edge)}"));
    }

    /// <summary>A number that the result was raised to is part of the forward pass, and of its derivative too.</summary>
    private static IEnumerable<double> Exponents(Tensor result) =>
        result.Inputs.Skip(1).Select(input => input.Op).OfType<LiteralOp>().Select(literal => literal.Value);

    private (double?, AnswerKind, string) Forward(Tensor tensor) =>
        (cell.Beside(cell.Explanation.ValueOf(tensor)), AnswerKind.UsedForwardValue,
            $"that is the value of {Name(tensor)} from the forward pass, not the derivative");

    private string Rule() => cell switch
    {
        { Kind: QuizKind.Value } =>
            $"the operation is {FormulaNotation.Pretty.Sentence(cell.Tensor.Op.Info.Name)}: look at the formula of {Name(cell.Tensor)}",
        { RuleEdge: { } edge } => $"here is the rule: {hints.Rule(edge)}",
        _ => $"here is the rule: {Name(cell.Tensor)} is used {cell.Arriving.Count} times, and the parts of all uses are added",
    };

    /// <summary>A number of the formula has none.</summary>
    private bool HasName(Tensor tensor) => cell.Explanation.Derivation.Names.Has(tensor);

    private string Name(Tensor tensor) => FormulaNotation.Pretty.Name(cell.Explanation.Derivation.Names, tensor);

    private string Partial(Tensor tensor) =>
        FormulaNotation.Pretty.Partial(cell.Explanation.Derivation.Names, cell.Explanation.Output, tensor);
}

using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>A number of a derivation: of a tensor, or along an edge, with which element is asked for.</summary>
/// <param name="Explanation">Where it stands.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Tensor">Whose value or gradient; for an edge where it comes from.</param>
/// <param name="Edge">The edge, for what stands along one.</param>
/// <param name="Element">Which element.</param>
internal sealed record QuizCell(Explanation Explanation, QuizKind Kind, Tensor Tensor, DerivationStep? Edge, int Element)
{
    /// <summary>The right answer.</summary>
    public double Answer => Numbers[Element];

    /// <summary>All elements beside the one that is asked for.</summary>
    public TensorData Numbers => Kind switch
    {
        QuizKind.Value => Explanation.ValueOf(Tensor),
        QuizKind.Local => Explanation.ValueOf(Edge!.Local!),
        QuizKind.Contribution => Explanation.ContributionOf(Edge!),
        _ => Explanation.GradientOf(Tensor),
    };

    /// <summary>The edges from the tensor, whose parts make its gradient, in the order in which they arrive.</summary>
    public IReadOnlyList<DerivationStep> Arriving => [.. Explanation.Derivation.Steps.Where(edge => ReferenceEquals(edge.From, Tensor))];

    /// <summary>The result whose rule decides: the edge's, or that of the only edge of a gradient.</summary>
    public Tensor Result => Kind == QuizKind.Value ? Tensor : RuleEdge?.Of ?? Tensor;

    /// <summary>The one edge that the number is about, if there is one.</summary>
    public DerivationStep? RuleEdge => Edge ?? (Kind == QuizKind.Total && Arriving is [var only] ? only : null);

    /// <summary>∂L/∂w, ŷ, or with an element: ∂L/∂W[3].</summary>
    public string Prompt
    {
        get
        {
            var (names, pretty) = (Explanation.Derivation.Names, FormulaNotation.Pretty);
            var text = Kind switch
            {
                QuizKind.Value => pretty.Name(names, Tensor),
                QuizKind.Local => pretty.Partial(names, Edge!.Of, Edge.From) + Place(", by"),
                QuizKind.Contribution =>
                    $"{pretty.Partial(names, Explanation.Output, Edge!.From)} along {pretty.Name(names, Edge.Of)}{Place(", from")}",
                _ => pretty.Partial(names, Explanation.Output, Tensor),
            };
            return Numbers.Shape.Size == 1 ? text : $"{text}, element {Element + 1} of {Numbers.Shape}";
        }
    }

    /// <summary>What is asked for in words, different for each question: <c>local derivative ∂L/∂s</c>, <c>gradient ∂L/∂s</c>.</summary>
    public string Label => Kind switch
    {
        QuizKind.Value => $"value {Prompt}",
        QuizKind.Local => $"local derivative {Prompt}",
        QuizKind.Contribution => $"part of {Prompt}",
        _ => $"gradient {Prompt}",
    };

    /// <summary>Which operand it is, where a result has one tensor for several, as w·w has.</summary>
    private string Place(string before) =>
        Edge is { } edge && edge.Of.Inputs.Count(input => ReferenceEquals(input, edge.From)) > 1
            ? $"{before} operand {edge.Input + 1}"
            : "";

    /// <summary>The element of another tensor's numbers that belongs to this one; none where shapes differ.</summary>
    public double? Beside(TensorData data) => data.Shape.Size == 1 ? data[0] : data.Shape.Size == Numbers.Shape.Size ? data[Element] : null;
}

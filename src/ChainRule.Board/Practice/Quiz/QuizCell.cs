using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>A number of a derivation: of a tensor, or along an edge, with which element is asked for.</summary>
/// <param name="Derivation">Where it stands.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Tensor">Whose value or gradient; for an edge where it comes from.</param>
/// <param name="Edge">The edge, for what stands along one.</param>
/// <param name="Element">Which element.</param>
internal sealed record QuizCell(Derivation Derivation, QuizKind Kind, Tensor Tensor, Edge? Edge, int Element)
{
    /// <summary>The right answer.</summary>
    public double Answer => Numbers[Element];

    /// <summary>All elements beside the one that is asked for.</summary>
    public TensorData Numbers => Kind switch
    {
        QuizKind.Value => Derivation.Value(Tensor),
        QuizKind.Local => Derivation.Value(Edge!.Local!),
        QuizKind.Contribution => Derivation.Contribution(Edge!),
        _ => Derivation.Gradient(Tensor),
    };

    /// <summary>The edges from the tensor, whose parts make its gradient, in the order in which they arrive.</summary>
    public IReadOnlyList<Edge> Arriving => [.. Derivation.Edges.Where(edge => ReferenceEquals(edge.From, Tensor))];

    /// <summary>The result whose rule decides: the edge's, or that of the only edge of a gradient.</summary>
    public Tensor Result => Kind == QuizKind.Value ? Tensor : RuleEdge?.Of ?? Tensor;

    /// <summary>The one edge that the number is about, if there is one.</summary>
    public Edge? RuleEdge => Edge ?? (Kind == QuizKind.Total && Arriving is [var only] ? only : null);

    /// <summary>∂L/∂w, ŷ, or with an element: ∂L/∂W[3].</summary>
    public string Prompt
    {
        get
        {
            var names = Derivation.Names;
            var text = Kind switch
            {
                QuizKind.Value => names.In(Style.Pretty, Tensor),
                QuizKind.Local => names.Partial(Style.Pretty, Edge!.Of, Edge.From),
                QuizKind.Contribution =>
                    $"{names.Partial(Style.Pretty, Derivation.Output, Edge!.From)} along {names.In(Style.Pretty, Edge.Of)}",
                _ => names.Partial(Style.Pretty, Derivation.Output, Tensor),
            };
            return Numbers.Shape.Size == 1 ? text : $"{text}, element {Element + 1} of {Numbers.Shape}";
        }
    }

    /// <summary>The element of another tensor's numbers that belongs to this one; none where shapes differ.</summary>
    public double? Beside(TensorData data) => data.Shape.Size == 1 ? data[0] : data.Shape.Size == Numbers.Shape.Size ? data[Element] : null;
}

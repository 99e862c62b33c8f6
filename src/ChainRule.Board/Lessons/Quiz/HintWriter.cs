using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Writes hints from the derivation's own rows.</summary>
internal sealed class HintWriter(Explanation explanation)
{
    private static readonly TextNotation Notation = FormulaNotation.Pretty;

    private readonly RowFormulas formulas = new(explanation.Derivation, Notation);

    public IReadOnlyList<string> For(QuizCell cell) =>
        [.. Steps(cell).Append($"{cell.Prompt} = {Notation.Number(cell.Answer)}").Distinct()];

    private IEnumerable<string> Steps(QuizCell cell) => cell switch
    {
        { Kind: QuizKind.Value } =>
            [$"{Name(cell.Tensor)} = {formulas.Expression(cell.Tensor)}",
                $"{Name(cell.Tensor)} = {formulas.Expression(cell.Tensor, explanation)}"],
        { Kind: QuizKind.Local, Edge: { } edge } => [Rule(edge), Local(edge), $"{Partial(edge)} = {formulas.Local(edge, explanation)}"],
        { RuleEdge: { } edge } => [$"upstream × local; the local rule: {Rule(edge)}", Product(edge), Numbers(edge)],
        _ => Merge(cell),
    };

    private IEnumerable<string> Merge(QuizCell cell)
    {
        var parts = cell.Arriving;
        yield return $"{Name(cell.Tensor)} is used {parts.Count} times: every use sends a part back, and the parts are added";
        yield return string.Join("; ", parts.Select(Product));
        if (parts.All(edge => cell.Beside(explanation.ContributionOf(edge)) is not null))
            yield return string.Join(" + ", parts.Select(edge => Notation.Factor(cell.Beside(explanation.ContributionOf(edge))!.Value)));
    }

    public string Rule(DerivationStep edge) => formulas.Rule(edge);

    private string Local(DerivationStep edge) => $"{Partial(edge)} = {formulas.Local(edge)}";

    private string Product(DerivationStep edge) => edge.Local is null || !explanation.Derivation.IsScalar
        ? formulas.Product(edge)
        : $"{formulas.Gradient(edge.Of)}{Notation.Times}{Partial(edge)}";

    private string Numbers(DerivationStep edge) => explanation.Derivation.IsScalar
        ? $"{Factor(edge.Upstream)}{Notation.Times}{Factor(edge.Local!)}"
        : Product(edge);

    private string Factor(Tensor tensor) => Notation.Factor(explanation.ValueOf(tensor).Item());

    private string Name(Tensor tensor) => formulas.Name(tensor);

    private string Partial(DerivationStep edge) => formulas.Partial(edge.Of, edge.From);
}

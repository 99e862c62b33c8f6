using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Writes hints from the derivation's own rows.</summary>
internal sealed class HintWriter(Derivation derivation)
{
    private static readonly Style Style = Style.Pretty;

    private readonly RowWriter writer = new(derivation, Style.Pretty);

    public IReadOnlyList<string> For(QuizCell cell) => [.. Steps(cell).Append($"{cell.Prompt} = {Style.Number(cell.Answer)}").Distinct()];

    private IEnumerable<string> Steps(QuizCell cell) => cell switch
    {
        { Kind: QuizKind.Value } =>
            [$"{Name(cell.Tensor)} = {writer.Expression(cell.Tensor)}", $"{Name(cell.Tensor)} = {writer.Substituted(cell.Tensor)}"],
        { Kind: QuizKind.Local, Edge: { } edge } => [Rule(edge), Local(edge), $"{Partial(edge)} = {writer.SubstitutedFormula(edge)}"],
        { RuleEdge: { } edge } => [$"upstream × local; the local rule: {Rule(edge)}", Product(edge), Numbers(edge)],
        _ => Merge(cell),
    };

    private IEnumerable<string> Merge(QuizCell cell)
    {
        var parts = cell.Arriving;
        yield return $"{Name(cell.Tensor)} is used {parts.Count} times: every use sends a part back, and the parts are added";
        yield return string.Join("; ", parts.Select(Product));
        if (parts.All(edge => cell.Beside(derivation.Contribution(edge)) is not null))
            yield return string.Join(" + ", parts.Select(edge => Style.Factor(cell.Beside(derivation.Contribution(edge))!.Value)));
    }

    public static string Rule(Edge edge) => Style.Sentence(edge.Step.Rule);

    private string Local(Edge edge) => $"{Partial(edge)} = {writer.Formula(edge)}";

    private string Product(Edge edge) => edge.Local is null || !derivation.IsScalar
        ? writer.Product(edge)
        : $"{derivation.Names.Partial(Style, derivation.Output, edge.Of)}{Style.Times}{Partial(edge)}";

    private string Numbers(Edge edge) => derivation.IsScalar
        ? $"{Style.Factor(derivation.Value(edge.Step.Upstream).Item())}{Style.Times}{Style.Factor(derivation.Value(edge.Local!).Item())}"
        : Product(edge);

    private string Name(Tensor tensor) => derivation.Names.In(Style, tensor);

    private string Partial(Edge edge) => derivation.Names.Partial(Style, edge.Of, edge.From);
}

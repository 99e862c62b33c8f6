using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Writes the ledger: a row per result, with the derivatives by its operands.</summary>
internal sealed class LedgerWriter(
    Derivation derivation, LessonPlan plan, LessonText text, LedgerMath math, BoardParts hidden, IReadOnlyDictionary<Tensor, string> ids, LessonStep step)
{
    private readonly ILookup<Tensor, Edge> edges = derivation.Edges.ToLookup(edge => edge.Of);

    public List<LedgerRow> Rows() => [.. derivation.Results.Select(Row)];

    private LedgerRow Row(Tensor result)
    {
        var from = plan.Computed(result);
        return new(
            ids[result],
            Cell(from, BoardParts.Formulas, () => $"{text.Name(result)} = {text.Forward(result)[1]}", () => math.Result(result)),
            Cell(from, BoardParts.Values, () => Equal(text.Forward(result)[2])),
            Cell(from, BoardParts.Values, () => Equal(text.Forward(result)[3])),
            [.. edges[result].Select(Local)],
            step.Phase == LessonPhase.Forward && step.Nodes.Contains(ids[result]));
    }

    private LedgerLocal Local(Edge edge)
    {
        var id = $"{ids[edge.Of]}i{edge.Step.Input}";
        return new(
            id,
            Cell(plan.Of(LessonPhase.Local, edge), BoardParts.Local, () => text.LocalFormula(edge), () => math.Local(edge)),
            Cell(plan.Numbered(edge), BoardParts.Local, () => text.LocalNumbers(edge)),
            Cell(plan.Of(LessonPhase.Multiply, edge), BoardParts.Chain, () => string.Join(' ', text.Product(edge))),
            step.Edges.Contains(id) && step.Phase != LessonPhase.Forward);
    }

    private LedgerCell Cell(int from, BoardParts part, Func<string> write, Func<string?>? writeMath = null) =>
        step.Index < from ? new("", from, IsVisible: false)
        : (hidden & part) != 0 ? new("?", from, IsVisible: true)
        : new(write(), from, IsVisible: true, writeMath?.Invoke());

    private static string Equal(string text) => text.Length == 0 ? "" : $"= {text}";
}

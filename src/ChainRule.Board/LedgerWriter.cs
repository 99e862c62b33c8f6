using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Writes the ledger: a row per result, with the derivatives by its operands.</summary>
internal sealed class LedgerWriter
{
    private readonly LessonText text;
    private readonly List<ResultRow> rows;

    public LedgerWriter(Derivation derivation, LessonPlan plan, LessonText text, IReadOnlyDictionary<Tensor, string> ids)
    {
        this.text = text;
        var (edges, math) = (derivation.Edges.ToLookup(edge => edge.Of), new LedgerMath(derivation));
        rows = [.. derivation.Results.Select(result => new ResultRow(
            result, ids[result], plan.Computed(result), $"{text.Name(result)} = {text.Forward(result)[1]}", math.Result(result),
            [.. edges[result].Select(edge => new LocalRow(
                edge, ViewWriter.EdgeId(ids, result, edge.Step.Input), plan.Of(LessonPhase.Local, edge), plan.Numbered(edge), plan.Of(LessonPhase.Multiply, edge),
                text.LocalFormula(edge), math.Local(edge)))]))];
    }

    /// <summary>The rows at a step.</summary>
    public List<LedgerRow> Rows(ViewFrame frame) => rows.ConvertAll(row => Row(row, frame));

    /// <summary>What a row holds besides numbers: formulas in names, and from which step on they are visible.</summary>
    private sealed record ResultRow(Tensor Result, string Id, int From, string Formula, string? Math, List<LocalRow> Locals);

    private sealed record LocalRow(Edge Edge, string Id, int From, int Numbered, int Multiplied, string Formula, string? Math);

    private LedgerRow Row(ResultRow row, ViewFrame frame)
    {
        var forward = frame.Index < row.From ? null : text.Forward(row.Result);
        return new(
            row.Id,
            Cell(frame, row.From, BoardParts.Formulas, row.Formula, row.Math),
            Cell(frame, row.From, BoardParts.Values, Equal(forward?[2])),
            Cell(frame, row.From, BoardParts.Values, Equal(forward?[3])),
            row.Locals.ConvertAll(local => Local(local, frame)),
            frame.Phase == LessonPhase.Forward && frame.IsAbout(row.Id));
    }

    private LedgerLocal Local(LocalRow row, ViewFrame frame) => new(
        row.Id,
        Cell(frame, row.From, BoardParts.Local, row.Formula, row.Math),
        Cell(frame, row.Numbered, BoardParts.Local, frame.Index < row.Numbered ? "" : text.LocalNumbers(row.Edge)),
        Cell(frame, row.Multiplied, BoardParts.Chain, frame.Index < row.Multiplied ? "" : string.Join(' ', text.Product(row.Edge))),
        frame.Phase != LessonPhase.Forward && frame.IsAbout(row.Id));

    private static LedgerCell Cell(ViewFrame frame, int from, BoardParts part, string text, string? math = null) =>
        frame.Index < from ? new("", from, IsVisible: false)
        : frame.Hides(part) ? new("?", from, IsVisible: true)
        : new(text, from, IsVisible: true, math);

    private static string Equal(string? text) => string.IsNullOrEmpty(text) ? "" : $"= {text}";
}

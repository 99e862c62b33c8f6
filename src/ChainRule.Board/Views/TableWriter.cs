using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>Writes the ledger: a row per result, with the derivatives by its operands.</summary>
internal sealed class TableWriter
{
    private readonly LessonText text;
    private readonly RowFormulas math;
    private readonly List<ResultRow> rows;
    private readonly Dictionary<object, (string Text, string? Math)> formulas = [];

    public TableWriter(LessonPlan plan, LessonText text, IReadOnlyDictionary<Tensor, string> ids)
    {
        var derivation = text.Explanation.Derivation;
        (this.text, math) = (text, new RowFormulas(derivation, FormulaNotation.MathMLByClass));
        var edges = derivation.Steps.ToLookup(edge => edge.Of);
        rows = [.. derivation.Results.Select(result => new ResultRow(
            result, ids[result], plan.Computed(result),
            [.. edges[result].Select(edge => new StepRow(
                edge, ViewWriter.EdgeId(ids, result, edge.Input), plan.Of(LessonPhase.Local, edge), plan.Numbered(edge),
                plan.Of(LessonPhase.Multiply, edge), ViewFrame.InNumbersOf(edge, derivation)))]))];
    }

    /// <summary>The rows at a step.</summary>
    public List<LedgerRow> Rows(ViewFrame frame) => rows.ConvertAll(row => Row(row, frame));

    /// <summary>What a row is about, and from which step on its cells are visible.</summary>
    private sealed record ResultRow(Tensor Result, string Id, int From, List<StepRow> Locals);

    private sealed record StepRow(DerivationStep Edge, string Id, int From, int Numbered, int Multiplied, BoardParts InNumbers);

    private LedgerRow Row(ResultRow row, ViewFrame frame)
    {
        var forward = frame.Index < row.From ? null : text.Forward(row.Result);
        return new(
            row.Id,
            Formula(frame, row.From, BoardParts.Formulas, row.Result,
                () => ($"{text.Name(row.Result)} = {text.Formulas.Expression(row.Result)}",
                    math.Notation.Equation(math.Name(row.Result), math.Expression(row.Result)))),
            Cell(frame, row.From, BoardParts.Values, Equal(forward?.Numbers)),
            Cell(frame, row.From, BoardParts.Values, Equal(forward?.Value)),
            row.Locals.ConvertAll(local => Local(local, frame)),
            frame.Phase == LessonPhase.Forward && frame.IsAbout(row.Id));
    }

    private LedgerLocal Local(StepRow row, ViewFrame frame) => new(
        row.Id,
        Formula(frame, row.From, BoardParts.Local, row.Edge, () => (text.LocalFormula(row.Edge), row.Edge.Local is null
            ? null
            : math.Notation.Equation(math.Partial(row.Edge.Of, row.Edge.From), math.Local(row.Edge)))),
        Cell(frame, row.Numbered, row.InNumbers, frame.Index < row.Numbered ? "" : text.LocalNumbers(row.Edge)),
        Cell(frame, row.Multiplied, BoardParts.Chain | BoardParts.Local, frame.Index < row.Multiplied ? "" : text.Product(row.Edge)),
        frame.Phase != LessonPhase.Forward && frame.IsAbout(row.Id));

    /// <summary>A formula in names. It stays whatever the values, and is written when it is first seen.</summary>
    private LedgerCell Formula(ViewFrame frame, int from, BoardParts part, object of, Func<(string Text, string? Math)> write)
    {
        if (frame.Index < from) return Cell(frame, from, part, "");
        if (!formulas.TryGetValue(of, out var known)) known = formulas[of] = write();
        return Cell(frame, from, part, known.Text, known.Math);
    }

    private static LedgerCell Cell(ViewFrame frame, int from, BoardParts part, string text, string? math = null) =>
        frame.Index < from ? new("", from, IsVisible: false)
        : frame.Hides(part) ? new(ViewFrame.Hidden, from, IsVisible: true)
        : new(text, from, IsVisible: true, math);

    private static string Equal(string? text) => string.IsNullOrEmpty(text) ? "" : $"= {text}";
}

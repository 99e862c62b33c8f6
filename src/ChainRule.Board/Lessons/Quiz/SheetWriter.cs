using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>
/// Writes a derivation's tables with a numbered blank for what is asked. A row with a blank does not give its formula's numbers away.
/// </summary>
internal sealed class SheetWriter(Problem problem, Explanation explanation, Quiz quiz)
{
    private static readonly TextNotation Notation = FormulaNotation.Pretty;

    private readonly Derivation derivation = explanation.Derivation;
    private readonly RowFormulas formulas = new(explanation.Derivation, Notation);

    /// <summary>The formula and its values.</summary>
    public string Given() =>
        $"<h2>Given</h2><pre>{XmlText.Encode(problem.Formula.Syntax.Source)}</pre>"
        + $"<p>{string.Join(", ", problem.Formula.FreeNames.Select(Given))}</p>";

    public string Tables() => string.Concat(
        Part("forward", "Forward: the values", ["result", "formula", "value"], derivation.Results.Select(Value)),
        Part("local", "Local: the derivative of each step", ["derivative", "formula", "number"],
            derivation.Steps.Where(edge => edge.Local is not null).Select(Local)),
        Part("chain", "Chain: upstream × local", ["part", "upstream × local", "number"], derivation.Steps.Select(Contribution)),
        Part("chain", "The gradients", ["gradient", "sum of the parts along", "number"],
            derivation.Wrt.Concat(AskedMerges()).Distinct().Select(Total)));

    /// <summary>Rows of cells that are HTML already.</summary>
    public static string Table(IReadOnlyList<string> heads, IEnumerable<IEnumerable<string>> rows) =>
        $"<table><thead><tr>{Cells("th", heads.Select(XmlText.Encode))}</tr></thead><tbody>{string.Concat(rows.Select(row => $"<tr>{Cells("td", row)}</tr>"))}</tbody></table>";

    private static string Cells(string tag, IEnumerable<string> cells) => string.Concat(cells.Select(cell => $"<{tag}>{cell}</{tag}>"));

    private static string Part(string role, string title, IReadOnlyList<string> heads, IEnumerable<IEnumerable<string>> rows) =>
        $"<h2 class=\"{role}\">{XmlText.Encode(title)}</h2>{Table(heads, rows)}";

    private string Given(string name) => XmlText.Encode($"{Notation.Name(name)} = {Notation.Value(problem.Value(name))}");

    private string[] Value(Tensor result) =>
        [XmlText.Encode(Name(result)), XmlText.Encode(formulas.Expression(result)),
            Number(QuizKind.Value, result, null, explanation.ValueOf(result))];

    private string[] Local(DerivationStep edge) =>
    [
        XmlText.Encode(formulas.Partial(edge.Of, edge.From)),
        Find(QuizKind.Local, edge.From, edge) is null ? XmlText.Encode(formulas.Local(edge)) : Blank(null),
        Number(QuizKind.Local, edge.From, edge, explanation.ValueOf(edge.Local!)),
    ];

    private string[] Contribution(DerivationStep edge) =>
    [
        XmlText.Encode($"{Gradient(edge.From)} along {Name(edge.Of)}"),
        XmlText.Encode(
            derivation.IsScalar
                ? $"{Gradient(edge.Of)}{Notation.Times}{formulas.Partial(edge.Of, edge.From)}"
                : formulas.Product(edge)),
        // A gradient of one part is that part: asked for as one, it is not to be read off as the other.
        Find(QuizKind.Total, edge.From, null) is { } total && IsOnly(edge)
            ? Blank(total)
            : Number(QuizKind.Contribution, edge.From, edge, explanation.ContributionOf(edge)),
    ];

    private string[] Total(Tensor tensor) =>
    [
        XmlText.Encode(Gradient(tensor)),
        XmlText.Encode(string.Join(", ", derivation.Steps.Where(edge => ReferenceEquals(edge.From, tensor)).Select(edge => Name(edge.Of)))),
        Number(QuizKind.Total, tensor, null, explanation.GradientOf(tensor)),
    ];

    private bool IsOnly(DerivationStep edge) => derivation.Steps.Count(other => ReferenceEquals(other.From, edge.From)) == 1;

    /// <summary>What is asked for and has several parts; of one part it stands among the parts.</summary>
    private IEnumerable<Tensor> AskedMerges() =>
        quiz.Questions
            .Where(question => question.Kind == QuizKind.Total && question.Cell.RuleEdge is null)
            .Select(question => question.Cell.Tensor);

    private string Number(QuizKind kind, Tensor tensor, DerivationStep? edge, TensorData value) =>
        Find(kind, tensor, edge) is { } question ? Blank(question) : XmlText.Encode(Notation.Value(value));

    private QuizQuestion? Find(QuizKind kind, Tensor tensor, DerivationStep? edge) =>
        quiz.Questions.FirstOrDefault(
            question =>
                question.Kind == kind && ReferenceEquals(question.Cell.Tensor, tensor) && ReferenceEquals(question.Cell.Edge, edge));

    private static string Blank(QuizQuestion? question) => question is null ? "<span class=\"blank\"></span>"
        : $"<span class=\"no\">({question.Number})</span> <span "
            + $"class=\"blank\"></span>{(question.Cell.Numbers.Shape.Size == 1 ? "" : $" element {question.Element + 1} of {XmlText.Encode(question.Cell.Numbers.Shape.ToString()!)}")}";

    private string Name(Tensor tensor) => formulas.Name(tensor);

    private string Gradient(Tensor tensor) => formulas.Gradient(tensor);
}

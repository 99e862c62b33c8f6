using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>The texts of a lesson at the values of its explanation, each written when it is first asked for.</summary>
internal sealed class LessonText
{
    private readonly Equations equations;
    private readonly Dictionary<Tensor, Equation> forward = [];
    private readonly Dictionary<DerivationStep, (Equation Local, Equation Product)> steps = [];
    private readonly Dictionary<TensorData, string> shorts = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<string>? notes;

    public LessonText(Explanation explanation)
    {
        (Explanation, Formulas) = (explanation, new(explanation.Derivation, FormulaNotation.Pretty));
        (equations, Chain) = (new(Formulas), new(Formulas));
    }

    /// <summary>The current values, what the sign means and where a step leads.</summary>
    public Explanation Explanation { get; private set; }

    /// <summary>The formulas of the rows, as on a whiteboard.</summary>
    public RowFormulas Formulas { get; }

    public ChainText Chain { get; }

    public MeaningText Meaning => new(Formulas, Explanation);

    public IReadOnlyList<string> Notes => notes ??= [.. Explanation.Notes.Select(new NoteText(Formulas, Explanation).Write)];

    /// <summary>Takes an explanation at other values.</summary>
    public void Update(Explanation explanation)
    {
        (Explanation, notes) = (explanation, null);
        forward.Clear();
        steps.Clear();
        shorts.Clear();
    }

    public Equation Forward(Tensor result) =>
        forward.TryGetValue(result, out var known) ? known : forward[result] = equations.Forward(result, Explanation);

    public Equation Local(DerivationStep step) => Of(step).Local;

    /// <summary>∂output/∂from, = or +=, the product with its value.</summary>
    public string Product(DerivationStep step) =>
        Of(step).Product is var row ? $"{row.Left} {row.Relation} {row.Formula} = {row.Value}" : "";

    /// <summary>The local derivative as an equation, or in words where no formula of one element says it.</summary>
    public string LocalFormula(DerivationStep step) =>
        Local(step) is { Rule.Length: > 0 } row ? $"{row.Left}: {row.Rule}" : $"{Local(step).Left} = {Local(step).Formula}";

    /// <summary>Its numbers and what is constant, if there is anything to say.</summary>
    public string LocalNumbers(DerivationStep step) => Local(step).Rest;

    public string Name(Tensor tensor) => Formulas.Name(tensor);

    /// <summary>∂output/∂tensor.</summary>
    public string Gradient(Tensor tensor) => Formulas.Gradient(tensor);

    /// <summary>The local derivative where there is little room: a number, or the formula where it is more than one.</summary>
    public string ShortLocal(DerivationStep step, bool asNumber) =>
        step.Local is not { } local ? Formulas.Product(step)
        : asNumber && local.Shape.Size == 1 ? Short(Explanation.ValueOf(local)) : Formulas.Local(step);

    /// <summary>A number, or the shape of more.</summary>
    public string Short(TensorData data) => shorts.TryGetValue(data, out var known) ? known : shorts[data] = Brief(data);

    /// <summary>The same of data that is made for a moment, and not worth remembering.</summary>
    public static string Brief(TensorData data) =>
        data.Shape.Size == 1 ? FormulaNotation.Short.Number(data[0], data.DType) : data.Shape.ToString();

    public static string Full(TensorData data) => FormulaNotation.Pretty.Value(data);

    private (Equation Local, Equation Product) Of(DerivationStep step) =>
        steps.TryGetValue(step, out var known)
            ? known
            : steps[step] = (equations.Local(step, Explanation), equations.Product(step, Explanation));
}

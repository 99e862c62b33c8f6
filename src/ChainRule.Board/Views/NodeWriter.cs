using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>Writes one node of the board.</summary>
internal sealed class NodeWriter
{
    private readonly LessonText text;
    private readonly BoardNode blank;
    private readonly List<DerivationStep> into;
    private readonly List<int> counted;
    private readonly int computed, parameter, seeded, after;
    private readonly bool isReached;
    private readonly BoardParts inGradient;

    public NodeWriter(Tensor tensor, string id, LessonPlan plan, LessonText text)
    {
        (Tensor, Id, this.text) = (tensor, id, text);
        var derivation = text.Explanation.Derivation;
        (into, computed, isReached) = ([.. plan.Into(tensor)], plan.Computed(tensor), derivation.IsReached(tensor));
        counted = into.ConvertAll(plan.Counted);
        inGradient = into is [var only] ? ViewFrame.InPartOf(only, derivation) : BoardParts.Chain;
        parameter = derivation.Wrt.ToList().IndexOf(tensor);
        seeded = plan.Of(LessonPhase.Seed, tensor);
        after = plan.Of(parameter >= 0 ? LessonPhase.Update : LessonPhase.After, tensor);
        blank = new()
        {
            Id = id,
            Name = text.Name(tensor),
            Kind = Kind(),
            Op = tensor.Inputs.Length == 0 ? "" : tensor.Op.Info.Name,
            Formula = tensor.Inputs.Length == 0 ? "" : text.Formulas.Expression(tensor),
            Shape = tensor.Rank == 0 ? "" : tensor.Shape.ToString(),
            Rows = Grids.RowsOf(tensor.Shape),
            Columns = Grids.ColumnsOf(tensor.Shape),
            Value = "—",
            GradientName = text.Gradient(tensor),
            Gradient = isReached ? "—" : "",
        };
    }

    public Tensor Tensor { get; }

    public string Id { get; }

    /// <summary>The node at a step.</summary>
    public BoardNode Write(ViewFrame frame)
    {
        var value = frame.Index < computed ? null : text.Explanation.ValueOf(Tensor);
        var (gradient, hidesValue, hidesGradient) = (GradientBy(frame.Index), Tensor is not Leaf && frame.Hides(BoardParts.Values),
            frame.Hides(inGradient));
        return blank with
        {
            Formula = blank.Formula.Length > 0 && frame.Hides(BoardParts.Formulas) ? ViewFrame.Hidden : blank.Formula,
            Value = value is null ? blank.Value : hidesValue ? ViewFrame.Hidden : text.Short(value),
            Gradient = !isReached || gradient is null ? blank.Gradient : hidesGradient ? ViewFrame.Hidden : text.Short(gradient),
            After = frame.Index < after ? null : frame.Hides(BoardParts.Meaning | BoardParts.Chain) ? null : After(),
            ValueGrid = value is null || hidesValue ? null : Grids.Of(value),
            GradientGrid = gradient is null || hidesGradient ? null : Grids.Of(gradient),
            IsCurrent = frame.IsAbout(Id),
        };
    }

    private NodeKind Kind() =>
        ReferenceEquals(Tensor, text.Explanation.Output) ? NodeKind.Output
        : Tensor.Inputs.Length > 0 ? NodeKind.Result
        : parameter >= 0 ? NodeKind.Parameter
        : Tensor.Name is null ? NodeKind.Constant : NodeKind.Data;

    /// <summary>The gradient as far as it has come together by a step; <see langword="null"/> before anything has come.</summary>
    private TensorData? GradientBy(int step)
    {
        if (ReferenceEquals(Tensor, text.Explanation.Output)) return step >= seeded ? text.Explanation.GradientOf(Tensor) : null;
        var count = 0;
        foreach (var from in counted)
            if (from <= step) count++;
        return count == 0 ? null
            : count == into.Count && isReached ? text.Explanation.GradientOf(Tensor)
            : Sums.Of(text.Explanation, into.Take(count));
    }

    private string After() =>
        parameter >= 0
            ? text.Short(text.Explanation.Parameters[parameter].After)
            : FormulaNotation.Short.Number(text.Explanation.OutputAfter);
}

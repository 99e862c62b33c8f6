using ChainRule.Explanations;
using ChainRule.Graph;

namespace ChainRule.Board;

/// <summary>Writes one edge of the board.</summary>
internal sealed class EdgeWriter
{
    private readonly LessonText text;
    private readonly DerivationStep? step;
    private readonly BoardEdge blank;
    private readonly Tensor from;
    private readonly int computed, local, numbered, multiplied;
    private readonly BoardParts inNumber, inPart;

    /// <param name="of">The result.</param>
    /// <param name="input">Which of its inputs the edge comes from.</param>
    /// <param name="step">The gradient's way back along it; none where no gradient goes.</param>
    /// <param name="ids">The ids of all nodes.</param>
    /// <param name="plan">The lesson's steps.</param>
    /// <param name="text">Its texts.</param>
    public EdgeWriter(Tensor of, int input, DerivationStep? step, IReadOnlyDictionary<Tensor, string> ids, LessonPlan plan, LessonText text)
    {
        (from, this.step, this.text) = (of.Inputs[input], step, text);
        computed = plan.Computed(from);
        blank = new() { Id = ViewWriter.EdgeId(ids, of, input), From = ids[from], To = ids[of], Forward = "—" };
        if (step is null) return;
        var derivation = text.Explanation.Derivation;
        (inNumber, inPart) = (ViewFrame.InNumberOf(step, derivation), ViewFrame.InPartOf(step, derivation));
        (local, numbered, multiplied) = (plan.Of(LessonPhase.Local, step), plan.Numbered(step), plan.Of(LessonPhase.Multiply, step));
        blank = blank with
        {
            HasGradient = true,
            IsProduct = step.Local is null,
            LocalName = step.Local is null ? text.Gradient(from) : text.Formulas.Partial(of, from),
            Relation = step.Local is null && step.Merges ? "+=" : "=",
        };
    }

    /// <summary>The edge at a step.</summary>
    public BoardEdge Write(ViewFrame frame)
    {
        var forward = frame.Index < computed ? blank.Forward
            : from is not Leaf && frame.Hides(BoardParts.Values) ? ViewFrame.Hidden
            : text.Short(text.Explanation.ValueOf(from));
        if (step is null) return blank with { Forward = forward, IsCurrent = frame.IsAbout(blank.Id) };
        return blank with
        {
            Forward = forward,
            Local = frame.Index < local ? ""
                : frame.Hides(BoardParts.Local) ? ViewFrame.Hidden
                : text.ShortLocal(step, asNumber: frame.Index >= numbered && !frame.Hides(inNumber)),
            Chain = frame.Index < multiplied ? ""
                : frame.Hides(inPart) ? ViewFrame.Hidden
                : text.Short(text.Explanation.ContributionOf(step)),
            IsReached = frame.Index >= multiplied,
            Factor = frame.Index >= numbered && !frame.Hides(inNumber) && step.Local is { Shape.Size: 1 } factor
                ? text.Explanation.ValueOf(factor)[0]
                : null,
            Part = frame.Index >= multiplied && !frame.Hides(inPart) ? text.Explanation.ContributionOf(step) : null,
            IsCurrent = frame.IsAbout(blank.Id),
        };
    }
}

namespace ChainRule.Explanations;

/// <summary>Writes notes as sentences.</summary>
/// <param name="formulas">The formulas of the derivation, in a text notation.</param>
/// <param name="values">The explanation whose notes they are.</param>
public sealed class NoteText(RowFormulas formulas, Explanation values)
{
    private readonly Tensor output = formulas.Derivation.Output;
    private readonly TextNotation notation = formulas.RequireText();

    /// <summary>A note as a sentence without a full stop.</summary>
    public string Write(Note note)
    {
        ArgumentNullException.ThrowIfNull(note);
        var (tensor, name) = (note.Tensor, formulas.Name(note.Tensor));
        return note.Kind switch
        {
            NoteKind.NotFinite => $"{name} is {Value(tensor)}",
            NoteKind.Undefined => $"{Undefined(note)} is undefined at {Place(note)}",
            NoteKind.Unused => $"nothing leads from {name} to {formulas.Name(output)}, so {formulas.Gradient(tensor)} is 0",
            NoteKind.NoGradient => $"nothing leads from {name} to {formulas.Name(output)} but steps that pass no gradient on, so "
                + $"{formulas.Gradient(tensor)} is 0",
            NoteKind.Tie => $"{formulas.Name(output)} has a kink where {name} = {formulas.Expression(tensor)} changes, "
                + $"at {formulas.Expression(tensor, values)}; {Convention(note)}",
            _ => $"{name} = {formulas.Expression(tensor)} {(note.Kind == NoteKind.Kink ? "has a kink at" : "is undefined on one side of")} "
                + $"{formulas.Name(note.Step!.From)} = {Value(note.Step.From)}; {Convention(note)}",
        };
    }

    private string Undefined(Note note) => note.Wrt is { } wrt ? formulas.Gradient(wrt) : formulas.Name(note.Value!);

    private string Place(Note note) => note.Step is { } step
        ? $"{formulas.Partial(step.Of, step.From)} = {formulas.Local(step, values)}"
        : $"{formulas.Name(note.Tensor)} = {formulas.Expression(note.Tensor, values)}";

    private string Convention(Note note) =>
        $"by convention: {(note.Step is { } step ? formulas.Rule(step) : notation.Sentence(note.Rule))}";

    private string Value(Tensor tensor) => tensor.Shape.Size <= RowFormulas.SmallSize
        ? formulas.Value(tensor, values)
        : $"some of its {tensor.Shape.Size} elements";
}

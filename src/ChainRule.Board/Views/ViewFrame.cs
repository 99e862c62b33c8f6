using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>At which step a view is made, and what of it is hidden.</summary>
internal sealed class ViewFrame(LessonStep step, BoardParts hidden)
{
    /// <summary>What stands in a view for what is hidden.</summary>
    public const string Hidden = "?";

    private readonly HashSet<string> current = [.. step.Nodes, .. step.Edges];

    public int Index => step.Index;

    public LessonPhase Phase => step.Phase;

    /// <summary>Whether the step is about a node or an edge.</summary>
    public bool IsAbout(string id) => current.Contains(id);

    /// <summary>Whether one of these parts is hidden.</summary>
    public bool Hides(BoardParts parts) => (hidden & parts) != 0;

    /// <summary>
    /// The parts that the number of a local derivative tells: itself, a value where it is one, and the gradient where the step is from the
    /// output, whose upstream is 1.
    /// </summary>
    public static BoardParts InNumberOf(DerivationStep edge, Derivation derivation) => BoardParts.Local
        | (edge.Local is { Inputs.Length: > 0 } local && derivation.Results.Contains(local) ? BoardParts.Values : BoardParts.None)
        | (ReferenceEquals(edge.Of, derivation.Output) ? BoardParts.Chain : BoardParts.None);

    /// <summary>The same for the formula of a local derivative with numbers put in: these are values.</summary>
    public static BoardParts InNumbersOf(DerivationStep edge, Derivation derivation) => InNumberOf(edge, derivation) | BoardParts.Values;

    /// <summary>The parts that a contribution tells: itself, and the local derivative where the upstream is 1.</summary>
    public static BoardParts InPartOf(DerivationStep edge, Derivation derivation) => BoardParts.Chain
        | (ReferenceEquals(edge.Of, derivation.Output) ? BoardParts.Local : BoardParts.None);
}

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

    public bool Hides(BoardParts part) => (hidden & part) != 0;
}

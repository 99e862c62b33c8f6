namespace ChainRule.Explanations;

/// <summary>Collects the lines of a training program.</summary>
/// <param name="indent">What a line in the loop begins with.</param>
internal sealed class TrainingLines(string indent)
{
    /// <summary>How often a program goes through its loop.</summary>
    public const int Turns = 10;

    private readonly List<ProgramLine> lines = [];

    public IReadOnlyList<ProgramLine> All => lines;

    public TrainingLines Add(ProgramPart part, string text, params IReadOnlyList<string> names)
    {
        lines.Add(new(text, part, names));
        return this;
    }

    /// <summary>A line in the loop.</summary>
    public TrainingLines Loop(ProgramPart part, string text, params IReadOnlyList<string> names) => Add(part, indent + text, names);

    /// <summary>Lines that hold the others together.</summary>
    public TrainingLines Frame(params IReadOnlyList<string> texts)
    {
        foreach (var text in texts) Add(ProgramPart.Frame, text);
        return this;
    }
}

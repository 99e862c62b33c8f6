using ChainRule.Explanations;

namespace ChainRule.Board;

/// <summary>A training program beside a lesson: the lines that do what a step of the lesson does are lit.</summary>
public sealed class LessonProgram
{
    private readonly Lesson lesson;

    private LessonProgram(Lesson lesson, IReadOnlyList<ProgramLine> lines) => (this.lesson, Lines) = (lesson, lines);

    /// <summary>The lines of the program.</summary>
    public IReadOnlyList<ProgramLine> Lines { get; }

    /// <summary>The program as a file.</summary>
    public string Text => string.Concat(Lines.Select(line => line.Text + "\n"));

    /// <summary>The program of a lesson, at the values of now.</summary>
    /// <exception cref="NotSupportedException">The formula cannot be written in that language; the message says why.</exception>
    public static LessonProgram Of(Lesson lesson, ProgramStyle style)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        return new(lesson, lesson.Explanation.ToTraining(style));
    }

    /// <summary>Whether a line does what a step does. All steps of the backward pass are the one line that computes gradients.</summary>
    /// <param name="line">The line.</param>
    /// <param name="step">The step, from 0; one that there is not becomes the first or the last.</param>
    public bool IsLit(ProgramLine line, int step)
    {
        ArgumentNullException.ThrowIfNull(line);
        var (phase, name) = lesson.Subject(step);
        return PartOf(phase) == line.Part && (line.Names.Count == 0 || name is null || line.Names.Contains(name));
    }

    private static ProgramPart PartOf(LessonPhase phase) => phase switch
    {
        LessonPhase.Given => ProgramPart.Leaf,
        LessonPhase.Forward or LessonPhase.After => ProgramPart.Result,
        LessonPhase.Meaning => ProgramPart.Gradient,
        LessonPhase.Update => ProgramPart.Update,
        _ => ProgramPart.Backward,
    };
}

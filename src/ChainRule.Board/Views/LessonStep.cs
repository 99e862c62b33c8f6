namespace ChainRule.Board;

/// <summary>What a step of a lesson does, in the order in which steps come.</summary>
public enum LessonPhase
{
    /// <summary>What the leaves hold; all else is yet to be found.</summary>
    Given,

    /// <summary>A result is computed.</summary>
    Forward,

    /// <summary>∂L/∂L = 1.</summary>
    Seed,

    /// <summary>The formula of a local derivative.</summary>
    Local,

    /// <summary>Its numbers are put in.</summary>
    Numbers,

    /// <summary>Upstream × local.</summary>
    Multiply,

    /// <summary>Where paths merge, the product is added to the others.</summary>
    Accumulate,

    /// <summary>What the sign of a parameter's gradient means.</summary>
    Meaning,

    /// <summary>A parameter takes a step against its gradient.</summary>
    Update,

    /// <summary>The output at the updated values.</summary>
    After,
}

/// <summary>One step of a lesson, in words.</summary>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Phase">What it does.</param>
/// <param name="Line">What is found out, as a sentence: the line at the bottom of the board, and what a screen reader says.</param>
/// <param name="Why">Why it is done so, where learners ask; else <see langword="null"/>.</param>
/// <param name="Nodes">The ids of the nodes that it is about.</param>
/// <param name="Edges">The ids of the edges that it is about.</param>
public sealed record LessonStep(int Index, LessonPhase Phase, string Line, string? Why, IReadOnlyList<string> Nodes,
    IReadOnlyList<string> Edges);

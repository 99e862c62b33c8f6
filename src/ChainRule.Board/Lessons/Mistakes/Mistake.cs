namespace ChainRule.Board;

/// <summary>What people do wrong when they write back-propagation for the first time.</summary>
public enum Mistake
{
    /// <summary>A part of a gradient replaces those that came before: <c>=</c> where <c>+=</c> is right.</summary>
    AssignInsteadOfAccumulate,

    /// <summary>The gradients of the last step are still there when the next one begins.</summary>
    NoZeroing,

    /// <summary>A result passes its gradient on before all that use it have passed on theirs: no topological order.</summary>
    WrongOrder,
}

/// <summary>A gradient beside what comes out by mistake.</summary>
/// <param name="Name">What the derivative is by.</param>
/// <param name="Right">The gradient.</param>
/// <param name="Wrong">What comes out.</param>
public sealed record MistakeRow(string Name, double Right, double Wrong)
{
    /// <summary>Whether the two are more than rounding apart.</summary>
    public bool Differs => !Right.Equals(Wrong) && !(Math.Abs(Right - Wrong) <= 1e-9 * Math.Max(Math.Abs(Right), Math.Abs(Wrong)));
}

/// <summary>A step of gradient descent, done right and done by mistake.</summary>
/// <param name="Step">Which one, from 1.</param>
/// <param name="Gradients">The gradients that the step uses.</param>
/// <param name="LossRight">The loss after it, done right.</param>
/// <param name="LossWrong">The loss after it, done by mistake.</param>
public sealed record MistakeStep(int Step, IReadOnlyList<MistakeRow> Gradients, double LossRight, double LossWrong);

/// <summary>What a mistake really does to a formula.</summary>
/// <param name="Kind">The mistake.</param>
/// <param name="Rows">All gradients beside the right ones, from the output back.</param>
/// <param name="Steps">Where the mistake shows from step to step, those steps; else none.</param>
/// <param name="Why">Why they differ, or why they do not.</param>
/// <param name="Example">Where this formula shows no difference, an example that does.</param>
public sealed record MistakeReport(Mistake Kind, IReadOnlyList<MistakeRow> Rows, IReadOnlyList<MistakeStep> Steps, string Why,
    Preset? Example)
{
    /// <summary>Whether anything differs.</summary>
    public bool Differs => Example is null;
}

namespace ChainRule.Training;

/// <summary>
/// A training whose numbers are no longer finite. The model holds the values from before the step that went wrong, and the last good
/// checkpoint is untouched.
/// </summary>
/// <param name="message">What happened, where, and what to try.</param>
public sealed class TrainingDivergedException(string message) : Exception(message)
{
    /// <summary>The epoch, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The batch of the epoch, from 0.</summary>
    public required int Batch { get; init; }

    /// <summary>The loss of the step that went wrong.</summary>
    public required double Loss { get; init; }

    /// <summary>The loss of the step before; NaN where there was none.</summary>
    public required double LossBefore { get; init; }

    /// <summary>The optimizer's rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The norm of the last update's gradient.</summary>
    public required double GradientNorm { get; init; }

    /// <summary>Where in the graph the first number appeared that is not finite, in words, if that was found.</summary>
    public string? Explanation { get; init; }
}

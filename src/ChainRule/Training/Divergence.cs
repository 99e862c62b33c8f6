using System.Globalization;

namespace ChainRule.Training;

/// <summary>
/// Says what is known of a training that went wrong. Its step was undone and its inputs still hold the batch, so that its graph gives again
/// what went wrong.
/// </summary>
internal static class Divergence
{
    public static TrainingDivergedException Exception(TrainingStep step, RunState state, string what, double loss, double lossBefore,
        string? checkpoint)
    {
        var explanation = Explanation(step);
        return new TrainingDivergedException(Message(step, state, what, lossBefore, checkpoint, explanation))
        {
            Epoch = state.Epoch,
            Batch = state.Batch,
            Loss = loss,
            LossBefore = lossBefore,
            LearningRate = step.LearningRate,
            GradientNorm = step.GradientNorm,
            Explanation = explanation,
        };
    }

    /// <summary>Where the numbers went wrong, in words; nothing where the gradient is finite: then the step alone was too long.</summary>
    private static string? Explanation(TrainingStep step) =>
        step.Why() is { State: GradientState.NotFinite } why ? why.ToString().TrimEnd() : null;

    private static string Message(TrainingStep step, RunState state, string what, double lossBefore, string? checkpoint,
        string? explanation)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture,
            $"the rate was {step.LearningRate:G6}, the gradient's "
            + $"norm {step.GradientNorm:G6}{(double.IsNaN(lossBefore) ? "" : $", the loss before {lossBefore:G6}")}");
        var kept = checkpoint is not null && File.Exists(checkpoint) ? $" and the last checkpoint, {checkpoint}, is untouched" : "";
        return $"""
            {what} in epoch {state.Epoch + 1}, batch {state.Batch + 1}: {numbers}.
            {explanation ?? "Try a smaller rate, a warm-up, or ClipNorm = 1."}
            The model holds the values from before that step{kept}.
            """;
    }
}

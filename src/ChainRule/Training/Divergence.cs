using System.Globalization;
using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>Says what is known of a training that went wrong. Its step was undone; the graph's inputs still hold the batch.</summary>
internal static class Divergence
{
    public static TrainingDivergedException Exception(TrainingStep step, RunState state, string what, double loss, double lossBefore, string? checkpoint)
    {
        var explanation = Explanation(step);
        return new TrainingDivergedException(Message(step, state, what, lossBefore, checkpoint, explanation))
        {
            Epoch = state.Epoch,
            Batch = state.Batch,
            Loss = loss,
            LossBefore = lossBefore,
            Rate = step.Rate,
            GradientNorm = step.GradientNorm,
            Explanation = explanation,
        };
    }

    /// <summary>
    /// Where the numbers went wrong, in words. The graph evaluates to what the step computed, since its variables and inputs hold what
    /// they held then. Nothing is to be said where it is finite: then the step alone was too long.
    /// </summary>
    private static string? Explanation(TrainingStep step)
    {
        var bad = TopologicalOrder.Of(step.LastLoss).OfType<Input>().FirstOrDefault(input => !input.Value.IsFinite());
        if (bad is not null) return $"The batch holds numbers that are not finite already: look at {bad.Describe()}, {bad.Type}.";
        return step.Why() is { State: GradientState.NotFinite } why ? why.ToString() : null;
    }

    private static string Message(TrainingStep step, RunState state, string what, double lossBefore, string? checkpoint, string? explanation)
    {
        var numbers = string.Create(CultureInfo.InvariantCulture, $"the loss before was {lossBefore:G6}, the rate {step.Rate:G6}, the gradient's norm {step.GradientNorm:G6}");
        var kept = checkpoint is not null && File.Exists(checkpoint) ? $" and the last checkpoint, {checkpoint}, is untouched" : "";
        return $"""
            {what} in epoch {state.Epoch + 1}, batch {state.Batch + 1}: {numbers}.
            {explanation ?? "Try a smaller rate, a warm-up, or ClipNorm = 1."}
            The model holds the values from before that step{kept}.
            """;
    }
}

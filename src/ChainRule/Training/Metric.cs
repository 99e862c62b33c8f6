using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>Numbers by which people judge a model, each a scalar over the examples of a batch.</summary>
public static class Metric
{
    /// <summary>The share of examples whose greatest logit is the class's own, 0 to 1.</summary>
    /// <param name="logits">[N, C, ...], or probabilities.</param>
    /// <param name="classes">Int64 [N, ...].</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor Accuracy(Tensor logits, Tensor classes) => Share(ArgMax(logits, 1), classes, logits.DType);

    /// <summary>The share of logits on the right side of 0, 0 to 1.</summary>
    /// <param name="logits">Of any shape.</param>
    /// <param name="labels">0 or 1, of the same shape.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor BinaryAccuracy(Tensor logits, Tensor labels) => Share(Greater(logits, 0), Greater(labels, 0.5), logits.DType);

    /// <summary>How often two tensors of one shape agree.</summary>
    private static Tensor Share(Tensor predicted, Tensor truth, DType dtype)
    {
        if (!predicted.Shape.Equals(truth.Shape))
            throw new ShapeException(
                $"a class is predicted for each place of {predicted.Shape}, but {truth.Describe()} has shape {truth.Shape}; classes of "
                + $"shape {predicted.Shape} would fit");
        // In double precision no two classes are rounded to one number.
        return Mean(EqualTo(predicted.Cast(DType.Float64), truth.Cast(DType.Float64)).Cast(dtype));
    }
}

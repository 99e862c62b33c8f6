using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>What a fit makes small: a mean over the rows.</summary>
public enum FitLoss
{
    /// <summary>The squared error.</summary>
    MeanSquaredError,

    /// <summary>The absolute error, which cares less for outliers.</summary>
    MeanAbsoluteError,

    /// <summary>The squared error halved, up to an error of 1, and the absolute error less ½ beyond.</summary>
    Huber,

    /// <summary>Binary cross-entropy: the prediction is the logit of the probability that the target is 1.</summary>
    Logistic,
}

internal static class FitLosses
{
    public static Tensor Of(FitLoss loss, Tensor prediction, Tensor target)
    {
        prediction = prediction.BroadcastTo(target.Shape);
        return loss switch
        {
            FitLoss.MeanSquaredError => MSELoss(prediction, target),
            FitLoss.MeanAbsoluteError => L1Loss(prediction, target),
            FitLoss.Huber => HuberLoss(prediction, target),
            // −y·ln σ(z) − (1−y)·ln(1−σ(z)), with one softplus instead of two
            FitLoss.Logistic => Mean(Softplus(prediction) - target * prediction),
            _ => throw new ArgumentOutOfRangeException(nameof(loss)),
        };
    }
}

using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>How well a prediction agrees with its target.</summary>
/// <param name="R2">
/// The share of the target's variance that is explained, where numbers are predicted; NaN if the target does not vary.
/// </param>
/// <param name="Rmse">The root of the mean squared error, where numbers are predicted.</param>
/// <param name="Accuracy">The share of rows told right, where classes are predicted.</param>
public sealed record FitMetrics(double? R2, double? Rmse, double? Accuracy)
{
    /// <summary>The metrics at the current values of the leaves.</summary>
    /// <param name="prediction">The prediction, of the target's shape or one that broadcasts to it; of a logistic loss the logit.</param>
    /// <param name="target">The target.</param>
    /// <param name="loss">The loss, which says whether numbers or classes are predicted.</param>
    public static FitMetrics Of(Tensor prediction, Tensor target, FitLoss loss)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        prediction = prediction.BroadcastTo(target.Shape);
        if (loss == FitLoss.Logistic)
            return new(null, null, Mean(Indicator(EqualTo(Indicator(Greater(prediction, 0), target), Round(target)), target)).Item());
        var squares = Tensor.Evaluate(Mean(Square(prediction - target)), Mean(Square(target - Mean(target))));
        var (unexplained, all) = (squares[0].Item(), squares[1].Item());
        return new(all > 0 ? 1 - unexplained / all : double.NaN, Math.Sqrt(unexplained), null);
    }
}

using System.Numerics.Tensors;
using ChainRule.Networks;
using static ChainRule.Functions;

namespace ChainRule.Training;

/// <summary>
/// A loss over some rows of data as a function of the parameters' elements, planned once: for minimizers that are stepped one by one.
/// One thread may use it at a time.
/// </summary>
public sealed class FitProblem
{
    private readonly FlatParameters parameters;
    private readonly Step gradientStep;
    private readonly Step lossStep;
    private readonly Step moveStep;
    private readonly double spread;

    /// <summary>A problem; its prediction and its target hold all rows.</summary>
    public FitProblem(Tensor prediction, Tensor target, FitLoss kind, FlatParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(parameters);
        (Prediction, Target, Kind, this.parameters) = (prediction, target, kind, parameters);
        Loss = FitLosses.Of(kind, prediction, target);
        lossStep = new Step([Loss]);
        gradientStep = new Step([Loss, .. Gradient.Of(Loss, parameters.Parameters)]);
        moveStep = new Step([.. parameters.Parameters.SelectMany(Moves).Select(move => Mean(Square(move)))]);
        spread = kind == FitLoss.Logistic ? 1 : Spread(target);
    }

    /// <summary>The prediction.</summary>
    public Tensor Prediction { get; }

    /// <summary>The target.</summary>
    public Tensor Target { get; }

    /// <summary>The loss, a scalar.</summary>
    public Tensor Loss { get; }

    /// <summary>The kind of loss.</summary>
    public FitLoss Kind { get; }

    /// <summary>The loss at the parameters' current values.</summary>
    public double Evaluate()
    {
        lossStep.Run();
        return lossStep.Scalar();
    }

    /// <summary>Moves the parameters to a point and gives the loss and its gradient there.</summary>
    /// <param name="point">The values of all parameters' elements.</param>
    /// <param name="gradient">Takes ∂loss/∂element, in the same order.</param>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        parameters.Write(point);
        gradientStep.Run();
        for (var i = 0; i < parameters.Parameters.Count; i++)
        {
            var size = parameters.Parameters[i].Shape.Size;
            gradientStep.CopyOutput(i + 1, gradient[..size]);
            gradient = gradient[size..];
        }
        return gradientStep.Scalar();
    }

    /// <summary>
    /// How far each parameter moves while the prediction moves as far as the target spreads (root mean square over the rows).
    /// Counted in these units the parameters are alike, which is a diagonal preconditioner: data need not be standardised.
    /// </summary>
    public double[] Units()
    {
        moveStep.Run();
        return [.. Enumerable
            .Range(0, parameters.Count)
            .Select(i => spread / Math.Sqrt(moveStep.Scalar(i)))
            .Select(unit => double.IsNormal(unit) ? unit : 1)];
    }

    /// <summary>The loss of one number as the prediction: what the size of a loss is to be compared with.</summary>
    public double Scale() =>
        FitLosses.Of(Kind, Kind == FitLoss.Logistic ? Zero(Target) : Mean(Target), Target).Item() is > 0 and var scale ? scale : spread;

    /// <summary>How the prediction moves with each element of a parameter.</summary>
    private IEnumerable<Tensor> Moves(Parameter parameter) => Enumerable.Range(0, parameter.Shape.Size).Select(i =>
    {
        var one = new double[parameter.Shape.Size];
        one[i] = 1;
        return Gradient.Jvp(Prediction, (parameter, Tensor.Constant<double>(one, parameter.Shape)));
    });

    private static double Spread(Tensor target)
    {
        var squares = Tensor.Evaluate(Mean(Square(target - Mean(target))), Mean(Square(target)));
        return squares[0].Item() > 0 ? Math.Sqrt(squares[0].Item()) : squares[1].Item() > 0 ? Math.Sqrt(squares[1].Item()) : 1;
    }
}

using System.Numerics.Tensors;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>L-BFGS on a fit, with every parameter counted in its own unit.</summary>
internal sealed class ScaledDescent(FitProblem problem, FlatParameters parameters)
{
    private const double RelativeTolerance = 1e-10;
    private readonly double[] units = problem.Units();
    private readonly double[] actual = new double[parameters.Count];

    public int MaxIterations { get; init; } = 500;

    /// <summary>Descends from where the parameters are, and leaves them where it ended.</summary>
    public LbfgsResult Run(Action<double>? onIteration = null)
    {
        var point = parameters.Read();
        TensorPrimitives.Divide(point, units, point);
        var result = new Lbfgs { MaxIterations = MaxIterations, GradientTolerance = RelativeTolerance * problem.Scale() }.Minimize(Evaluate,
            point, loss => Report(point, loss, onIteration));
        Write(point);
        return result;
    }

    private double Evaluate(ReadOnlySpan<double> point, Span<double> gradient)
    {
        TensorPrimitives.Multiply(point, units, actual);
        var loss = problem.Evaluate(actual, gradient);
        TensorPrimitives.Multiply(gradient, units, gradient);
        return loss;
    }

    /// <summary>Whoever is told of a step sees the parameters after it.</summary>
    private void Report(double[] point, double loss, Action<double>? onIteration)
    {
        if (onIteration is null) return;
        Write(point);
        onIteration(loss);
    }

    private void Write(double[] point)
    {
        TensorPrimitives.Multiply(point, units, actual);
        parameters.Write(actual);
    }
}

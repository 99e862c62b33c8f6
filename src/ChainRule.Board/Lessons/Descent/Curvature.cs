using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Board;

/// <summary>What a step of gradient descent meets at a point.</summary>
/// <param name="GradientSquared">g·g: the gradient's length, squared.</param>
/// <param name="Curvature">g·Hg / g·g: the second derivative along the gradient; NaN where the gradient is zero.</param>
/// <param name="Bend">v·Hv for a direction v in which all parameters take part.</param>
internal readonly record struct Slope(double GradientSquared, double Curvature, double Bend);

/// <summary>Gradient and curvature of a loss, anywhere: Hessian-vector products, planned once.</summary>
internal sealed class Curvature
{
    private readonly IReadOnlyList<Parameter> parameters;
    private readonly Evaluation evaluation;

    public Curvature(Tensor loss, IReadOnlyList<Parameter> parameters)
    {
        this.parameters = parameters;
        var gradients = Gradient.Of(loss, parameters);
        Tensor[] directions = [.. parameters.Select(Direction)];
        evaluation = new(
            [Dot(gradients, gradients), Dot(gradients, Hvp(gradients, gradients)), Dot(directions, Hvp(gradients, directions))]);
    }

    /// <summary>Gradient and curvature where the parameters have the given elements.</summary>
    public Slope At(IReadOnlyList<double> elements)
    {
        var results = evaluation.Run(Overrides.Of(parameters, elements));
        var squared = results[0].Item();
        return new(squared, squared == 0 ? double.NaN : results[1].Item() / squared, results[2].Item());
    }

    private Tensor[] Hvp(Tensor[] gradients, Tensor[] directions) =>
        Gradient.Jvp(gradients, [.. parameters.Zip(directions, (p, d) => ((Tensor)p, d))]);

    private static Tensor Dot(Tensor[] a, Tensor[] b) => a.Zip(b, (x, y) => Sum(x * y)).Aggregate((x, y) => x + y);

    /// <summary>No symmetry of a formula lies in it, as one would in a direction of ones.</summary>
    private static Tensor Direction(Parameter parameter, int index)
    {
        double[] elements = [.. Enumerable.Range(0, parameter.Shape.Size).Select(i => Math.Cos(index + 0.7 * i))];
        return Tensor.Constant<double>(elements, parameter.Shape);
    }
}

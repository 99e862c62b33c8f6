using ChainRule.Execution;
using static ChainRule.Functions;

namespace ChainRule.Explanations;

/// <summary>What a step of gradient descent meets at a point.</summary>
/// <param name="GradientSquared">g·g: the gradient's length, squared.</param>
/// <param name="Curvature">g·Hg / g·g: the second derivative along the gradient; NaN where the gradient is zero.</param>
/// <param name="Bend">v·Hv for a direction v in which all parameters take part.</param>
public readonly record struct Slope(double GradientSquared, double Curvature, double Bend);

/// <summary>
/// Gradient and curvature of an output, anywhere: Hessian-vector products, planned once. One thread may use it at a time.
/// </summary>
public sealed class Curvature
{
    private readonly IReadOnlyList<Tensor> wrt;
    private readonly Evaluation evaluation;

    /// <param name="output">A scalar.</param>
    /// <param name="wrt">The leaves that a step moves.</param>
    public Curvature(Tensor output, IReadOnlyList<Tensor> wrt)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(wrt);
        this.wrt = wrt;
        var gradients = Gradient.Of(output, wrt);
        Tensor[] directions = [.. wrt.Select(Direction)];
        evaluation = new(
            [Dot(gradients, gradients), Dot(gradients, Hvp(gradients, gradients)), Dot(directions, Hvp(gradients, directions))]);
    }

    /// <summary>Gradient and curvature where some leaves have other values than their own.</summary>
    public Slope At(IReadOnlyDictionary<Tensor, TensorData> values)
    {
        var results = evaluation.Run(values);
        var squared = results[0].Item();
        return new(squared, squared == 0 ? double.NaN : results[1].Item() / squared, results[2].Item());
    }

    private Tensor[] Hvp(Tensor[] gradients, Tensor[] directions) => Gradient.Jvp(gradients, [.. wrt.Zip(directions)]);

    private static Tensor Dot(Tensor[] a, Tensor[] b) => a.Zip(b, (x, y) => Sum(x * y)).Aggregate((x, y) => x + y);

    /// <summary>No symmetry of a formula lies in it, as one would in a direction of ones.</summary>
    private static Tensor Direction(Tensor leaf, int index)
    {
        double[] elements = [.. Enumerable.Range(0, leaf.Shape.Size).Select(i => Math.Cos(index + 0.7 * i))];
        return Tensor.Constant(TensorData.Wrap(elements, leaf.Shape).Cast(leaf.DType));
    }
}

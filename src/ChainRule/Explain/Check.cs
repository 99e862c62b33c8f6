using ChainRule.Explanations;

namespace ChainRule;

/// <summary>Compares derivatives with what trying finds: for functions and ops of your own.</summary>
public static class Check
{
    /// <summary>
    /// Checks the derivatives of f near a point: reverse mode against central differences, along random directions and, for
    /// small tensors, element by element; reverse against forward mode; and the second order likewise.
    /// </summary>
    /// <param name="f">The function; it gives a tensor of any shape.</param>
    /// <param name="at">The point, away from kinks and poles.</param>
    /// <param name="seed">What the directions are drawn from.</param>
    public static GradientCheck Gradient(Func<Tensor, Tensor> f, TensorData at, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(at);
        return new GradientTrial(f, new Parameter(at, "x"), seed).Run();
    }

    /// <summary>Checks the derivatives of f near a point, in double precision.</summary>
    /// <param name="f">The function; it gives a tensor of any shape.</param>
    /// <param name="at">The elements of the point, a vector.</param>
    /// <param name="seed">What the directions are drawn from.</param>
    public static GradientCheck Gradient(Func<Tensor, Tensor> f, double[] at, int seed = 0)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Gradient(f, TensorData.Create<double>(at, [at.Length]), seed);
    }
}

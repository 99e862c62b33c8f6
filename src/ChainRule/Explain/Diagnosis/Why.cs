using ChainRule.Explanations;

namespace ChainRule;

public static partial class Explain
{
    /// <summary>
    /// Says why a gradient is zero, tiny, huge, not finite, or never arrives, by walking the graph that computes it with the values it
    /// has now. Lines of code are named where they are known: see <see cref="Origins"/>, or give the function that builds the loss.
    /// </summary>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static GradientDiagnosis Why(Tensor loss, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(parameter);
        RequireScalar("Explain.Why", loss);
        return new GradientStudy(loss, parameter).Diagnose();
    }

    /// <summary>
    /// The same for the loss that a function builds; it is built under <see cref="Origins.Record"/>, so that lines of code are named.
    /// </summary>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public static GradientDiagnosis Why(Func<Tensor> loss, Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Why(Traced(loss), parameter);
    }

    /// <summary>
    /// The same for the parameter of the loss whose gradient is worst off: not finite before zero, huge and tiny; of several the first.
    /// </summary>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    /// <exception cref="ArgumentException">The loss holds no parameter.</exception>
    public static GradientDiagnosis Why(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        RequireScalar("Explain.Why", loss);
        return Why(loss, LeastHealthyParameter.Of(loss));
    }

    /// <summary>The same for the loss that a function builds, with lines of code.</summary>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    /// <exception cref="ArgumentException">The loss holds no parameter.</exception>
    public static GradientDiagnosis Why(Func<Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return Why(Traced(loss));
    }

    /// <summary>Builds a loss so that its tensors' origins are known.</summary>
    internal static Tensor Traced(Func<Tensor> loss)
    {
        using (Origins.Record()) return loss();
    }

    internal static void RequireScalar(string what, Tensor output)
    {
        if (output.Shape.Size != 1 || !output.DType.IsFloat())
            throw new ShapeException(
                $"{what} needs a scalar of floating-point numbers, but {output.Describe()} is {output.Type}; Sum(…) or Mean(…) of it is "
                + $"one");
    }
}

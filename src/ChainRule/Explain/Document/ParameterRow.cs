namespace ChainRule.Explanations;

/// <summary>What an explanation says of one parameter.</summary>
public sealed class ParameterRow
{
    private readonly Explanation explanation;
    private readonly Lazy<ChainPaths?> paths;

    internal ParameterRow(Explanation explanation, Tensor parameter, NumericCheck? check, Lazy<ChainPaths?> paths)
    {
        (this.explanation, Parameter, Check, this.paths) = (explanation, parameter, check, paths);
        (Value, Gradient) = (explanation.ValueOf(parameter), explanation.GradientOf(parameter));
        Advice = [.. Gradient.ToDoubles().Select(gradient => AdviceFor(gradient, explanation.Value))];
        After = Stepped();
    }

    /// <summary>The leaf that is differentiated by.</summary>
    public Tensor Parameter { get; }

    /// <summary>Its value.</summary>
    public TensorData Value { get; }

    /// <summary>∂output/∂parameter, of the parameter's shape.</summary>
    public TensorData Gradient { get; }

    /// <summary>What the sign says, for each element.</summary>
    public IReadOnlyList<Advice> Advice { get; }

    /// <summary>The value after one step of gradient descent; elements whose gradient is undefined stay.</summary>
    public TensorData After { get; }

    /// <summary>The gradient found by trying, if there was time for it.</summary>
    public NumericCheck? Check { get; }

    /// <summary>
    /// The paths to the output, those that count most first, at most a hundred; none where the graph is not one of scalars.
    /// </summary>
    public IReadOnlyList<ChainPath> Paths => field ??= paths.Value?.From(Parameter) ?? [];

    /// <summary>The number of paths that are not listed; 10¹⁸ stands for that many and more.</summary>
    public long MorePaths => paths.Value?.CountBeyond(Parameter, Paths.Count) ?? 0;

    /// <summary>The sum of all paths' products without their signs: the gradient's size if nothing cancelled; 0 without paths.</summary>
    public double PathMagnitude => paths.Value?.Magnitude(Parameter) ?? 0;

    /// <summary>Where the gradient or the output is undefined, the sign says nothing.</summary>
    private static Advice AdviceFor(double gradient, double output) =>
        gradient == 0 || !double.IsFinite(gradient) || !double.IsFinite(output) ? Explanations.Advice.Hold
        : gradient < 0 ? Explanations.Advice.Increase
        : Explanations.Advice.Decrease;

    private TensorData Stepped()
    {
        var after = Value.Cast(Value.DType);
        for (var i = 0; i < after.Shape.Size; i++)
            if (double.IsFinite(Gradient[i])) after.Set(i, Value[i] - explanation.LearningRate * Gradient[i]);
        return after;
    }
}

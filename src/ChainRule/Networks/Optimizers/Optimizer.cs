namespace ChainRule.Networks;

/// <summary>
/// A rule that makes new parameters of a gradient. It builds graph, so that forward pass, backward pass and update are one
/// <see cref="Step"/>: <c>new Step([loss], optimizer.Updates(loss, parameters))</c>.
/// </summary>
/// <param name="LearningRate">The learning rate, from 0.</param>
public abstract record Optimizer(double LearningRate)
{
    /// <summary>The learning rate, from 0; where a <see cref="Schedule"/> is followed, what it makes the rates of steps of.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is negative or no number.</exception>
    public double LearningRate { get; init => field = Checked(value); } = Checked(LearningRate);

    /// <summary>The new values of the parameters, and of what the optimizer remembers, that make <paramref name="loss"/> smaller.</summary>
    /// <param name="loss">A scalar.</param>
    /// <param name="parameters">What may change.</param>
    /// <param name="state">What was remembered before; left out, a training begins.</param>
    /// <exception cref="ShapeException">The loss is not a scalar.</exception>
    public IReadOnlyList<(Variable Variable, Tensor Value)> Updates(Tensor loss, IReadOnlyList<Parameter> parameters,
        OptimizerState? state = null) =>
        Updates([.. parameters.Zip(Gradient.Of(loss, parameters))], state);

    /// <summary>The same for gradients that are at hand, clipped ones for example.</summary>
    public IReadOnlyList<(Variable Variable, Tensor Value)> Updates(IReadOnlyList<(Parameter Parameter, Tensor Gradient)> gradients,
        OptimizerState? state = null)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        state ??= new OptimizerState();
        var updates = new Dictionary<Variable, Tensor> { [state.Counter] = state.Counter + 1 };
        foreach (var (parameter, gradient) in gradients)
            updates[parameter] = Next(parameter, gradient, new ParameterState(state, parameter, updates));
        return [.. updates.Select(update => (update.Key, update.Value))];
    }

    /// <summary>The new value of one parameter.</summary>
    /// <param name="parameter">Its old value.</param>
    /// <param name="gradient">The derivative of the loss by it, of its shape and dtype.</param>
    /// <param name="memory">What is remembered of it from step to step, and the numbers of this step.</param>
    protected internal abstract Tensor Next(Parameter parameter, Tensor gradient, ParameterState memory);

    /// <summary>Says so where a rule is meant for parameters that are not among these.</summary>
    /// <exception cref="ArgumentException">A rule is meant for none of them.</exception>
    internal virtual void CheckNames(IReadOnlyList<string> names) { }

    /// <summary>Weight decay as part of the loss: the gradient with that of a term ½λw² added, g + λw.</summary>
    /// <param name="gradient">The gradient g.</param>
    /// <param name="parameter">The parameter w.</param>
    /// <param name="weightDecay">λ, from 0; 0 leaves the gradient as it is.</param>
    protected static Tensor AddWeightDecay(Tensor gradient, Parameter parameter, double weightDecay) =>
        weightDecay == 0 ? gradient : gradient + weightDecay * parameter;

    /// <summary>Decoupled weight decay: the parameter to take the step from, (1 − ηλ)w, whatever the gradient is.</summary>
    /// <param name="parameter">The parameter w.</param>
    /// <param name="memory">The parameter's state.</param>
    /// <param name="rate">The optimizer's own learning rate; η is the one that a schedule makes of it.</param>
    /// <param name="weightDecay">λ, from 0; 0 leaves the parameter as it is.</param>
    protected static Tensor DecayedParameter(Parameter parameter, ParameterState memory, double rate, double weightDecay) =>
        weightDecay == 0 ? parameter : (1 - weightDecay * memory.LearningRate(rate)) * parameter;

    /// <summary>What another optimizer makes of a parameter, for optimizers that are made of others.</summary>
    /// <param name="other">The other optimizer.</param>
    /// <param name="parameter">The parameter.</param>
    /// <param name="gradient">The derivative of the loss by it, of its shape and dtype.</param>
    /// <param name="memory">The parameter's state, which the other optimizer shares: the roles of both must differ.</param>
    protected static Tensor NextBy(Optimizer other, Parameter parameter, Tensor gradient, ParameterState memory)
    {
        ArgumentNullException.ThrowIfNull(other);
        return other.Next(parameter, gradient, memory);
    }

    private static double Checked(double rate) =>
        rate >= 0 && double.IsFinite(rate)
            ? rate
            : throw new ArgumentOutOfRangeException(nameof(rate), rate, "a learning rate is a number from 0");
}

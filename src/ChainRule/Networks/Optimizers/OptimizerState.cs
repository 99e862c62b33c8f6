namespace ChainRule.Networks;

/// <summary>
/// What an optimizer remembers from step to step, as states: they are read and written by the same plan
/// that computes the gradient. Two steps that share a state, say for batches of two sizes, train as one.
/// </summary>
public sealed class OptimizerState
{
    private readonly Dictionary<Parameter, Dictionary<string, State>> parameterStates = [];
    private readonly Dictionary<double, State> learningRates = [];
    private readonly Dictionary<double, State> momenta = [];

    /// <summary>All that is remembered, in the order in which it was asked for; first the count of steps.</summary>
    public IEnumerable<State> States => [Counter, .. parameterStates.Values.SelectMany(roles => roles.Values)];

    /// <summary>How many updates were made.</summary>
    public long Steps => (long)Counter.Value.Item();

    /// <summary>The count of updates.</summary>
    internal State Counter { get; } = Number(0, "steps");

    /// <summary>
    /// Sets rates, and the momentum where the schedule has one, to those of a step: what is planned with this state uses them from its
    /// next run on. Without a schedule each optimizer keeps its own.
    /// </summary>
    /// <param name="schedule">Gives the numbers.</param>
    /// <param name="step">The number of the step, from 0.</param>
    /// <exception cref="InvalidOperationException">The schedule moves the momentum of an optimizer that has none.</exception>
    public void Follow(Schedule schedule, long step)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var momentum = schedule.Momentum(step);
        if (momentum is not null && momenta.Count == 0)
            throw new InvalidOperationException(
                "the schedule moves the momentum, but the optimizer has none; give it a momentum, or the schedule no range of it");
        foreach (var (baseRate, rate) in learningRates) Set(rate, schedule.Rate(step, baseRate));
        foreach (var (own, leaf) in momenta) Set(leaf, momentum ?? own);
    }

    /// <summary>What is remembered of some parameters, as <c>role.parameter</c>, in their order.</summary>
    internal IEnumerable<(string Name, State Value)> StatesOf(IEnumerable<Parameter> owners) =>
        from owner in owners
        where parameterStates.ContainsKey(owner)
        from role in parameterStates[owner]
        select ($"{role.Key}.{owner.Name}", role.Value);

    internal State StateOf(Parameter owner, string role, Shape shape, DType dtype, double initial = 0)
    {
        if (!parameterStates.TryGetValue(owner, out var roles)) parameterStates[owner] = roles = [];
        if (!roles.TryGetValue(role, out var memory))
        {
            roles[role] = memory = new State(TensorData.Zeros(shape, dtype), $"{role}.{owner.Name}");
            if (initial != 0) memory.Value.Fill(initial);
        }
        return memory;
    }

    /// <summary>The rate of this step, where <paramref name="own"/> is the optimizer's.</summary>
    internal State LearningRate(double own) => Leaf(learningRates, own, "rate");

    /// <summary>The momentum of this step, where <paramref name="own"/> is the optimizer's.</summary>
    internal State Momentum(double own) => Leaf(momenta, own, "momentum");

    /// <summary>A number in double precision; casting a single one costs nothing.</summary>
    private static State Number(double value, string name) => new(TensorData.Create<double>([value], Shape.Scalar), name);

    private static State Leaf(Dictionary<double, State> leaves, double own, string name)
    {
        if (!leaves.TryGetValue(own, out var leaf)) leaves[own] = leaf = Number(own, name);
        return leaf;
    }

    private static void Set(State leaf, double value) => leaf.Value.AsMutableSpan<double>()[0] = value;
}

namespace ChainRule.Networks;

/// <summary>
/// What an optimizer remembers from step to step, as states: they are read and written by the same plan
/// that computes the gradient. Two steps that share a state, say for batches of two sizes, train as one.
/// </summary>
public sealed class OptimizerState
{
    private readonly Dictionary<(Parameter Owner, string Role), State> memories = [];
    private readonly Dictionary<DType, State> counters = [];

    /// <summary>All that is remembered, in the order in which it was asked for.</summary>
    public IEnumerable<State> States => counters.Values.Concat(memories.Values);

    internal State Memory(Parameter owner, string role)
    {
        if (!memories.TryGetValue((owner, role), out var memory))
            memories[(owner, role)] = memory = new State(TensorData.Zeros(owner.Shape, owner.DType), $"{role}.{owner.Name}");
        return memory;
    }

    internal State Counter(DType dtype)
    {
        if (!counters.TryGetValue(dtype, out var counter))
            counters[dtype] = counter = new State(TensorData.Zeros(Shape.Scalar, dtype), "steps");
        return counter;
    }
}

/// <summary>What one step does to an optimizer's memories of one parameter, while its graph is built.</summary>
public sealed class OptimizerMemory
{
    private readonly OptimizerState state;
    private readonly Parameter owner;
    private readonly Dictionary<Variable, Tensor> updates;

    internal OptimizerMemory(OptimizerState state, Parameter owner, Dictionary<Variable, Tensor> updates) =>
        (this.state, this.owner, this.updates) = (state, owner, updates);

    /// <summary>The number of this step, from 1.</summary>
    public Tensor StepNumber
    {
        get
        {
            var counter = state.Counter(owner.DType);
            return updates[counter] = counter + 1;
        }
    }

    /// <summary>The new value of a memory of the parameter's shape, which begins at 0.</summary>
    /// <param name="role">What the memory is, such as "velocity".</param>
    /// <param name="next">Makes the new value of the old one.</param>
    public Tensor Next(string role, Func<Tensor, Tensor> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var memory = state.Memory(owner, role);
        return updates[memory] = next(memory);
    }
}

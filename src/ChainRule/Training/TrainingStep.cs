using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Forward pass, backward pass and update as one plan: traced once for each shape of batch, then replayed. A run of a known shape
/// allocates nothing. It trains the parameters that the loss is made of, but for frozen ones.
/// </summary>
/// <example><code>
/// var step = new TrainingStep(model, new Adam(1e-3), (x, y) => CrossEntropyLoss(model.Forward(x), y));
/// double loss = step.Run(images, labels);
/// </code></example>
public sealed class TrainingStep
{
    private readonly Module model;
    private readonly Optimizer optimizer;
    private readonly Func<IReadOnlyList<Tensor>, Tensor> loss;
    private readonly List<Traced> traced = [];

    /// <summary>A step for batches of two arrays: what comes in and what should come out.</summary>
    public TrainingStep(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss)
        : this(model, optimizer, batch => loss(batch[0], batch[1])) { }

    /// <summary>A step for batches of any number of arrays.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="loss">Builds the loss, a scalar, for a batch's arrays.</param>
    public TrainingStep(Module model, Optimizer optimizer, Func<IReadOnlyList<Tensor>, Tensor> loss)
    {
        ArgumentNullException.ThrowIfNull(model);
        (this.model, this.optimizer, this.loss) = (model, optimizer, loss);
        _ = model.NamedVariables; // gives them their names
    }

    private sealed record Traced(Input[] Batch, Tensor Loss, Step Step);

    /// <summary>What the optimizer remembers.</summary>
    public OptimizerState State { get; } = new();

    /// <summary>Takes one step; gives the loss before it.</summary>
    public double Run(params ReadOnlySpan<TensorData> batch)
    {
        var known = Find(batch) ?? Trace(batch);
        for (var i = 0; i < batch.Length; i++) known.Batch[i].Value = batch[i];
        known.Step.Run();
        return known.Step.Scalar();
    }

    private Traced? Find(ReadOnlySpan<TensorData> batch)
    {
        foreach (var candidate in traced)
        {
            var fits = candidate.Batch.Length == batch.Length;
            for (var i = 0; fits && i < batch.Length; i++) fits = candidate.Batch[i].Type == batch[i].Type;
            if (fits) return candidate;
        }
        return null;
    }

    private Traced Trace(ReadOnlySpan<TensorData> batch)
    {
        var inputs = new Input[batch.Length];
        for (var i = 0; i < inputs.Length; i++) inputs[i] = new Input(batch[i], i == 0 ? "x" : i == 1 ? "y" : $"x{i}");
        model.Train();
        model.BeginTrace();
        var built = loss(inputs);
        var parameters = TopologicalOrder.Of(built).OfType<Parameter>().Where(parameter => !parameter.IsFrozen).ToList();
        var made = new Traced(inputs, built, new Step([built], optimizer.Updates(built, parameters, State)));
        traced.Add(made);
        return made;
    }
}

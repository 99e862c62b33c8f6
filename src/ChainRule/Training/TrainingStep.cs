using System.Globalization;
using System.Runtime.CompilerServices;
using ChainRule.Execution;
using ChainRule.Graph;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Forward pass, backward pass and update as one plan: traced once for each shape of batch, then replayed. A run of a known shape
/// allocates nothing. It trains the parameters that the loss is made of, but for frozen ones. A run that throws has changed nothing.
/// One thread at a time can use it, and nothing else may read or update the variables while it runs.
/// </summary>
/// <example><code>
/// var step = new TrainingStep(model, new Adam(1e-3), (x, y) => CrossEntropyLoss(model.Forward(x), y)) { ClipNorm = 1 };
/// double loss = step.Run(images, labels);
/// </code></example>
public sealed partial class TrainingStep
{
    private readonly Module model;
    private readonly Optimizer optimizer;
    private readonly Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> outputs;
    private readonly int? arrays;
    private readonly List<TracedStep> traced = []; // what was used last comes first
    private readonly State accumulated = new(TensorData.Zeros(Shape.Scalar, DType.Float64), "accumulated");
    private Occupancy occupancy;
    private Step? last;
    private double? lastLearningRate;

    /// <summary>A step for batches of two arrays: what comes in and what should come out.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="loss">Builds the loss, a scalar, for a batch's two arrays.</param>
    public TrainingStep(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss)
        : this(model, optimizer, batch => [loss(batch[0], batch[1])], arrays: 2) { }

    /// <summary>A step for batches of any number of arrays.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="loss">Builds the loss, a scalar, for a batch's arrays.</param>
    public TrainingStep(Module model, Optimizer optimizer, Func<IReadOnlyList<Tensor>, Tensor> loss)
        : this(model, optimizer, batch => [loss(batch)], arrays: null) { }

    /// <summary>
    /// A step that computes more than the loss, predictions for metrics say: <see cref="Output"/> gives them after a run.
    /// </summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="outputs">Builds the loss, a scalar, and after it what else is wanted, for a batch's arrays.</param>
    public TrainingStep(Module model, Optimizer optimizer, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> outputs)
        : this(model, optimizer, outputs, arrays: null) { }

    private TrainingStep(Module model, Optimizer optimizer, Func<IReadOnlyList<Tensor>, IReadOnlyList<Tensor>> outputs, int? arrays)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        (this.model, this.optimizer, this.outputs, this.arrays) = (model, optimizer, outputs, arrays);
        optimizer.CheckNames([.. model.NamedParameters.Select(parameter => parameter.Name)]);
        JitWarmUp.Begin(SomeUpdate);
    }

    /// <summary>How the rate changes from update to update; without one each keeps the optimizer's.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The greatest norm that the gradients of an update, all together, may have; longer ones are shortened to it.</summary>
    public double? ClipNorm { get; init => field = Limit(value); }

    /// <summary>The greatest magnitude that an element of a gradient may have; after <see cref="ClipNorm"/> where both are given.</summary>
    public double? ClipValue { get; init => field = Limit(value); }

    /// <summary>The order of the gradients' norm: 2, or infinity for the greatest magnitude.</summary>
    public double NormOrder { get; init; } = 2;

    /// <summary>How many batches make one update: it goes along the mean of their gradients.</summary>
    public int Accumulate { get; init => field = From1(value); } = 1;

    /// <summary>
    /// For how many shapes of batch plans are kept; beyond it the one that was not used for longest is dropped, and traced again when it
    /// comes.
    /// </summary>
    public int MaxShapes { get; init => field = From1(value); } = 16;

    /// <summary>What the optimizer remembers.</summary>
    public OptimizerState State { get; } = new();

    /// <summary>How many updates were made.</summary>
    public long Steps => State.Steps;

    /// <summary>The optimizer's rate in the last update; before the first, or after a checkpoint is loaded, that of the next.</summary>
    public double LearningRate => lastLearningRate ?? NextLearningRate;

    /// <summary>The norm of all gradients of the last update before clipping; NaN before the first.</summary>
    public double GradientNorm { get; private set; } = double.NaN;

    private double NextLearningRate => Schedule?.Rate(Steps, optimizer.LearningRate) ?? optimizer.LearningRate;

    /// <summary>Takes one step; gives the loss before it.</summary>
    /// <param name="batch">The arrays of a batch. They are read during the run.</param>
    /// <exception cref="ShapeException">The loss cannot be built for such a batch; nothing has changed.</exception>
    /// <exception cref="NotFiniteNumberException">
    /// With <see cref="ClipNorm"/>: the gradients' norm is ∞ or NaN; nothing has changed.
    /// </exception>
    /// <exception cref="IndexException">A class or an index in the batch has no place; nothing has changed.</exception>
    /// <exception cref="InvalidOperationException">The step is running already, on another thread for example.</exception>
    public double Run(params ReadOnlySpan<TensorData> batch) => Run(batch, isNormChecked: ClipNorm is not null);

    /// <summary>The same, for a trainer, which looks at the norm itself.</summary>
    internal double RunUnchecked(params ReadOnlySpan<TensorData> batch) => Run(batch, isNormChecked: false);

    private double Run(ReadOnlySpan<TensorData> batch, bool isNormChecked)
    {
        CheckCount(batch);
        occupancy.Begin(nameof(TrainingStep));
        try
        {
            var steps = Steps;
            var known = Bound(batch);
            var updates = known.Accumulate is null || accumulated.Value.Item() + 1 >= Accumulate;
            last = null; // where the run throws, there are no outputs
            last = updates ? Update(known) : AccumulateGradients(known.Accumulate!);
            var loss = last.Scalar();
            if (isNormChecked && Steps != steps) RequireFiniteNorm(loss);
            return loss;
        }
        finally
        {
            occupancy.End(succeeded: true);
        }
    }

    private void RequireFiniteNorm(double loss)
    {
        if (double.IsFinite(GradientNorm)) return;
        Undo();
        throw new NotFiniteNumberException(string.Create(CultureInfo.InvariantCulture,
            $"the gradients' norm is {GradientNorm}, so they cannot be clipped to a norm of {ClipNorm}; the loss is {loss}. "
            + $"The step was undone. Explain.Why of the loss says where the first number comes from that is not finite"), GradientNorm);
    }

    /// <summary>
    /// Looks the graph over for a batch before it is trained on, as
    /// <see cref="ChainRule.Check.Graph(Func{Tensor}, IReadOnlyList{Parameter})"/> does: for parameters of the model to which no gradient
    /// comes, shapes that broadcast by mistake, probabilities where logits are expected. Nothing is changed.
    /// </summary>
    /// <param name="batch">The arrays of a batch.</param>
    /// <exception cref="ShapeException">The loss cannot be built for such a batch.</exception>
    /// <exception cref="InvalidOperationException">The step is running, on another thread for example.</exception>
    public GraphCheck Check(params ReadOnlySpan<TensorData> batch)
    {
        CheckCount(batch);
        occupancy.Begin(nameof(TrainingStep));
        try
        {
            var known = Bound(batch);
            return ChainRule.Check.Graph(() => Build(known.Batch)[0], [.. model.Parameters.Where(parameter => !parameter.IsFrozen)]);
        }
        finally
        {
            occupancy.End(succeeded: true);
        }
    }

    /// <summary>Traces and plans for a batch, where that was not done yet, and runs nothing; gives the step that updates.</summary>
    internal Step Prepare(params ReadOnlySpan<TensorData> batch)
    {
        CheckCount(batch);
        return (Find(batch) ?? Trace(batch)).Update;
    }

    /// <summary>An output of the last run, as data of its own: 0 is the loss, then what else the step was asked for.</summary>
    /// <exception cref="InvalidOperationException">There was no run yet, or the last one failed.</exception>
    public TensorData Output(int output) => Last.Output(output);

    /// <summary>Copies an output of the last run, row-major, to where it is wanted.</summary>
    /// <exception cref="InvalidOperationException">There was no run yet, or the last one failed.</exception>
    /// <exception cref="ArgumentException">The destination is not as long as the output.</exception>
    public void CopyOutput<T>(int output, Span<T> destination) where T : unmanaged => Last.CopyOutput(output, destination);

    /// <summary>
    /// Says why the gradient of the last batch is what it is, for the parameter that is worst off. The loss is built again, which gives
    /// the same graph, whose inputs still hold the batch.
    /// </summary>
    internal GradientDiagnosis Why() => Explain.Why(() => Build(traced[0].Batch)[0]);

    /// <summary>Gives all that the last run changed the values again that it had before.</summary>
    internal void Undo() => last?.Undo();

    /// <summary>All variables that the losses are made of which were traced.</summary>
    internal IEnumerable<Variable> Used => traced.SelectMany(known => TopologicalOrder.Of(known.Loss)).OfType<Variable>().Distinct();

    /// <summary>What the last run did, step by step; it prints itself.</summary>
    /// <exception cref="InvalidOperationException">There was no run yet, or the last one failed.</exception>
    public Plan Plan => Last.Plan;

    private Step Last => last ?? throw new InvalidOperationException("the step has no outputs: it has not run yet, or its last run failed");

    private Step Update(TracedStep known)
    {
        var rate = NextLearningRate;
        if (Schedule is not null) State.Follow(Schedule, Steps);
        known.Update.Run();
        (lastLearningRate, GradientNorm) = (rate, known.Update.Scalar(known.Norm));
        return known.Update;
    }

    private static Step AccumulateGradients(Step step)
    {
        step.Run();
        return step;
    }

    private static double? Limit(double? value, [CallerMemberName] string name = "") =>
        value is { } limit ? Clipping.RequireLimit(limit, name) : null;

    private static int From1(int value, [CallerMemberName] string? name = null) =>
        value >= 1 ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} must be 1 or more");
}

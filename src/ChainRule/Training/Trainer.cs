using ChainRule.Execution;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// Trains a model: epochs of shuffled batches, validation, metrics, early stopping, checkpoints, progress. The steps themselves are
/// a <see cref="TrainingStep"/>'s. The same settings, data and first values give the same bits, in one go or resumed.
/// </summary>
/// <example><code>
/// var trainer = new Trainer(model, new Adam(1e-3), (x, y) => CrossEntropyLoss(model.Forward(x), y))
/// {
///     Epochs = 20, BatchSize = 64, Validation = validation,
///     Metrics = { ["accuracy"] = (x, y) => Metric.Accuracy(model.Forward(x), y) },
///     EarlyStopping = new(Patience: 5),
///     Checkpoint = new("run.safetensors") { Resume = true },
/// };
/// TrainingResult result = trainer.Run(training);
/// </code></example>
public sealed class Trainer
{
    private readonly Module model;
    private readonly Optimizer optimizer;
    private readonly Func<IReadOnlyList<Tensor>, Tensor> loss;
    private readonly int? columns;
    private Occupancy occupancy;

    /// <summary>A trainer on data of two columns: what comes in and what should come out.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="loss">Builds the loss, a scalar, the mean over the examples of a batch.</param>
    public Trainer(Module model, Optimizer optimizer, Func<Tensor, Tensor, Tensor> loss)
        : this(model, optimizer, batch => loss(batch[0], batch[1]), columns: 2) { }

    /// <summary>A trainer on data of any number of columns.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">The rule for the parameters.</param>
    /// <param name="loss">Builds the loss, a scalar, the mean over the examples of a batch.</param>
    public Trainer(Module model, Optimizer optimizer,
        Func<IReadOnlyList<Tensor>, Tensor> loss) : this(model, optimizer, loss, columns: null) { }

    private Trainer(Module model, Optimizer optimizer, Func<IReadOnlyList<Tensor>, Tensor> loss, int? columns)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        (this.model, this.optimizer, this.loss, this.columns) = (model, optimizer, loss, columns);
    }

    /// <summary>How often the data are gone through.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>How many examples a batch has; the last one of an epoch may have fewer.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>Whether each epoch has an order of its own.</summary>
    public bool Shuffle { get; init; } = true;

    /// <summary>Decides the order of the examples in each epoch.</summary>
    public long Seed { get; init; }

    /// <summary>How the rate changes from update to update; without one it stays the optimizer's.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>The greatest norm that the gradients of an update, all together, may have; longer ones are shortened to it.</summary>
    public double? ClipNorm { get; init; }

    /// <summary>The greatest magnitude that an element of a gradient may have.</summary>
    public double? ClipValue { get; init; }

    /// <summary>How many batches make one update.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>Data that are not trained on, to measure loss and metrics after every epoch.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>What is measured beside the loss.</summary>
    public TrainingMetrics Metrics { get; } = new();

    /// <summary>
    /// What early stopping and a schedule that observes watch after every epoch: <c>loss</c>, on the validation data or, where there are
    /// none, the training data; or the name of a metric.
    /// </summary>
    public string Monitor { get; init; } = TrainingMetrics.Loss;

    /// <summary>When to end before all epochs are done; without it all are.</summary>
    public EarlyStopping? EarlyStopping { get; init; }

    /// <summary>Where and when the training is saved; without it it is not.</summary>
    public TrainingCheckpoint? Checkpoint { get; init; }

    /// <summary>Who is told how far it is: a bar on the terminal, your own, or nobody.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; } = TrainingProgress.Console;

    /// <summary>
    /// Who is told what a look at the graph finds before the first step (<see cref="TrainingStep.Check"/>), if it finds anything: standard
    /// error, or your own. With <see langword="null"/> nobody looks. What makes training impossible is thrown all the same.
    /// </summary>
    public Action<GraphCheck>? Findings { get; init; } = check => Console.Error.WriteLine(check);

    /// <summary>Trains. The model holds the result: the best epoch's values with early stopping, or else the last ones.</summary>
    /// <param name="data">What to train on.</param>
    /// <param name="cancellation">Ends the training between two steps; a checkpoint is saved first, where there is one.</param>
    /// <exception cref="OperationCanceledException">The training was cancelled. The model holds what it had learned by then.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a gradient is no finite number.</exception>
    /// <exception cref="CheckpointException">
    /// The training that should be resumed is damaged, or is another one; nothing was loaded.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A look at the graph finds that it cannot be trained, or the trainer is running already, on another thread for example; nothing was
    /// changed.
    /// </exception>
    /// <exception cref="ArgumentException">A setting cannot be.</exception>
    public TrainingResult Run(Dataset data, CancellationToken cancellation = default)
    {
        CheckColumns(data);
        if (Validation is not null) CheckColumns(Validation);
        if (Monitor != TrainingMetrics.Loss && (Validation is null || !Metrics.Names.Contains(Monitor)))
            throw new ArgumentException(
                $"'{Monitor}' is to be watched, but it is not one of the metrics on validation "
                + $"data: {(Validation is null ? "there are no validation data" : $"loss, {string.Join(", ", Metrics.Names)}")}");
        var loader = new Loader(data, BatchSize) { Seed = Seed, Shuffle = Shuffle };
        var step = new TrainingStep(model, optimizer,
            loss)
        { Schedule = Schedule, ClipNorm = ClipNorm, ClipValue = ClipValue, Accumulate = Accumulate };
        occupancy.Begin(nameof(Trainer));
        try
        {
            return new TrainingRun(this, model, step, loader).Run(cancellation);
        }
        finally
        {
            occupancy.End(succeeded: true);
        }
    }

    /// <summary>Measures the loss and the metrics on data, in evaluation mode; nothing is changed.</summary>
    /// <returns>The means over the examples, by name; first the loss.</returns>
    public IReadOnlyDictionary<string, double> Evaluate(Dataset data, CancellationToken cancellation = default)
    {
        CheckColumns(data);
        return new Measurement(this, model, data).Run(cancellation);
    }

    private void CheckColumns(Dataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (columns is { } count && data.Columns.Count != count)
            throw new ArgumentException($"the loss takes {count} arrays, but an example has {data.Columns.Count} columns", nameof(data));
    }

    /// <summary>The loss and after it the metrics for a batch.</summary>
    internal IReadOnlyList<Tensor> Measures(IReadOnlyList<Tensor> batch) => [loss(batch), .. Metrics.Build(batch)];
}

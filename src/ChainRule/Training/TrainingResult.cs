namespace ChainRule.Training;

/// <summary>Why a training ended.</summary>
public enum TrainingStop
{
    /// <summary>All epochs are done.</summary>
    Epochs,

    /// <summary>What is watched no longer became better.</summary>
    EarlyStopping,
}

/// <summary>What one time through the data came to.</summary>
/// <param name="Loss">The mean of the loss over the training examples, each as it was before the step that used it.</param>
/// <param name="LearningRate">The optimizer's rate in the last step.</param>
/// <param name="Validation">
/// The loss and the metrics on the validation data after the epoch, by name; nothing where there are no such data.
/// </param>
public sealed record TrainingEpoch(double Loss, double LearningRate, IReadOnlyDictionary<string, double>? Validation)
{
    /// <summary>The loss on the validation data, if there are any.</summary>
    public double? ValidationLoss => Validation?[TrainingMetrics.Loss];

    /// <summary>
    /// A number by its name; the loss is that on the validation data, and where there are none that on the training data.
    /// </summary>
    internal double Watched(string name) => Validation is null ? Loss : Validation.GetValueOrDefault(name, double.NaN);
}

/// <summary>What a training came to; the model holds the values.</summary>
public sealed record TrainingResult
{
    /// <summary>The epochs in their order, those before a resumption among them.</summary>
    public required IReadOnlyList<TrainingEpoch> History { get; init; }

    /// <summary>
    /// The place in the history of the epoch whose values the model holds: the best one with early stopping, or else the last. −1 where
    /// there was none.
    /// </summary>
    public required int Best { get; init; }

    /// <summary>How often the data were gone through.</summary>
    public int Epochs => History.Count;

    /// <summary>
    /// What the model came to on the validation data, the loss and the metrics by name; nothing where there are none, or no epoch was.
    /// </summary>
    public IReadOnlyDictionary<string, double>? Validation => Best < 0 ? null : History[Best].Validation;

    /// <summary>How many updates were made.</summary>
    public required long Steps { get; init; }

    /// <summary>
    /// How many epochs were planned for the training that was resumed. Where <see cref="Trainer.Epochs"/> is another number now, the result
    /// differs from that of a training without interruption: its schedule and early stopping may depend on that number. Null where none was
    /// resumed, or its file does not tell.
    /// </summary>
    public int? ResumedEpochs { get; init; }

    /// <summary>Why the training ended.</summary>
    public required TrainingStop Stop { get; init; }

    /// <summary>How long it took, since the last resumption.</summary>
    public required TimeSpan Time { get; init; }
}

namespace ChainRule.Training;

/// <summary>
/// Where and when a training saves all that it needs to go on: the model, what optimizer, schedule and chance remember, and the place in
/// the data. Killed at any moment and run again, it ends in the same bits as without. Where nothing else is said it saves after every
/// epoch; at the end, and when it is cancelled, it saves in any case.
/// </summary>
/// <param name="Path">
/// The safetensors file; <see cref="Checkpoint.Load"/> takes a model from it, the best one if early stopping kept it.
/// </param>
public sealed record TrainingCheckpoint(string Path)
{
    /// <summary>After how many batches it saves.</summary>
    public int? EverySteps { get; init; }

    /// <summary>After how many epochs it saves.</summary>
    public int? EveryEpochs { get; init; }

    /// <summary>After how much time it saves.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>
    /// Whether a training goes on that the file holds already. If not, it begins anew and writes over the file. A training with other
    /// data, another batch size, seed or order is refused. More or fewer epochs are not: <see cref="TrainingResult.ResumedEpochs"/> tells.
    /// Data are compared by a digest, for which up to 64 MiB of examples are read before the first step
    /// (all of a <see cref="TensorDataset"/>).
    /// </summary>
    public bool Resume { get; init; }
}

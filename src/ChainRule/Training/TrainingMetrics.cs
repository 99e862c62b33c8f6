namespace ChainRule.Training;

/// <summary>
/// What is measured beside the loss, by name: functions that build a scalar for a batch, the mean over its examples. They are
/// built in evaluation mode, and their means over a dataset weigh each example alike.
/// </summary>
/// <example><code>
/// trainer.Metrics["accuracy"] = (x, y) => Metric.Accuracy(model.Forward(x), y);
/// </code></example>
public sealed class TrainingMetrics
{
    /// <summary>The name of the loss among the metrics.</summary>
    public const string Loss = "loss";

    private readonly OrderedDictionary<string, Func<IReadOnlyList<Tensor>, Tensor>> functions = [];

    /// <summary>A metric of batches of two arrays: what comes in and what should come out.</summary>
    /// <exception cref="ArgumentException">It is named <c>loss</c>, which is measured anyway.</exception>
    public Func<Tensor, Tensor, Tensor> this[string name]
    {
        get => (x, y) => functions[name]([x, y]);
        set => Set(name, batch => value(batch[0], batch[1]));
    }

    /// <summary>The names, in the order in which they were given.</summary>
    public IReadOnlyList<string> Names => functions.Keys;

    /// <summary>A metric of batches of any number of arrays.</summary>
    /// <exception cref="ArgumentException">It is named <c>loss</c>, which is measured anyway.</exception>
    public void Set(string name, Func<IReadOnlyList<Tensor>, Tensor> metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        if (name == Loss) throw new ArgumentException("the loss is measured anyway; name the metric otherwise", nameof(name));
        functions[name] = metric;
    }

    /// <summary>All of them for a batch.</summary>
    internal IEnumerable<Tensor> Build(IReadOnlyList<Tensor> batch) => functions.Select(metric => Scalar(metric.Key, metric.Value(batch)));

    private static Tensor Scalar(string name, Tensor built) => built.Shape.Size == 1
        ? built
        : throw new ShapeException(
            $"metric '{name}' has shape {built.Shape}, but a metric is one number, the mean over the batch's examples");
}

using ChainRule.Graph;

namespace ChainRule.Training;

/// <summary>How far a training has come: its place in the data, the sums of the epoch under way, and the epochs before.</summary>
internal sealed class RunState
{
    private const string PositionName = "position", SumsName = "sums", HistoryPrefix = "history.", ValidationPrefix = "validation.";
    private readonly List<TrainingEpoch> history = [];
    private double lossSum;
    private double examples;

    public IReadOnlyList<TrainingEpoch> History => history;

    /// <summary>The epoch that is under way, from 0.</summary>
    public int Epoch => history.Count;

    /// <summary>How many batches of it are done.</summary>
    public int Batch { get; private set; }

    /// <summary>The mean loss of the epoch so far.</summary>
    public double Loss => lossSum / examples;

    /// <summary>The optimizer's rate in the last step.</summary>
    public double LearningRate { get; private set; }

    /// <summary>One more batch is done.</summary>
    public void Add(double loss, int count, double rate)
    {
        lossSum += loss * count;
        examples += count;
        LearningRate = rate;
        Batch++;
    }

    /// <summary>The epoch is done.</summary>
    /// <param name="validation">What was measured after it.</param>
    public void EndEpoch(IReadOnlyDictionary<string, double>? validation)
    {
        history.Add(new(Loss, LearningRate, validation));
        (lossSum, examples, Batch) = (0, 0, 0);
    }

    /// <summary>All of it as tensors by name.</summary>
    public IEnumerable<(string Name, TensorData Data)> ToTensors()
    {
        yield return (PositionName, TensorData.Create<long>([Epoch, Batch], [2]));
        yield return (SumsName, TensorData.Create([lossSum, examples, LearningRate], [3]));
        yield return Column("loss", epoch => epoch.Loss);
        yield return Column("rate", epoch => epoch.LearningRate);
        foreach (var name in history.SelectMany(epoch => epoch.Validation?.Keys ?? []).Distinct())
            yield return Column(ValidationPrefix + name, epoch => epoch.Validation?.GetValueOrDefault(name, double.NaN) ?? double.NaN);
    }

    /// <summary>Whether a tensor of this name is one of those.</summary>
    public static bool Has(string name) => name is PositionName or SumsName || name.StartsWith(HistoryPrefix, StringComparison.Ordinal);

    /// <summary>The state that the tensors hold.</summary>
    /// <param name="tensors">Those that <see cref="Has"/> knows.</param>
    /// <param name="batches">How many batches an epoch has.</param>
    /// <param name="problem">Makes an exception of what is wrong.</param>
    public static RunState Parse(IReadOnlyDictionary<string, TensorData> tensors, int batches, Func<string, Exception> problem)
    {
        T[] Get<T>(string name, long count) where T : unmanaged =>
            tensors.TryGetValue(name, out var data) && data.Type == new TensorType(DTypes.Of<T>(), [(int)count])
                ? data.ToArray<T>()
                : throw problem($"the training's '{name}' is missing or is not {DTypes.Of<T>()} [{count}]");

        var position = Get<long>(PositionName, 2);
        if (position is not [>= 0 and <= int.MaxValue and var epochs, >= 0 and var batch] || batch > batches)
            throw problem(
                $"the training's position [{string.Join(", ", position.Select(number => $"{number}"))}] is not one of epochs of {batches} "
                + $"batches");
        var columns = tensors.Keys
            .Where(name => name.StartsWith(HistoryPrefix, StringComparison.Ordinal))
            .ToDictionary(name => name[HistoryPrefix.Length..], name => Get<double>(name, epochs));
        if (!columns.ContainsKey("loss") || !columns.ContainsKey("rate"))
            throw problem("the training's history lacks its loss or its rate");
        var sums = Get<double>(SumsName, 3);
        var state = new RunState { Batch = (int)batch, lossSum = sums[0], examples = sums[1], LearningRate = sums[2] };
        for (var i = 0; i < epochs; i++) state.history.Add(EpochOf(columns, i));
        return state;
    }

    private (string, TensorData) Column(string name, Func<TrainingEpoch, double> value) =>
        (HistoryPrefix + name, TensorData.Create<double>([.. history.Select(value)], [history.Count]));

    private static TrainingEpoch EpochOf(Dictionary<string, double[]> columns, int i)
    {
        var validation = columns.Where(column => column.Key.StartsWith(ValidationPrefix, StringComparison.Ordinal))
            .ToDictionary(column => column.Key[ValidationPrefix.Length..], column => column.Value[i]);
        return new(columns["loss"][i], columns["rate"][i], validation.Count == 0 ? null : validation);
    }
}

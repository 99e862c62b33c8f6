using ChainRule.Cli.Output;
using ChainRule.Data;
using ChainRule.Networks;
using ChainRule.Training;
using static ChainRule.Functions;

namespace ChainRule.Cli.Commands;

/// <summary>A network for the rows of a table, and how the table's cells become its inputs: all that a prediction needs.</summary>
internal sealed class TableModel
{
    private const string EncodingNote = "encoding";
    private const string HiddenNote = "hidden";
    private const int RowsAtOnce = 4096;
    private const double LabelSmoothing = 0.1;
    private readonly IReadOnlyList<int> hidden;

    public TableModel(TableEncoding encoding, IReadOnlyList<int> hidden)
    {
        (Encoding, this.hidden, Network) = (encoding, hidden, []);
        var width = encoding.Width;
        foreach (var size in hidden)
        {
            Network.Add(new Linear(width, size));
            Network.Add(Relu);
            width = size;
        }
        Network.Add(new Linear(width, IsClassifier ? encoding.Classes.Count : 1));
    }

    public TableEncoding Encoding { get; }

    public Sequential Network { get; }

    public bool IsClassifier => Encoding.Task == PredictionTask.Classification;

    /// <summary>
    /// What training makes small: cross-entropy with smoothed labels, for a table is small and a network soon too sure; or the mean squared
    /// error of the standardized target.
    /// </summary>
    public Tensor Loss(Tensor x, Tensor y) =>
        IsClassifier
            ? CrossEntropyLoss(Network.Forward(x), y, labelSmoothing: LabelSmoothing)
            : Mean(Square(Network.Forward(x).Reshape(y.Shape) - y));

    /// <summary>
    /// What is predicted for each row: the logarithms of the classes' probabilities, or one number in the target's own unit.
    /// </summary>
    /// <exception cref="UserException">A prediction is no finite number.</exception>
    public double[][] Predict(Dataset rows)
    {
        Network.Eval();
        var predicted = new List<double[]>(rows.Count);
        for (var first = 0; first < rows.Count; first += RowsAtOnce)
        {
            var inputs = Tensor.Constant(rows[first..Math.Min(rows.Count, first + RowsAtOnce)].ToMemory().Arrays[0]);
            var outputs = Network.Forward(inputs);
            foreach (var row in (IsClassifier ? LogSoftmax(outputs, 1) : outputs).Evaluate().ToArray<float>().Chunk(outputs.Shape[1]))
                predicted.Add(row.All(float.IsFinite) ? [.. row.Select(InOwnUnit)] : throw new UserException(
                    $"the network's result for row {predicted.Count + 1} of the data is no finite number: its weights, or the row's "
                    + $"values, are too large"));
        }
        return [.. predicted];
    }

    /// <summary>Each row's target: the number of its class, or its number in its own unit.</summary>
    public double[] Targets(Dataset rows)
    {
        if (rows.Count == 0) return [];
        var targets = rows.ToMemory().Arrays[1];
        return IsClassifier ? [.. targets.ToArray<long>()] : [.. targets.ToArray<float>().Select(InOwnUnit)];
    }

    /// <summary>Writes one file that holds all of it, whole or not at all.</summary>
    public void Save(string path)
    {
        var tensors = Network.NamedVariables.Select(variable => (variable.Name, variable.Value.Value));
        var file = new Safetensors(tensors,
            [(EncodingNote, Encoding.ToJson()), (HiddenNote, string.Join(',', hidden.Select(size => $"{size}")))]);
        OutputFile.Guard(path, "--out", () => file.Write(path));
    }

    /// <summary>The model that a file holds.</summary>
    /// <exception cref="UserException">It cannot be read, or is another file.</exception>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    public static TableModel Load(string path)
    {
        if (Directory.Exists(path)) throw new UserException($"{path} is a directory; give a file that --out of chainrule train wrote");
        if (!File.Exists(path))
            throw new UserException($"there is no model {path}; chainrule train … --out {Path.GetFileName(path)} writes one");
        try
        {
            var notes = Safetensors.Read(path).Metadata;
            if (!notes.TryGetValue(EncodingNote, out var encoding)
                || !notes.TryGetValue(HiddenNote, out var hidden)
                || TrainRequest.Sizes(hidden) is not { } sizes)
                throw new UserException(
                    $"{path} is not a model of chainrule train: it does not say how a table becomes inputs; give a file that --out of "
                    + $"chainrule train wrote");
            var model = new TableModel(TableEncoding.FromJson(encoding), sizes);
            Checkpoint.Load(path, model.Network);
            return model;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UserException($"{path} cannot be read as a model: {e.Message}");
        }
    }

    private double InOwnUnit(float value) => Encoding.Target.Scale?.Undo(value, 0) ?? value;
}

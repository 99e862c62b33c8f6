using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// A model's parameters and states in a safetensors file, each under its path in the model, as in PyTorch's state dicts: such a
/// dict that was saved as safetensors loads, if the modules are named alike.
/// </summary>
public static class Checkpoint
{
    /// <summary>Names that begin so belong to a training and not to its model.</summary>
    internal const string TrainingPrefix = "training/";

    /// <summary>Names that begin so belong to the model as it was in its best epoch.</summary>
    internal const string BestPrefix = TrainingPrefix + "best.";

    /// <summary>Writes the model's parameters and states, whole or not at all (<see cref="AtomicFile"/>).</summary>
    /// <exception cref="ArgumentException">Two variables of the model have one name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, Module model)
    {
        ArgumentNullException.ThrowIfNull(model);
        new Safetensors(model.NamedVariables.Select(variable => (variable.Name, variable.Value.Value))).Write(path);
    }

    /// <summary>
    /// Gives the model's parameters and states the values that are in the file, all or, if something is wrong, none. Numbers of the
    /// other floating-point type are rounded to the model's. The file of a training loads as well: of the best epoch's values, where it
    /// keeps them, or else of the last ones.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="model">The model.</param>
    /// <param name="strict">
    /// Whether file and model must have the same tensors; if not, those that fit are loaded, and the others told.
    /// </param>
    /// <returns>What was left out.</returns>
    /// <exception cref="CheckpointException">The file is damaged, or does not fit the model; the tensors that do not are named.</exception>
    /// <exception cref="IOException">The file cannot be read, or there is none.</exception>
    public static CheckpointMismatch Load(string path, Module model, bool strict = true)
    {
        ArgumentNullException.ThrowIfNull(model);
        var assignment = new Assignment(model.NamedVariables, ModelOf(Safetensors.Read(path).Tensors));
        if (strict) assignment.ThrowIfMismatched(path);
        assignment.Apply();
        return assignment.Mismatch;
    }

    private static Dictionary<string, TensorData> ModelOf(IReadOnlyDictionary<string, TensorData> tensors)
    {
        var model = tensors.Where(tensor => !tensor.Key.StartsWith(TrainingPrefix, StringComparison.Ordinal)).ToDictionary();
        foreach (var (name, data) in tensors)
            if (name.StartsWith(BestPrefix, StringComparison.Ordinal)) model[name[BestPrefix.Length..]] = data;
        return model;
    }
}

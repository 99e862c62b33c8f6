using System.Globalization;
using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>
/// The file of a training: the model's tensors under their own names, and after <c>training/</c> what optimizer, schedule and gathered
/// gradients remember (<c>step.</c>), the best epoch's values (<c>best.</c>), and how far it has come. Its notes are the settings that
/// decide which examples come when, and digests of the data.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="model">The model.</param>
/// <param name="step">What remembers.</param>
/// <param name="best">The best epoch, where it is kept.</param>
/// <param name="settings">What must be the same for the training to go on.</param>
/// <param name="epochs">How many epochs are planned. More may be added to a training, so it need not be the same.</param>
internal sealed class RunFile(string path, Module model, TrainingStep step, BestEpoch? best,
    IReadOnlyList<(string Name, string Text)> settings, int epochs)
{
    private const string EpochsNote = "epochs";

    /// <summary>The setting that is the training data's digest.</summary>
    public const string DataSetting = "data (SHA-256)";

    /// <summary>The setting that is the validation data's digest.</summary>
    public const string ValidationSetting = "validation data (SHA-256)";

    private const string StepPrefix = Checkpoint.TrainingPrefix + "step.";

    /// <summary>How many epochs were planned when the file was saved that a training resumed from; unknown of older files.</summary>
    public int? EpochsBefore { get; private set; }

    /// <summary>Writes all of it.</summary>
    public void Save(RunState state)
    {
        var variables = Variables(state).Select(variable => (variable.Name, variable.Value.Value));
        var progress = state.ToTensors().Select(tensor => (Checkpoint.TrainingPrefix + tensor.Name, tensor.Data));
        new Safetensors(variables.Concat(progress), [.. settings, (EpochsNote, $"{epochs}")]).Write(path);
    }

    /// <summary>Gives model, optimizer and schedule the values in the file, all or none, and tells how far the training had come.</summary>
    /// <param name="batches">How many batches an epoch has.</param>
    /// <exception cref="CheckpointException">The file is damaged, or is not one of such a training.</exception>
    public RunState Load(int batches)
    {
        var file = Read();
        if (!file.Tensors.Keys.Any(IsProgress))
            throw new CheckpointException(path, "it holds a model alone and not its training; Checkpoint.Load takes a model from it");
        CheckSettings(file.Metadata);
        var progress = file.Tensors
            .Where(tensor => IsProgress(tensor.Key))
            .ToDictionary(tensor => tensor.Key[Checkpoint.TrainingPrefix.Length..], tensor => tensor.Value);
        var state = RunState.Parse(progress, batches, problem => new CheckpointException(path, problem));
        var assignment = new Assignment(Variables(state), file.Tensors.Where(tensor => !IsProgress(tensor.Key)).ToDictionary());
        assignment.ThrowIfMismatched(path);
        assignment.Apply();
        if (int.TryParse(file.Metadata.GetValueOrDefault(EpochsNote), NumberStyles.None, CultureInfo.InvariantCulture, out var planned))
            EpochsBefore = planned;
        return state;
    }

    private IReadOnlyList<(string Name, Variable Value)> Variables(RunState state) =>
    [
        .. model.NamedVariables,
        .. step.NamedStates.Select(memory => (StepPrefix + memory.Name, (Variable)memory.Value)),
        .. (best?.Values(state.History) ?? []).Select(value => (Checkpoint.BestPrefix + value.Name, value.Value)),
    ];

    private Safetensors Read()
    {
        try
        {
            return Safetensors.Read(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CheckpointException(path, $"it cannot be read: {e.Message}", e);
        }
    }

    private void CheckSettings(IReadOnlyDictionary<string, string> notes)
    {
        var differences = settings.Where(setting => !Agree(setting, notes.GetValueOrDefault(setting.Name))).ToList();
        if (differences.Count == 0) return;
        var described = differences.Select(
            setting => $"{setting.Name}: {setting.Text} here, {notes.GetValueOrDefault(setting.Name, "unknown")} in the file");
        throw new CheckpointException(path,
            $"the training in it does not go on with other settings or data; make them alike, or begin anew with another file:\n "
            + $" {string.Join("\n  ", described)}");
    }

    /// <summary>Older files have no digests.</summary>
    private static bool Agree((string Name, string Text) setting, string? noted) =>
        noted == setting.Text || (noted is null && setting.Name is DataSetting or ValidationSetting);

    private static bool IsProgress(string name) =>
        name.StartsWith(Checkpoint.TrainingPrefix, StringComparison.Ordinal) && RunState.Has(name[Checkpoint.TrainingPrefix.Length..]);
}

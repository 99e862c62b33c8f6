using System.Diagnostics;

namespace ChainRule.Training;

/// <summary>Saves a training when it is time.</summary>
internal sealed class RunSaver(TrainingCheckpoint settings, RunFile file)
{
    private long saved = Stopwatch.GetTimestamp();

    /// <inheritdoc cref="RunFile.EpochsBefore"/>
    public int? EpochsBefore => file.EpochsBefore;

    /// <summary>
    /// Sees that there is a place for the file, and reads it where a training is to go on. Nothing, where one begins: an empty file or a
    /// device holds none.
    /// </summary>
    /// <param name="batches">How many batches an epoch has.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such directory: better said now than after the first epoch.</exception>
    /// <exception cref="CheckpointException">The file is damaged, is not one of such a training, or is a pipe.</exception>
    public RunState? Begin(int batches)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(settings.Path));
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"there is no directory {folder} for the checkpoint {Path.GetFileName(settings.Path)}");
        AtomicFile.Sweep(settings.Path);
        var target = FileTarget.Of(settings.Path);
        if (target.IsPipe()) throw new CheckpointException(settings.Path, "it is a pipe, which keeps no checkpoint; give a file");
        return settings.Resume && new FileInfo(target.Path) is { Exists: true, Length: > 0 } ? file.Load(batches) : null;
    }

    public void Save(RunState state)
    {
        file.Save(state);
        saved = Stopwatch.GetTimestamp();
    }

    /// <summary>Whether to save after a step.</summary>
    /// <param name="batches">How many batches were trained on in all.</param>
    public bool IsDue(long batches) =>
        (settings.EverySteps is { } count && batches % count == 0)
        || (settings.Every is { } time && Stopwatch.GetElapsedTime(saved) >= time);

    /// <summary>Whether to save after an epoch; where nothing else is said, after each.</summary>
    public bool IsDueAfter(int epochs) =>
        settings.EveryEpochs is { } count ? epochs % count == 0 : settings is { EverySteps: null, Every: null };
}

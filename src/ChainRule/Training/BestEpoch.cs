using ChainRule.Networks;

namespace ChainRule.Training;

/// <summary>Follows what early stopping watches, and keeps the values that the model had in the best epoch.</summary>
internal sealed class BestEpoch(EarlyStopping rule, string monitor, Module model)
{
    private readonly List<(string Name, Variable Value)> kept =
        [.. model.NamedVariables.Select(variable => (variable.Name, (Variable)new State(variable.Value.Value, variable.Name)))];

    /// <summary>The place of the best epoch, if there is one.</summary>
    public int? Of(IReadOnlyList<TrainingEpoch> history) => rule.Best(Watched(history));

    /// <summary>Whether there is no hope that a better one follows.</summary>
    public bool HasEnded(IReadOnlyList<TrainingEpoch> history) => rule.HasEnded([.. Watched(history)]);

    /// <summary>The place of the epoch whose values are kept, if it is.</summary>
    public int? Kept(IReadOnlyList<TrainingEpoch> history) => rule.RestoreBest ? Of(history) : null;

    /// <summary>The values that are kept, by name.</summary>
    public IReadOnlyList<(string Name, Variable Value)> Values(IReadOnlyList<TrainingEpoch> history) => Kept(history) is null ? [] : kept;

    /// <summary>Keeps the model's values if the last epoch was the best.</summary>
    public void Follow(IReadOnlyList<TrainingEpoch> history)
    {
        if (Kept(history) == history.Count - 1) Copy(model.NamedVariables, kept);
    }

    /// <summary>Gives the model the values of the best epoch.</summary>
    public void Restore(IReadOnlyList<TrainingEpoch> history)
    {
        if (Kept(history) is not null) Copy(kept, model.NamedVariables);
    }

    private IEnumerable<double> Watched(IReadOnlyList<TrainingEpoch> history) => history.Select(epoch => epoch.Watched(monitor));

    private static void Copy(IReadOnlyList<(string Name, Variable Value)> from, IReadOnlyList<(string Name, Variable Value)> to)
    {
        for (var i = 0; i < from.Count; i++) from[i].Value.Value.CopyTo(to[i].Value.Value);
    }
}

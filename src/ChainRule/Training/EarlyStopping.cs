namespace ChainRule.Training;

/// <summary>
/// Ends a training when what is watched (<see cref="Trainer.Monitor"/>) has not become better for some epochs, and goes back to where it
/// was best (Prechelt, "Early stopping: but when?", 1998).
/// </summary>
/// <param name="Patience">How many epochs without improvement are the end.</param>
public sealed record EarlyStopping(int Patience = 10)
{
    /// <summary>Whether a greater number is a better one, as accuracy is.</summary>
    public bool Greater { get; init; }

    /// <summary>By how much a number must be better to count.</summary>
    public double MinDelta { get; init; }

    /// <summary>Whether the model is given the values at the end that it had in the best epoch.</summary>
    public bool RestoreBest { get; init; } = true;

    /// <summary>
    /// The place of the best number; nothing where none is a number. One that is better by less than counts does not take its place.
    /// </summary>
    internal int? Best(IEnumerable<double> watched)
    {
        int? best = null;
        var (least, place) = (double.PositiveInfinity, 0);
        foreach (var number in watched)
        {
            var cost = Greater ? -number : number;
            if (cost < least - MinDelta || (best is null && cost < least)) (best, least) = (place, cost);
            place++;
        }
        return best;
    }

    /// <summary>Whether patience is at its end.</summary>
    internal bool HasEnded(IReadOnlyList<double> watched) => watched.Count - 1 - (Best(watched) ?? -1) >= Patience;
}

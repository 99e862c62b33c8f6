namespace ChainRule.Training;

/// <summary>Why a fit ended.</summary>
public enum FitStop
{
    /// <summary>The loss no longer changed, or its gradient vanished.</summary>
    Converged,

    /// <summary>The epochs were used up.</summary>
    Epochs,

    /// <summary>No step made the loss smaller, though its gradient had not vanished: a kink, as the absolute error has.</summary>
    Stalled,
}

/// <summary>How far a fit has come.</summary>
/// <param name="Epoch">How many times the data have been gone through.</param>
/// <param name="Epochs">How many times they are at most.</param>
/// <param name="Loss">The loss by then.</param>
public readonly record struct FitProgress(int Epoch, int Epochs, double Loss);

/// <summary>What a fit found; the parameters hold their values.</summary>
public sealed record FitResult
{
    /// <summary>The loss over all rows.</summary>
    public required double Loss { get; init; }

    /// <summary>The loss at the start, after every epoch, and at the end.</summary>
    public required IReadOnlyList<double> History { get; init; }

    /// <summary>How many times the data were gone through to descend.</summary>
    public required int Epochs { get; init; }

    /// <summary>Why the fit ended.</summary>
    public required FitStop Stop { get; init; }

    /// <summary>How well the prediction agrees with the target.</summary>
    public required FitMetrics Metrics { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Time { get; init; }
}

/// <summary>A fit that led to no numbers. The parameters were put back to where the loss was least.</summary>
public sealed class FitDivergedException(string message, int epoch) : Exception(message)
{
    /// <summary>The epoch in which the loss was lost.</summary>
    public int Epoch { get; } = epoch;
}

namespace ChainRule.Data;

/// <summary>What a <see cref="TableEncoding"/> is fitted with.</summary>
public sealed record TableEncodingOptions
{
    /// <summary>The columns to learn from; all that can be learned from, but the target, where it is not given.</summary>
    public IReadOnlyList<string>? Inputs { get; init; }

    /// <summary>
    /// What is predicted. Where it is not given: a class if the target holds categories, or whole numbers, at most 20 different ones, each
    /// five times on average; otherwise a number.
    /// </summary>
    public PredictionTask? Task { get; init; }

    /// <summary>The training rows, by which means and deviations are computed; all where it is not given.</summary>
    public IReadOnlyList<int>? Rows { get; init; }

    /// <summary>Whether missing inputs are filled: numbers by the mean, categories by none of them. They are refused otherwise.</summary>
    public bool FillMissing { get; init; }
}

namespace ChainRule.Data;

/// <summary>What is predicted.</summary>
public enum PredictionTask
{
    /// <summary>One of a few classes.</summary>
    Classification,

    /// <summary>A number.</summary>
    Regression,
}

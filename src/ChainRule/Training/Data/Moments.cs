namespace ChainRule.Training;

/// <summary>
/// Mean and variance of numbers that come one by one (Welford, 1962): without the loss of digits that sums of squares have.
/// </summary>
public struct Moments
{
    private double squares;

    /// <summary>How many numbers there were.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean; 0 where there were none.</summary>
    public double Mean { get; private set; }

    /// <summary>Their standard deviation, divided by n; 0 where there were none.</summary>
    public readonly double Deviation => Count == 0 ? 0 : Math.Sqrt(squares / Count);

    /// <summary>Takes a number in.</summary>
    public void Add(double value)
    {
        Count++;
        var difference = value - Mean;
        Mean += difference / Count;
        squares += difference * (value - Mean);
    }
}

namespace ChainRule.Training;

/// <summary>The losses of a fit in the making, told to whoever follows it.</summary>
internal sealed class FitHistory(int epochs, IProgress<FitProgress>? progress, CancellationToken cancellation)
{
    private readonly List<double> losses = [];

    public IReadOnlyList<double> Losses => losses;

    public CancellationToken Cancellation => cancellation;

    /// <summary>How many epochs are done.</summary>
    public int Epoch { get; private set; }

    public int Epochs => epochs;

    /// <summary>The loss before anything is done.</summary>
    public void Begin(double loss) => losses.Add(loss);

    /// <summary>The loss of one more epoch.</summary>
    public void Add(double loss)
    {
        losses.Add(loss);
        Epoch++;
        progress?.Report(new FitProgress(Epoch, epochs, loss));
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The loss where the fit ended.</summary>
    public void End(double loss)
    {
        if (losses.Count < Epoch + 1 || losses.Count == 1) losses.Add(loss);
    }
}

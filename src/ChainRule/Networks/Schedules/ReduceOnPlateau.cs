namespace ChainRule.Networks;

/// <summary>
/// Lowers the rate each time that a metric has stopped improving. It must be told the metric by <see cref="Observe"/>, after each epoch
/// for example. What it knows is a state of four numbers, to be saved with the training.
/// </summary>
/// <param name="Factor">What the rate is multiplied by.</param>
/// <param name="Patience">How many observations without improvement are borne before the rate falls.</param>
/// <param name="Threshold">The relative improvement that counts as one.</param>
/// <param name="Cooldown">For how many observations after a fall nothing is counted.</param>
/// <param name="MinRate">What the rate does not fall below.</param>
/// <param name="Greater">Whether a greater metric is a better one, as accuracy is.</param>
public sealed record ReduceOnPlateau(double Factor = 0.1, int Patience = 10, double Threshold = 1e-4, int Cooldown = 0, double MinRate = 0,
    bool Greater = false)
    : Schedule
{
    private const int Scale = 0, Best = 1, Bad = 2, Rest = 3;
    private readonly State state = new(
        TensorData.Create<double>([1, Greater ? double.NegativeInfinity : double.PositiveInfinity, 0, 0], [4]), "plateau");

    // A copy made by `with` observes for itself.
    private ReduceOnPlateau(ReduceOnPlateau other) : base(other)
    {
        (Factor, Patience, Threshold, Cooldown, MinRate,
            Greater) = (other.Factor, other.Patience, other.Threshold, other.Cooldown, other.MinRate, other.Greater);
        state = new(other.state.Value, "plateau");
    }

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, State Value)> NamedStates => [("plateau", state)];

    /// <inheritdoc/>
    public override double Rate(long step, double baseRate) => Math.Min(baseRate, Math.Max(MinRate, baseRate * Numbers[Scale]));

    /// <inheritdoc/>
    public override void Observe(double metric)
    {
        var now = Numbers;
        var better = IsBetter(metric, now[Best]);
        if (better) now[Best] = metric;
        now[Bad] = better || now[Rest] > 0 ? 0 : now[Bad] + 1;
        now[Rest] = Math.Max(0, now[Rest] - 1);
        if (now[Bad] <= Patience) return;
        (now[Scale], now[Bad], now[Rest]) = (now[Scale] * Factor, 0, Cooldown);
    }

    private Span<double> Numbers => state.Value.AsMutableSpan<double>();

    private bool IsBetter(double metric, double best)
    {
        var margin = double.IsFinite(best) ? Threshold * Math.Abs(best) : 0;
        return Greater ? metric > best + margin : metric < best - margin;
    }
}

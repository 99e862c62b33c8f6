using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>
/// In training, each number is dropped by chance and the others are scaled so that the mean stays; in use, all stay as they are
/// (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014; scaled in training as in PyTorch).
/// Each run of a step drops others.
/// </summary>
public sealed class Dropout : Layer
{
    private readonly double probability;
    private readonly RandomSource? random;

    /// <summary>A layer that drops by this probability.</summary>
    /// <param name="probability">Of a number to be dropped, from 0 to below 1.</param>
    /// <param name="random">Where chance comes from; a source of its own where none is given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not from 0 to below 1.</exception>
    public Dropout(double probability = 0.5, RandomSource? random = null)
    {
        if (probability is not (>= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "a probability of dropping is from 0 to below 1");
        this.probability = probability;
        this.random = probability == 0 ? null : random ?? new RandomSource();
    }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(random)];

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining || random is null) return x;
        var stays = GreaterOrEqual(random.Uniform(x.Shape), probability);
        return Where(stays, x / (1 - probability), 0);
    }

    /// <inheritdoc/>
    public override string ToString() => $"Dropout({probability})";
}

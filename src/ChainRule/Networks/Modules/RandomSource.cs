using ChainRule.Graph;
using ChainRule.Ops;

namespace ChainRule.Networks;

/// <summary>
/// Random tensors that are other ones in each run of a step. The seed and the number of the run are a state, so a checkpoint holds
/// them, and a training that goes on draws what it would have drawn. The numbers do not depend on threads.
/// </summary>
public sealed class RandomSource : Module
{
    private const long Most = 1L << 53; // what a double counts to: the state is moved on in doubles
    private readonly State state;
    private int streams;

    /// <summary>
    /// A source that draws what follows from <paramref name="seed"/>; where none is given, the next of <see cref="Initialize.Seed"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The seed is not from −2⁵³ to 2⁵³.</exception>
    public RandomSource(long? seed = null)
    {
        if (seed is < -Most or > Most) throw new ArgumentOutOfRangeException(nameof(seed), seed, "a seed is from −2⁵³ to 2⁵³");
        state = new State(TensorData.Create([seed ?? Initialize.NextSeed(), 0], [2]), "state");
    }

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [new(state)];

    /// <summary>
    /// Numbers from 0 to below 1, evenly distributed, in single precision with 24 random bits, cast to <paramref name="dtype"/>.
    /// </summary>
    public Tensor Uniform(Shape shape, DType dtype = DType.Float32)
    {
        // Two draws of one graph are two streams.
        var numbers = Tensor.Apply(new RandomUniformOp(shape, streams++), state);
        var count = state.Cast(DType.Float64) + Tensor.Constant<double>([0, 1]);
        return numbers.Updating(state, count.Cast(DType.Int64)).Cast(dtype);
    }

    private protected override void OnBeginTrace() => streams = 0;
}

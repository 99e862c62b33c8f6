using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>One step of <see cref="RNN"/>: h′ = tanh(W_ih·x + b_ih + W_hh·h + b_hh).</summary>
public sealed class RNNCell : RecurrentCell
{
    private readonly Func<Tensor, Tensor> activation;

    /// <summary>A cell whose parameters are drawn from ±1/√hidden.</summary>
    /// <param name="inputs">How many features come in.</param>
    /// <param name="hidden">How many numbers the state has.</param>
    /// <param name="activation">What makes the next state; tanh where none is given.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public RNNCell(int inputs, int hidden, Func<Tensor, Tensor>? activation = null, bool bias = true, DType dtype = DType.Float32)
        : base(inputs, hidden, 1, bias, dtype) => this.activation = activation ?? Tanh;

    /// <summary>Builds the graph of the next state.</summary>
    /// <param name="x">[N, inputs].</param>
    /// <param name="hidden">The state before, [N, hidden]; zeros where none is given.</param>
    /// <exception cref="ShapeException">The shapes are others.</exception>
    public Tensor Forward(Tensor x, Tensor? hidden = null) => Step(x, hidden)[0];

    /// <inheritdoc/>
    public override string ToString() => $"RNNCell({Inputs} → {Hidden})";

    internal override Tensor[] Next(Tensor fromInput, Tensor[] states) =>
        [activation(fromInput + Linear.Of(states[0], HiddenWeight, null))];
}

/// <summary>
/// The plain recurrent layer (Elman, "Finding structure in time", 1990), of one or more layers, in one or both directions.
/// </summary>
public sealed class RNN : Recurrent
{
    private readonly string signature;

    /// <summary>A layer whose parameters are drawn from ±1/√hidden.</summary>
    /// <param name="inputs">How many features come in.</param>
    /// <param name="hidden">How many numbers a state has.</param>
    /// <param name="layers">How many layers there are, each fed with the one before.</param>
    /// <param name="activation">What makes the next state; tanh where none is given.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether sequences are [N, T, features]; else they are [T, N, features].</param>
    /// <param name="dropout">The probability of dropping between layers.</param>
    /// <param name="bidirectional">Whether each layer also runs backward, its features after the others.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public RNN(int inputs, int hidden, int layers = 1, Func<Tensor, Tensor>? activation = null, bool bias = true, bool batchFirst = false,
        double dropout = 0, bool bidirectional = false, DType dtype = DType.Float32)
        : base(size => new RNNCell(size, hidden, activation, bias, dtype), inputs, layers, batchFirst, dropout, bidirectional) =>
        signature = $"RNN({inputs} → {hidden})";

    /// <summary>Builds the graph of all steps.</summary>
    /// <param name="x">[T, N, inputs], or [N, T, inputs] with the batch first.</param>
    /// <param name="hidden">The states before the first step, [layers·directions, N, hidden]; zeros where none are given.</param>
    /// <exception cref="ShapeException">The shapes are others.</exception>
    public RecurrentResult Unroll(Tensor x, Tensor? hidden = null)
    {
        var (output, last) = Unrolled(x, [hidden]);
        return new(output, last[0]);
    }

    /// <inheritdoc/>
    public override string ToString() => signature;
}

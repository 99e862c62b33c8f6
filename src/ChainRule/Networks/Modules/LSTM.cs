using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>One step of <see cref="LSTM"/>: i, f, g and o are gates, c′ = f·c + i·g, h′ = o·tanh(c′).</summary>
public sealed class LSTMCell : RecurrentCell
{
    /// <summary>A cell whose parameters are drawn from ±1/√hidden.</summary>
    /// <param name="inputs">How many features come in.</param>
    /// <param name="hidden">How many numbers a state has.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public LSTMCell(int inputs, int hidden, bool bias = true, DType dtype = DType.Float32) : base(inputs, hidden, 4, bias, dtype) { }

    internal override int StateCount => 2;

    /// <summary>Builds the graph of the next states.</summary>
    /// <param name="x">[N, inputs].</param>
    /// <param name="hidden">The hidden state before, [N, hidden]; zeros where none is given.</param>
    /// <param name="cell">The cell's state before, [N, hidden]; zeros where none is given.</param>
    /// <exception cref="ShapeException">The shapes are others.</exception>
    public (Tensor Hidden, Tensor Cell) Forward(Tensor x, Tensor? hidden = null, Tensor? cell = null)
    {
        var states = Step(x, hidden, cell);
        return (states[0], states[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => $"LSTMCell({Inputs} → {Hidden})";

    internal override Tensor[] Next(Tensor fromInput, Tensor[] states)
    {
        // Cut first and added then, so that adding is no step of its own over all four.
        var (x, h) = (Cut(fromInput, 4), Cut(Linear.Of(states[0], HiddenWeight, null), 4));
        var (input, forget, candidate, output) = (Sigmoid(x[0] + h[0]), Sigmoid(x[1] + h[1]), Tanh(x[2] + h[2]), Sigmoid(x[3] + h[3]));
        var cell = forget * states[1] + input * candidate;
        return [output * Tanh(cell), cell];
    }
}

/// <summary>What comes out of an <see cref="LSTM"/>.</summary>
/// <param name="Output">
/// The last layer's hidden state after each step, [T, N, directions·hidden], or [N, T, …] with the batch first.
/// </param>
/// <param name="Hidden">Each layer's and direction's hidden state after its last step, [layers·directions, N, hidden].</param>
/// <param name="Cell">The cells' states after their last steps, likewise.</param>
public readonly record struct LSTMResult(Tensor Output, Tensor Hidden, Tensor Cell);

/// <summary>
/// Long short-term memory (Hochreiter, Schmidhuber, 1997; with the forget gate of Gers, Schmidhuber, Cummins, "Learning to forget",
/// 2000), of one or more layers, in one or both directions.
/// </summary>
public sealed class LSTM : Recurrent
{
    private readonly string signature;

    /// <summary>A layer whose parameters are drawn from ±1/√hidden.</summary>
    /// <param name="inputs">How many features come in.</param>
    /// <param name="hidden">How many numbers a state has.</param>
    /// <param name="layers">How many layers there are, each fed with the one before.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="batchFirst">Whether sequences are [N, T, features]; else they are [T, N, features].</param>
    /// <param name="dropout">The probability of dropping between layers.</param>
    /// <param name="bidirectional">Whether each layer also runs backward, its features after the others.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public LSTM(int inputs, int hidden, int layers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
        bool bidirectional = false,
        DType dtype = DType.Float32)
        : base(size => new LSTMCell(size, hidden, bias, dtype), inputs, layers, batchFirst, dropout, bidirectional) =>
        signature = $"LSTM({inputs} → {hidden})";

    /// <summary>Builds the graph of all steps.</summary>
    /// <param name="x">[T, N, inputs], or [N, T, inputs] with the batch first.</param>
    /// <param name="hidden">The hidden states before the first step, [layers·directions, N, hidden]; zeros where none are given.</param>
    /// <param name="cell">The cells' states before the first step, likewise.</param>
    /// <exception cref="ShapeException">The shapes are others.</exception>
    public LSTMResult Unroll(Tensor x, Tensor? hidden = null, Tensor? cell = null)
    {
        var (output, last) = Unrolled(x, [hidden, cell]);
        return new(output, last[0], last[1]);
    }

    /// <inheritdoc/>
    public override string ToString() => signature;
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>One step of <see cref="GRU"/>: r, z and n are gates, h′ = (1 − z)·n + z·h.</summary>
public sealed class GRUCell : RecurrentCell
{
    /// <summary>A cell whose parameters are drawn from ±1/√hidden.</summary>
    /// <param name="inputs">How many features come in.</param>
    /// <param name="hidden">How many numbers the state has.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="dtype">The type of the parameters.</param>
    public GRUCell(int inputs, int hidden, bool bias = true, DType dtype = DType.Float32) : base(inputs, hidden, 3, bias, dtype) { }

    /// <summary>The reset gate multiplies the hidden state's part with its bias, so the biases stay apart.</summary>
    private protected override Tensor? InputSideBias => InputBias;

    /// <summary>Builds the graph of the next state.</summary>
    /// <param name="x">[N, inputs].</param>
    /// <param name="hidden">The state before, [N, hidden]; zeros where none is given.</param>
    /// <exception cref="ShapeException">The shapes are others.</exception>
    public Tensor Forward(Tensor x, Tensor? hidden = null) => Step(x, hidden)[0];

    /// <inheritdoc/>
    public override string ToString() => $"GRUCell({Inputs} → {Hidden})";

    internal override Tensor[] Next(Tensor fromInput, Tensor[] states)
    {
        var hidden = states[0];
        var x = Cut(fromInput, 3);
        var h = Cut(Linear.Of(hidden, HiddenWeight, HiddenBias), 3);
        var (reset, update) = (Sigmoid(x[0] + h[0]), Sigmoid(x[1] + h[1]));
        var candidate = Tanh(x[2] + reset * h[2]);
        return [candidate + update * (hidden - candidate)];
    }
}

/// <summary>
/// The gated recurrent unit (Cho et al., "Learning phrase representations using RNN encoder–decoder for statistical machine
/// translation", 2014; the reset gate as in PyTorch, after the product), of one or more layers, in one or both directions.
/// </summary>
public sealed class GRU : Recurrent
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
    public GRU(int inputs, int hidden, int layers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
        bool bidirectional = false,
        DType dtype = DType.Float32)
        : base(size => new GRUCell(size, hidden, bias, dtype), inputs, layers, batchFirst, dropout, bidirectional) =>
        signature = $"GRU({inputs} → {hidden})";

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

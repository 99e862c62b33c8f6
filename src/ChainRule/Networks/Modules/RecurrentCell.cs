using ChainRule.Graph;
using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>One step of a recurrent layer: gates made of x·W_ihᵀ + b_ih + h·W_hhᵀ + b_hh, and what they make of the state.</summary>
public abstract class RecurrentCell : Module
{
    private protected RecurrentCell(int inputs, int hidden, int gates, bool bias, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inputs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(hidden);
        (Inputs, Hidden) = (inputs, hidden);
        var bound = 1 / Math.Sqrt(hidden);
        Parameter Drawn(Shape shape, string name) => new(Initialize.Uniform(shape, -bound, bound, dtype), name);
        InputWeight = Drawn([gates * hidden, inputs], "weight_ih");
        HiddenWeight = Drawn([gates * hidden, hidden], "weight_hh");
        InputBias = bias ? Drawn([gates * hidden], "bias_ih") : null;
        HiddenBias = bias ? Drawn([gates * hidden], "bias_hh") : null;
    }

    /// <summary>What the input is multiplied by, [gates·hidden, inputs].</summary>
    public Parameter InputWeight { get; }

    /// <summary>What the hidden state is multiplied by, [gates·hidden, hidden].</summary>
    public Parameter HiddenWeight { get; }

    /// <summary>What is added to the input's part, [gates·hidden], if there are biases.</summary>
    public Parameter? InputBias { get; }

    /// <summary>What is added to the hidden state's part, [gates·hidden], if there are biases.</summary>
    public Parameter? HiddenBias { get; }

    /// <summary>How many features come in.</summary>
    internal int Inputs { get; }

    /// <summary>How many numbers a state has.</summary>
    internal int Hidden { get; }

    /// <summary>How many states are carried from step to step; the first is the hidden one, which is the output.</summary>
    internal virtual int StateCount => 1;

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => Named("");

    /// <summary>Both biases where they only add up; then they are added for all steps at once.</summary>
    private protected virtual Tensor? InputSideBias => InputBias is null ? null : InputBias + HiddenBias!;

    /// <summary>The parameters, with an ending to their names.</summary>
    internal IEnumerable<Member> Named(string ending) =>
    [
        new(InputWeight, "weight_ih" + ending), new(HiddenWeight, "weight_hh" + ending),
        new(InputBias, "bias_ih" + ending), new(HiddenBias, "bias_hh" + ending),
    ];

    /// <summary>The input's part of the gates, for one step [N, inputs] or for all of them [T, N, inputs] in one product.</summary>
    internal Tensor FromInput(Tensor x) => Linear.Of(x, InputWeight, InputSideBias);

    /// <summary>The states after a step, of the input's part of the gates and the states before.</summary>
    internal abstract Tensor[] Next(Tensor fromInput, Tensor[] states);

    /// <summary>A state of zeros.</summary>
    internal Tensor Zeros(int batch) => Tensor.Literal(0, InputWeight.DType).BroadcastTo([batch, Hidden]);

    /// <summary>One step from [N, inputs] and states [N, hidden], zeros where none are given.</summary>
    private protected Tensor[] Step(Tensor x, params ReadOnlySpan<Tensor?> states)
    {
        Require(x, x.Rank == 2 && x.Shape[1] == Inputs, $"[N, {Inputs}]", InputWeight.DType);
        var batch = x.Shape[0];
        var before = new Tensor[states.Length];
        for (var i = 0; i < states.Length; i++)
        {
            before[i] = states[i] ?? Zeros(batch);
            Require(before[i], before[i].Shape.Equals([batch, Hidden]), $"a state [{batch}, {Hidden}] for each of {batch} inputs",
                InputWeight.DType);
        }
        return Next(FromInput(x), before);
    }

    /// <summary>The gates of one step side by side, cut into so many.</summary>
    private protected Tensor[] Cut(Tensor gates, int count) => Split(gates, [.. Enumerable.Repeat(Hidden, count)], -1);
}

using static ChainRule.Functions;

namespace ChainRule.Networks;

/// <summary>What comes out of a recurrent layer.</summary>
/// <param name="Output">
/// The last layer's hidden state after each step, [T, N, directions·hidden], or [N, T, …] with the batch first.
/// </param>
/// <param name="Hidden">Each layer's and direction's hidden state after its last step, [layers·directions, N, hidden].</param>
public readonly record struct RecurrentResult(Tensor Output, Tensor Hidden);

/// <summary>
/// A cell stepped along a sequence: one graph with the steps side by side. The products with the input are one product for all steps.
/// </summary>
public abstract class Recurrent : Layer
{
    private readonly RecurrentCell[] cells; // layer by layer, forward before backward
    private readonly int directions;
    private readonly bool batchFirst;
    private readonly Dropout dropout;

    private protected Recurrent(Func<int, RecurrentCell> cell, int inputs, int layers, bool batchFirst, double dropout, bool bidirectional)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(layers);
        directions = bidirectional ? 2 : 1;
        cells = new RecurrentCell[layers * directions];
        for (var i = 0; i < cells.Length; i++) cells[i] = cell(i < directions ? inputs : directions * cells[0].Hidden);
        this.batchFirst = batchFirst;
        this.dropout = new Dropout(dropout);
    }

    private RecurrentCell Cell => cells[0];

    /// <inheritdoc/>
    protected override IEnumerable<Member> Members => [.. cells.SelectMany((cell, i) => cell.Named(Ending(i))), new(dropout)];

    /// <summary>Builds the graph of the output alone, from states of zeros.</summary>
    /// <exception cref="ShapeException">The layer cannot take a tensor of that shape.</exception>
    public override Tensor Forward(Tensor x) => Unrolled(x, new Tensor?[Cell.StateCount]).Output;

    /// <summary>The output, and of each kind of state the last ones, [layers·directions, N, hidden].</summary>
    private protected (Tensor Output, Tensor[] Last) Unrolled(Tensor x, Tensor?[] initial)
    {
        Require(x, x.Rank == 3 && x.Shape[2] == Cell.Inputs && x.Shape[batchFirst ? 1 : 0] > 0,
            $"sequences {(batchFirst ? "[N, T, " : "[T, N, ")}{Cell.Inputs}] of at least one step", Cell.InputWeight.DType);
        var sequence = batchFirst ? x.SwapAxes(0, 1) : x;
        var last = new Tensor[cells.Length][];
        for (var i = 0; i < cells.Length; i += directions)
        {
            if (i > 0) sequence = dropout.Forward(sequence);
            var outputs = new Tensor[directions];
            for (var d = 0; d < directions; d++)
                (outputs[d], last[i + d]) = Along(sequence, cells[i + d], First(initial, i + d, sequence.Shape[1]), backward: d == 1);
            sequence = directions == 1 ? outputs[0] : Concat(outputs, -1);
        }
        return (batchFirst ? sequence.SwapAxes(0, 1) : sequence,
            [.. initial.Select((_, kind) => Stack([.. last.Select(states => states[kind])]))]);
    }

    /// <summary>The states before the first step of a cell.</summary>
    private Tensor[] First(Tensor?[] initial, int cell, int batch)
    {
        var needed = new[] { cells.Length, batch, Cell.Hidden };
        return [.. initial.Select(states =>
        {
            if (states is null) return Cell.Zeros(batch);
            Require(states, states.Shape.SequenceEqual(needed), $"states {Shape.Create(needed)}", Cell.InputWeight.DType);
            return Squeeze(Slice(states, 0, cell, 1), [0]);
        })];
    }

    /// <summary>The hidden states after each step, in the sequence's order, and all states after the last.</summary>
    private static (Tensor Hidden, Tensor[] Last) Along(Tensor sequence, RecurrentCell cell, Tensor[] states, bool backward)
    {
        var fromInput = cell.FromInput(sequence);
        var hidden = new Tensor[sequence.Shape[0]];
        for (var i = 0; i < hidden.Length; i++)
        {
            var t = backward ? hidden.Length - 1 - i : i;
            states = cell.Next(Squeeze(Slice(fromInput, 0, t, 1), [0]), states);
            hidden[t] = states[0];
        }
        return (Stack(hidden), states);
    }

    /// <summary>PyTorch's: <c>_l0</c>, <c>_l0_reverse</c>, <c>_l1</c>, …</summary>
    private string Ending(int cell) => $"_l{cell / directions}{(cell % directions == 1 ? "_reverse" : "")}";
}

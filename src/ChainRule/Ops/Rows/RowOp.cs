using ChainRule.Graph;

namespace ChainRule.Ops;

/// <summary>
/// Applies an op to several rows. <paramref name="from"/> and <paramref name="to"/> hold whole rows or one number per row.
/// </summary>
/// <param name="row">The length of a row.</param>
/// <param name="from">The input.</param>
/// <param name="index">One index per row for an op with an input of indices; else empty.</param>
/// <param name="to">The output.</param>
internal delegate void RowKernel<T>(int row, ReadOnlySpan<T> from, ReadOnlySpan<long> index, Span<T> to);

/// <summary>
/// An op that can work row by row, along the last axis of a space [rows…, row]. The planner then makes it a step of the pass over that
/// space, and a result that only the pass reads takes no memory. An op that is also an <see cref="IIndexingOp"/> has a second input with
/// one index per row.
/// </summary>
internal interface IRowOp
{
    /// <summary>Name, reason, and names elsewhere.</summary>
    OpInfo Info { get; }

    /// <summary>Whether its input is one number per row of the space instead of the rows.</summary>
    bool TakesRowValues => false;

    /// <summary>Whether its output is one number per row of the space instead of rows.</summary>
    bool MakesRowValues => false;

    /// <summary>A <see cref="RowKernel{T}"/> for each float type.</summary>
    KernelPair RowKernel { get; }

    /// <summary>
    /// The space whose rows the op works on; <see langword="null"/> if it does not work row by row for operands of these types.
    /// </summary>
    /// <param name="input">The type of the first input.</param>
    /// <param name="output">The type of the result.</param>
    TensorType? RowSpace(TensorType input, TensorType output);
}
